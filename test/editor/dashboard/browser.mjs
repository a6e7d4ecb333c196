import { openBrowser } from "../../../scripts/editorHost/browser.mjs";
import { setUp } from "../../../scripts/editorHost/setUp.mjs";

let browser;

/** The browser that all tests share. */
export async function theBrowser() {
  browser ??= setUp(["browser"]).then(({ browser: folder }) => openBrowser(folder));
  return browser;
}
