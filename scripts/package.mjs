// Packs the extension: npm run package [-- FILE]
import { statSync } from "node:fs";
import { packExtension } from "./packExtension.mjs";

const vsix = await packExtension(process.argv[2]);
console.log(`${vsix}: ${Math.ceil(statSync(vsix).size / 1024)} KiB`);
