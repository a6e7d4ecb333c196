import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, describe, it } from "mocha";
import { host } from "../host.mjs";
import { openWindow, THEMES } from "../window.mjs";

for (const look of Object.keys(THEMES)) {
  describe(`Someone who tends their tags in the sidebar, in ${look}`, () => {
    let window;
    let page;
    /** A document before anything was done. */
    let thunder;
    const bytes = (path) => readFileSync(join(window.workspace, path), "utf8");
    const press = (key) => page.keyboard.press(key);
    const pane = (title) =>
      page.locator(".pane").filter({ has: page.locator(`.pane-header[aria-label^="${title}"]`) });
    const rows = (title) => pane(title).locator(".monaco-list-row");
    const row = (title, text) => rows(title).filter({ hasText: text }).first();
    const activeTab = (name) => page.locator(".tab.active").filter({ hasText: name }).first();
    /** What has the focus: a row of a view, by its text, or nothing. */
    const focusedRow = (title) =>
      pane(title).locator(
        ".monaco-list:focus-within .monaco-list-row.focused, .monaco-list:focus .monaco-list-row.focused",
      );

    before(async () => {
      window = await openWindow(host(), { situation: "sidebar", look });
      page = window.page;
      thunder = bytes("sailing/thunder.md");
    });
    after(() => window?.close());

    it("opens it from the activity bar, and finds a button where there is nothing to show yet", async () => {
      await page.getByRole("tab", { name: "SDLGM Tags" }).first().click();
      await pane("Suggestions").getByRole("button", { name: "Train Tag Model" }).waitFor();
      await row("Tags", "sailing").waitFor();
      await window.screenshot("sidebar-untrained");
    });

    it("trains with that button", async () => {
      await pane("Suggestions").getByRole("button", { name: "Train Tag Model" }).click();
      await row("Suggestions", "To review").waitFor({ timeout: 60_000 });
      await window.toast("Learned").waitFor();
      await window.dismissToasts();
      await window.screenshot("sidebar-trained");
    });

    it("sees what the model says of the open document, and why", async () => {
      await window.openDocument("garden/turning-day.md");
      await row("Suggestions", "Looks like").waitFor();
      const suggested = row("Suggestions", "garden/compost");
      await suggested.waitFor();
      await suggested.locator(".monaco-tl-twistie").click();
      await row("Suggestions", "speaks").waitFor();
      await suggested.hover();
      await suggested.getByRole("button", { name: /Accept/ }).waitFor();
      await window.screenshot("sidebar-document");
      await suggested.locator(".monaco-tl-twistie").click();
    });

    it("goes through the queue by keyboard: accepts, rejects, skips, and stays in the list", async () => {
      await window.palette("SDLGM: Review Suggestions One by One");
      await activeTab("plan.md").waitFor();
      await focusedRow("Suggestions").filter({ hasText: "Plan for the border" }).waitFor();
      await window.screenshot("sidebar-review");

      await press("Alt+n");
      await activeTab("thunder.md").waitFor();
      await focusedRow("Suggestions").filter({ hasText: "Thunder" }).waitFor();
      await press("Alt+Enter");
      await activeTab("cocoa.md").waitFor();
      await focusedRow("Suggestions").filter({ hasText: "Cocoa" }).waitFor();
      await press("Delete");
      await activeTab("layers.md").waitFor();
      await focusedRow("Suggestions").filter({ hasText: "Layers" }).waitFor();
      await window.until("the rejection is remembered", () =>
        bytes(".sdlgm/decisions.json").includes('"baking/cocoa.md"'),
      );
      assert.equal(
        await row("Suggestions", "Cocoa")
          .filter({ hasText: /^baking\d/ })
          .count(),
        0,
      );
      await window.screenshot("sidebar-reviewed");
    });

    it("acts on the row that the arrow keys have led to", async () => {
      await press("ArrowDown");
      await press("ArrowDown");
      const text = await focusedRow("Suggestions").textContent();
      await press("Alt+n");
      await focusedRow("Suggestions").filter({ hasNotText: text }).waitFor();
      assert.notEqual(text, undefined);
    });

    it("takes back what was accepted with undo, and the entry is there again", async () => {
      await page.getByRole("tab", { name: /thunder\.md/ }).click();
      await page.locator(".editor-instance .view-line").first().click();
      await press("Control+s");
      await window.until("the change is saved", () => !/\bbaking\b/.test(bytes("sailing/thunder.md")));
      await press("Control+z");
      await press("Control+s");
      await window.until("the file is what it was", () => bytes("sailing/thunder.md") === thunder);
      await row("Suggestions", "Thunder").waitFor();
    });

    it("reviews from the editor with the same keys, and stays there", async () => {
      await row("Suggestions", "Turning day").click();
      await activeTab("turning-day.md").waitFor();
      await page.locator(".editor-instance .view-line").first().click();
      await press("Alt+Enter");
      await page.locator(".tab.active").filter({ hasNotText: "turning-day.md" }).first().waitFor();
      await page.locator(".editor-instance .monaco-editor.focused").waitFor();
      await window.openDocument("garden/turning-day.md");
      await window.inDocument("garden/compost").waitFor();
      await press("Control+z");
      await press("Control+s");
      await window.until("the tag is gone again", () => !bytes("garden/turning-day.md").includes("compost]"));
    });

    it("finds a tag by a part of its name, and its documents", async () => {
      await page.locator(".pane-header[aria-label^='Suggestions']").click();
      await window.palette("SDLGM: Filter Tags");
      await page.locator(".quick-input-title").filter({ hasText: "Filter Tags" }).waitFor();
      await page.keyboard.type("com");
      await row("Tags", "garden/compost").waitFor();
      await press("Enter");
      await row("Tags", "garden/compost").locator(".monaco-tl-twistie").click();
      await row("Tags", "The first heap").click();
      await activeTab("the-first-heap.md").waitFor();
      await window.screenshot("sidebar-filtered");
      await window.palette("SDLGM: Clear Filter of Tags");
      await row("Tags", "sailing").waitFor();
    });

    it("sees what is wrong with tags, in words", async () => {
      await window.palette("SDLGM: Sort Tags");
      await window.rows("By Trouble").click();
      await rows("Tags").first().filter({ hasText: "like “baking”" }).waitFor();
      await row("Tags", "baknig").hover();
      await page
        .locator(".monaco-hover:not(.hidden)")
        .filter({ hasText: "probably meant to be" })
        .first()
        .waitFor();
      await window.screenshot("sidebar-trouble");
      const label = await row("Tags", "baknig").getAttribute("aria-label");
      assert.match(label, /baknig, like “baking”, 1 document has it\./);
    });
  });
}
