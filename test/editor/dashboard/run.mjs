// Shows the dashboard and the page of the command line in a browser alone: node test/editor/dashboard/run.mjs. VSCODE_TEST_GREP picks
// tests; pictures go to .cache/screenshots/dashboard/.
import { readdirSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { runFiles } from "../mochaRun.mjs";

const folder = fileURLToPath(new URL(".", import.meta.url));
const files = readdirSync(folder)
  .filter((file) => file.endsWith(".page.mjs"))
  .sort()
  .map((file) => folder + file);

await runFiles({
  name: "dashboard",
  title: "Pages",
  what: "files",
  files,
  options: { timeout: 60_000, slow: 10_000 },
});
