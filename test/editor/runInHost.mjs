// Runs the suites in a real VS Code from npm: node test/editor/runInHost.mjs [newest] [oldest] [part of a suite's name] …
// VSCODE_TEST_GREP picks tests, VSCODE_TEST_TIMEOUT_MS bounds a suite, VSCODE_TEST_VERBOSE shows all that VS Code says.
import { openBrowser } from "../../scripts/editorHost/browser.mjs";
import { endAll } from "../../scripts/editorHost/ending.mjs";
import { EDITORS, editorVersion, whyNoEditor } from "../../scripts/editorHost/places.mjs";
import { setUp } from "../../scripts/editorHost/setUp.mjs";
import { addFailure, addResult, countsOf, emptyResult, writeResult } from "../../scripts/testResults.mjs";
import { runSuiteInHost } from "./hostedSuite.mjs";
import { bundleSuites } from "./suites.mjs";

const args = process.argv.slice(2);
const chosen = EDITORS.filter((name) => args.includes(name));
const editors = chosen.length > 0 ? chosen : EDITORS;
const suites = await bundleSuites(args.filter((arg) => !EDITORS.includes(arg)));

let failed = false;
for (const name of editors) {
  const result = await runIn(name);
  if (result.passed + result.failed + result.skipped === 0)
    addFailure(result, `VS Code, ${name}`, "no test ran");
  for (const { title, message } of result.failures) console.log(`\nFAILED ${title}\n${message}`);
  console.log(`\nVS Code, ${name}: ${countsOf(result)}`);
  writeResult(`editor-${name}`, result);
  failed ||= result.failed > 0;
}
await endAll();
process.exit(failed ? 1 : 0);

/** All suites in one version. */
async function runIn(name) {
  const result = emptyResult();
  const reason = whyNoEditor();
  if (reason !== undefined) {
    console.log(`Skipped ${suites.length} suites: ${reason}`);
    return { ...result, skipped: suites.length };
  }
  try {
    const folders = await setUp([name, "browser"]);
    const browser = await openBrowser(folders.browser);
    for (const suite of suites) {
      const started = performance.now();
      console.log(`\n${suite.name} in VS Code ${editorVersion(folders[name])}, ${name}`);
      addResult(result, await runSuiteInHost(suite, { editorName: name, folder: folders[name], browser }));
      console.log(`  ${((performance.now() - started) / 1000).toFixed(1)} s`);
    }
    await browser.end();
  } catch (error) {
    addFailure(result, `VS Code, ${name}`, error.message);
  }
  return result;
}
