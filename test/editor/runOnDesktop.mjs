// Runs the suites in a desktop VS Code, which @vscode/test-electron downloads: node test/editor/runOnDesktop.mjs [part of a name] …
// VSCODE_DESKTOP names one that is installed instead; VSCODE_DESKTOP_VERSION picks another version than the newest.
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { downloadAndUnzipVSCode, runTests } from "@vscode/test-electron";
import { endAll } from "../../scripts/editorHost/ending.mjs";
import { CACHE, ROOT } from "../../scripts/editorHost/places.mjs";
import { TEST_SETTINGS, writeSettings } from "../../scripts/editorHost/settings.mjs";
import { temporaryFolder } from "../../scripts/editorHost/temporary.mjs";
import { addFailure, addResult, countsOf, emptyResult, writeResult } from "../../scripts/testResults.mjs";
import { bundleSuites, copyOfSituation, ENTRY } from "./suites.mjs";

const result = emptyResult();
const suites = await bundleSuites(process.argv.slice(2));
try {
  const executable = process.env.VSCODE_DESKTOP ?? (await download());
  for (const suite of suites) addResult(result, await runSuite(suite, executable));
} catch (error) {
  addFailure(result, "Desktop VS Code", error.message);
}
if (result.passed + result.failed + result.skipped === 0)
  addFailure(result, "Desktop VS Code", "no test ran");
for (const { title, message } of result.failures) console.log(`\nFAILED ${title}\n${message}`);
console.log(`\nDesktop VS Code: ${countsOf(result)}`);
writeResult("editor-desktop", result);
await endAll();
process.exit(result.failed > 0 ? 1 : 0);

async function download() {
  if (process.platform === "linux" && !process.env.DISPLAY && !process.env.WAYLAND_DISPLAY) {
    throw new Error("A desktop VS Code needs a display; run it under xvfb-run.");
  }
  try {
    return await downloadAndUnzipVSCode({
      version: process.env.VSCODE_DESKTOP_VERSION ?? "stable",
      cachePath: join(CACHE, "desktop"),
    });
  } catch (error) {
    throw new Error(
      `VS Code could not be downloaded (${error.message}); VSCODE_DESKTOP can name one that is installed.`,
    );
  }
}

async function runSuite(suite, executable) {
  console.log(`\n${suite.name} in a desktop VS Code`);
  const { path: temporary, remove } = temporaryFolder("desktop");
  const resultFile = join(temporary, "result.json");
  writeSettings(join(temporary, "data"), TEST_SETTINGS);
  let trouble;
  try {
    await runTests({
      vscodeExecutablePath: executable,
      extensionDevelopmentPath: ROOT,
      extensionTestsPath: ENTRY,
      extensionTestsEnv: { SDLGM_TEST_SUITE: suite.bundle, SDLGM_TEST_RESULT: resultFile },
      launchArgs: [
        copyOfSituation(suite.situation, temporary),
        ...["--user-data-dir", join(temporary, "data"), "--extensions-dir", join(temporary, "extensions")],
        ...[
          "--disable-extensions",
          "--disable-updates",
          "--skip-welcome",
          "--skip-release-notes",
          "--disable-telemetry",
        ],
      ],
    });
  } catch (error) {
    trouble = error.message;
  }
  const found = existsSync(resultFile) ? JSON.parse(readFileSync(resultFile, "utf8")) : emptyResult();
  if (trouble !== undefined && found.failed === 0)
    addFailure(found, `${suite.name} in a desktop VS Code`, trouble);
  await remove();
  return found;
}
