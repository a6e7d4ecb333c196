// Shows the dashboard and the page of the command line in a browser alone: node test/editor/dashboard/run.mjs. VSCODE_TEST_GREP picks
// tests; pictures go to .cache/screenshots/dashboard/.
import { readdirSync } from "node:fs";
import { fileURLToPath } from "node:url";
import Mocha from "mocha";
import { endAll } from "../../../scripts/editorHost/ending.mjs";
import { whyNoEditor } from "../../../scripts/editorHost/places.mjs";
import { addFailure, countsOf, emptyResult, writeResult } from "../../../scripts/testResults.mjs";

const folder = fileURLToPath(new URL(".", import.meta.url));
const files = readdirSync(folder)
  .filter((file) => file.endsWith(".page.mjs"))
  .sort();

const result = emptyResult();
const reason = whyNoEditor();
if (reason !== undefined) {
  console.log(`Skipped ${files.length} files: ${reason}`);
  result.skipped = files.length;
} else {
  try {
    await show();
  } catch (error) {
    addFailure(result, "The pages", error.stack ?? String(error));
  }
}
if (result.passed + result.failed + result.skipped === 0) addFailure(result, "The pages", "no test ran");
for (const { title, message } of result.failures) console.log(`\nFAILED ${title}\n${message}`);
console.log(`\nPages: ${countsOf(result)}`);
writeResult("dashboard", result);
await endAll();
process.exit(result.failed > 0 ? 1 : 0);

async function show() {
  const mocha = new Mocha({
    timeout: 60_000,
    slow: 10_000,
    reporter: "spec",
    color: process.env.FORCE_COLOR !== undefined,
    forbidOnly: process.env.CI !== undefined,
    grep: process.env.VSCODE_TEST_GREP,
  });
  for (const file of files) mocha.addFile(`${folder}${file}`);
  await mocha.loadFilesAsync();
  await new Promise((done) => {
    const runner = mocha.run(done);
    runner.on("pass", () => result.passed++);
    runner.on("pending", () => result.skipped++);
    runner.on("fail", (test, error) => addFailure(result, test.fullTitle(), error.stack ?? String(error)));
  });
}
