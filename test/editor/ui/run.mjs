// Tells the stories: node test/editor/ui/run.mjs [newest|oldest]. VSCODE_TEST_GREP picks some; pictures go to .cache/screenshots/.
import { readdirSync } from "node:fs";
import { fileURLToPath } from "node:url";
import Mocha from "mocha";
import { endAll } from "../../../scripts/editorHost/ending.mjs";
import { EDITORS, editorVersion, whyNoEditor } from "../../../scripts/editorHost/places.mjs";
import { addFailure, countsOf, emptyResult, writeResult } from "../../../scripts/testResults.mjs";
import { host, openHost } from "./host.mjs";
import { openWindows } from "./window.mjs";

const editor = EDITORS.find((name) => process.argv.includes(name)) ?? "newest";
const folder = fileURLToPath(new URL("stories/", import.meta.url));
const stories = readdirSync(folder).filter((file) => file.endsWith(".story.mjs"));

const result = emptyResult();
const reason = whyNoEditor();
if (reason !== undefined) {
  console.log(`Skipped ${stories.length} stories: ${reason}`);
  result.skipped = stories.length;
} else {
  try {
    await openHost(editor);
    console.log(`In VS Code ${editorVersion(host().editor)} and Chromium ${host().browser.version}`);
    await tell();
  } catch (error) {
    addFailure(result, "The stories", error.stack ?? String(error));
  }
}
if (result.passed + result.failed + result.skipped === 0) addFailure(result, "The stories", "no test ran");
for (const { title, message } of result.failures) console.log(`\nFAILED ${title}\n${message}`);
console.log(`\nStories: ${countsOf(result)}`);
writeResult("ui", result);
await endAll();
process.exit(result.failed > 0 ? 1 : 0);

async function tell() {
  const mocha = new Mocha({
    timeout: 120_000,
    slow: 30_000,
    reporter: "spec",
    color: process.env.FORCE_COLOR !== undefined,
    forbidOnly: process.env.CI !== undefined,
    grep: process.env.VSCODE_TEST_GREP,
    rootHooks: {
      async afterEach() {
        for (const window of openWindows) {
          if (this.currentTest.state !== "failed") continue;
          const name = `failed-${this.currentTest.fullTitle().replace(/[^\w]+/g, "-")}`;
          console.log(
            `      What it looked like: ${await window.screenshot(name).catch(({ message }) => message)}`,
          );
        }
      },
      async afterAll() {
        for (const window of openWindows) await window.close();
      },
    },
  });
  for (const story of stories.sort()) mocha.addFile(`${folder}${story}`);
  await mocha.loadFilesAsync();
  await new Promise((done) => {
    const runner = mocha.run(done);
    runner.on("pass", () => result.passed++);
    runner.on("pending", () => result.skipped++);
    runner.on("fail", (test, error) => addFailure(result, test.fullTitle(), error.stack ?? String(error)));
  });
}
