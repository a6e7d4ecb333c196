// Runs one suite in one VS Code: a new server with new data folders, a new copy of the workspace, and a page that shows it.
import { existsSync, mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { startEditor } from "../../scripts/editorHost/editor.mjs";
import { CACHE, ROOT } from "../../scripts/editorHost/places.mjs";
import { TEST_SETTINGS } from "../../scripts/editorHost/settings.mjs";
import { temporaryFolder } from "../../scripts/editorHost/temporary.mjs";
import { addFailure, emptyResult } from "../../scripts/testResults.mjs";
import { copyOfSituation, ENTRY } from "./suites.mjs";
import { showGrowing } from "./tail.mjs";

/** For one suite, from the page's first byte to the last test. */
const MILLISECONDS = Number(process.env.VSCODE_TEST_TIMEOUT_MS ?? 180_000);
const EXTENSION = process.env.VSCODE_TEST_EXTENSION ?? ROOT;

/**
 * @param {{ name: string, situation: string, bundle: string }} suite
 * @returns {Promise<import("../../scripts/testResults.mjs").Result>}
 */
export async function runSuiteInHost(suite, { editorName, folder, browser }) {
  const title = `${suite.name} in VS Code, ${editorName}`;
  const { path: temporary, remove } = temporaryFolder("suite");
  const output = join(temporary, "output.txt");
  const resultFile = join(temporary, "result.json");
  const stopShowing = showGrowing(output);
  let editor;
  let page;
  let trouble;
  try {
    editor = await startEditor({
      folder,
      settings: TEST_SETTINGS,
      forTests: true,
      env: { SDLGM_TEST_SUITE: suite.bundle, SDLGM_TEST_OUTPUT: output, SDLGM_TEST_RESULT: resultFile },
    });
    page = await browser.newPage();
    trouble = await testsOn(page, editor, copyOfSituation(suite.situation, temporary));
    if (trouble !== undefined) await keepPicture(page, `${editorName}-${suite.name}`);
  } catch (error) {
    trouble = error.message;
  } finally {
    stopShowing();
    await page?.context().close();
    await editor?.end();
  }
  const result = existsSync(resultFile) ? JSON.parse(readFileSync(resultFile, "utf8")) : emptyResult();
  // A failed test is counted already; what has failed outside of tests is not.
  if (trouble !== undefined && result.failed === 0) addFailure(result, title, trouble);
  await remove();
  return result;
}

/** @returns {Promise<string | undefined>} why the run did not end well */
async function testsOn(page, editor, workspace) {
  const complaints = [];
  await page.exposeFunction("codeAutomationLog", (type, args) => {
    if (type === "error") complaints.push(args.map(String).join(" "));
  });
  const said = () => complaints.slice(-5).join("\n");
  const ended = new Promise((end) => {
    const timer = setTimeout(() => {
      end(`no end after ${MILLISECONDS / 1000} s\n${said()}\n${editor.log().slice(-2000)}`);
    }, MILLISECONDS);
    page.exposeFunction("codeAutomationExit", (code) =>
      end(code === 0 ? undefined : `tests failed\n${said()}`),
    );
    page.on("crash", () => end("the page crashed"));
    page.on("close", () => clearTimeout(timer));
    // Both end at the end of the tests; the page tells more.
    editor.exited.then(() =>
      setTimeout(() => end(`VS Code's server ended\n${editor.log().slice(-2000)}`), 2000).unref(),
    );
  });
  const payload = [
    ["extensionDevelopmentPath", editor.uri(EXTENSION)],
    ["extensionTestsPath", editor.uri(ENTRY)],
  ];
  await page.goto(editor.address(workspace, payload));
  return ended;
}

async function keepPicture(page, name) {
  const folder = join(CACHE, "screenshots", "failed");
  mkdirSync(folder, { recursive: true });
  const path = join(folder, `${name.replaceAll("/", "-")}.png`);
  await page.screenshot({ path }).then(
    () => console.log(`What VS Code showed: ${path}`),
    () => {},
  );
}
