// Tells the stories: node test/editor/ui/run.mjs [newest|oldest]. VSCODE_TEST_GREP picks some; pictures go to .cache/screenshots/.
import { readdirSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { EDITORS, editorVersion } from "../../../scripts/editorHost/places.mjs";
import { runFiles } from "../mochaRun.mjs";
import { host, openHost } from "./host.mjs";
import { openWindows } from "./window.mjs";

const editor = EDITORS.find((name) => process.argv.includes(name)) ?? "newest";
const folder = fileURLToPath(new URL("stories/", import.meta.url));
const files = readdirSync(folder)
  .filter((file) => file.endsWith(".story.mjs"))
  .sort()
  .map((file) => folder + file);

await runFiles({
  name: "ui",
  title: "Stories",
  what: "stories",
  files,
  async prepare() {
    await openHost(editor);
    console.log(`In VS Code ${editorVersion(host().editor)} and Chromium ${host().browser.version}`);
  },
  options: {
    timeout: 120_000,
    slow: 30_000,
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
  },
});
