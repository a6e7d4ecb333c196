// What people can set in VS Code, set so that nothing but the extension shows up, and nothing asks the network.
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** For tests and for trying the extension out. */
export const QUIET_SETTINGS = {
  "telemetry.telemetryLevel": "off",
  "update.mode": "none",
  "extensions.autoCheckUpdates": false,
  "extensions.autoUpdate": false,
  "extensions.ignoreRecommendations": true,
  "workbench.enableExperiments": false,
  "workbench.settings.enableNaturalLanguageSearch": false,
  "workbench.startupEditor": "none",
  "workbench.tips.enabled": false,
  "workbench.welcomePage.walkthroughs.openOnInstall": false,
  "workbench.secondarySideBar.defaultVisibility": "hidden",
  "window.commandCenter": false,
  "chat.commandCenter.enabled": false,
  "chat.disableAIFeatures": true,
  "git.enabled": false,
  "json.schemaDownload.enable": false,
  "npm.fetchOnlinePackageInfo": false,
  "remote.autoForwardPorts": false,
  "typescript.disableAutomaticTypeAcquisition": true,
};

/** For tests alone: nothing moves, nothing asks. */
export const TEST_SETTINGS = {
  ...QUIET_SETTINGS,
  "security.workspace.trust.enabled": false,
  "editor.accessibilitySupport": "off",
  "editor.cursorBlinking": "solid",
  "workbench.reduceMotion": "on",
};

/** Makes them the settings of the user whose data folder this is. */
export function writeSettings(dataFolder, settings) {
  mkdirSync(join(dataFolder, "User"), { recursive: true });
  writeFileSync(join(dataFolder, "User", "settings.json"), JSON.stringify(settings, null, 2));
}
