import assert from "node:assert/strict";
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, describe, it } from "mocha";
import { axeProblems } from "../../dashboard/page.mjs";
import { host } from "../host.mjs";
import { openWindow, THEMES } from "../window.mjs";

describe("Someone who watches the model learn", () => {
  let window;
  let page;
  const violations = [];

  /** The page of the view, whichever frame it is in: VS Code makes another one whenever it is shown again. */
  const view = () => page.frameLocator("iframe.webview.ready").frameLocator("#active-frame");
  const heading = (text) => view().getByRole("heading", { level: 1 }).filter({ hasText: text });
  const button = (name) => view().getByRole("button", { name, exact: true });
  const focusView = () => window.palette("SDLGM Tags: Focus on Training View");
  /** What axe-core holds against the view, the serious and the critical. */
  const accessibilityProblems = async () => {
    const frame = await page
      .frameLocator("iframe.webview.ready")
      .locator("#active-frame")
      .elementHandle()
      .then((element) => element.contentFrame());
    // The page lets the colour of the sidebar through, which axe-core cannot see from inside.
    await frame.evaluate(() => {
      document.documentElement.style.background = "var(--vscode-sideBar-background)";
    });
    return axeProblems(frame);
  };
  const collapse = async (title) => {
    const header = page.locator(`.pane-header[aria-label^="${title}"]`);
    if ((await header.getAttribute("aria-expanded")) === "true") await header.click();
  };

  before(async () => {
    window = await openWindow(host(), { situation: "notes", look: "dark" });
    page = window.page;
    page.on("console", (message) => {
      if (/Content Security Policy/.test(message.text())) violations.push(message.text());
    });
    window.addNotes(1500);
  });
  after(() => window?.close());

  it("finds a button where there is no model yet", async () => {
    await focusView();
    await heading("Teach it your tags").waitFor();
    await collapse("Suggestions");
    await collapse("Tags");
    await button("Train").waitFor();
    await window.screenshot("dashboard-untrained");
    assert.deepEqual(await accessibilityProblems(), []);
  });

  it("trains, watches the stages, pauses and goes on", async () => {
    await button("Train").click();
    await heading("Training").waitFor();
    await button("Pause").click();
    await heading("Paused").waitFor();
    await window.screenshot("dashboard-paused");
    const held = await view().locator("progress").getAttribute("value");
    await page.waitForTimeout(700);
    assert.equal(await view().locator("progress").getAttribute("value"), held);
    await button("Resume").click();
    await view().locator(".curves canvas").first().waitFor({ timeout: 60_000 });
    await window.screenshot("dashboard-training");
  });

  it("reads what came of it", async () => {
    await heading("Ready").waitFor({ timeout: 60_000 });
    await view().getByRole("heading", { name: "Agreement with your own tags" }).waitFor();
    await view().locator("main .report:not([aria-busy])").waitFor();
    await window.dismissToasts();
    await window.screenshot("dashboard-trained");
    assert.deepEqual(await accessibilityProblems(), []);
  });

  it("trains again and stops: the report stays", async () => {
    await button("Train").click();
    await heading("Training").waitFor();
    await button("Stop").click();
    await heading("Ready").waitFor();
    await view().getByRole("heading", { name: "Agreement with your own tags" }).waitFor();
  });

  it("follows a tag into the tree", async () => {
    const link = view().locator(".ranked button.tag").first();
    const tag = await link.textContent();
    await link.click();
    await page
      .locator(".pane .monaco-list-row.selected")
      .filter({ hasText: tag.split("/").at(-1) })
      .first()
      .waitFor();
    await window.screenshot("dashboard-tag");
    await collapse("Tags");
  });

  it("finds everything again after hiding the view and after reloading the window", async () => {
    await view().locator(".section-agreement summary", { hasText: "In other words" }).click();
    await window.palette("View: Show Explorer");
    await focusView();
    await heading("Ready").waitFor();
    await view().locator("details[open]").waitFor();
    // VS Code writes down what views keep when it is told to reload, not when the page around it is.
    const reloaded = page.waitForEvent("load");
    await window.palette("Developer: Reload Window");
    await reloaded;
    await page.locator(".monaco-workbench").waitFor();
    await focusView();
    await heading("Ready").waitFor({ timeout: 60_000 });
    await view().locator("details[open]").waitFor();
  });

  for (const look of ["light", "high-contrast"]) {
    it(`sees it in the colours of ${look} as soon as the theme is another one`, async () => {
      const { theme, className } = THEMES[look];
      const folder = join(window.workspace, ".vscode");
      mkdirSync(folder, { recursive: true });
      writeFileSync(join(folder, "settings.json"), JSON.stringify({ "workbench.colorTheme": theme }));
      await page.locator(`.monaco-workbench.${className}`).waitFor();
      await view().locator(`body.vscode-${look}`).waitFor();
      window.look = look;
      await window.screenshot("dashboard-theme");
      assert.deepEqual(await accessibilityProblems(), []);
    });
  }

  it("never tried what its policy forbids", () => {
    assert.deepEqual(violations, []);
  });

  it("says what is the matter when the model is gone", async () => {
    rmSync(join(window.workspace, ".sdlgm"), { recursive: true });
    await heading("Teach it your tags").waitFor();
  });
});
