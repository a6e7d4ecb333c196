import { existsSync, mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { run } from "./run.mjs";

/** The package unpacks into the temporary folder and trusts what lies there, so it gets one that is its own. */
const UNPACK = `
  const { default: chromium, inflate } = await import("@sparticuz/chromium");
  await chromium.executablePath();
  await inflate("node_modules/@sparticuz/chromium/bin/al2023.tar.br");
`;

/** Unpacks Chromium, and the libraries that a bare machine lacks, from `folder`/node_modules into `folder`/chromium. */
export async function unpackBrowser(folder) {
  const target = join(folder, "chromium");
  mkdirSync(target);
  const { code, output } = await run(process.execPath, ["--input-type=module", "-e", UNPACK], {
    cwd: folder,
    env: { ...process.env, TMPDIR: target },
    seconds: 120,
  });
  if (code !== 0 || !existsSync(join(target, "chromium"))) {
    throw new Error(`Chromium could not be unpacked:\n${output}`);
  }
  rmSync(join(folder, "node_modules/@sparticuz/chromium/bin"), { recursive: true });
}
