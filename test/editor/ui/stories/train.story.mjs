import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, describe, it } from "mocha";
import { host } from "../host.mjs";
import { openWindow, THEMES } from "../window.mjs";

/** Tagged `compost` and `garden` by its author. */
const PATH = "garden/first-heap.md";
const UNTAGGED = "new-loaf.md";
const UNTAGGED_TEXT =
  "# The new loaf\n\nThe starter was lively, the dough rose overnight in its basket, and the loaf came out of the oven\nwith a dark crust. More rye flour and a little more salt next time, and a longer bake.\n";

for (const look of Object.keys(THEMES)) {
  describe(`A writer who trains the model and takes its advice, in ${look}`, () => {
    let window;
    const bytes = (path) => readFileSync(join(window.workspace, path), "utf8");
    const untilSaved = (path, expected) =>
      window.until(`${path} is saved`, () => {
        const text = bytes(path);
        return typeof expected === "string" ? text === expected : expected(text);
      });

    before(async () => {
      window = await openWindow(host(), { situation: "notes", look });
      writeFileSync(join(window.workspace, UNTAGGED), UNTAGGED_TEXT);
      window.addNotes(600);
    });
    after(() => window?.close());

    it("opens a document and is shown no more than the state of the model", async () => {
      await window.openDocument(PATH);
      await window.statusBarItem("SDLGM").waitFor();
      assert.equal(await window.page.locator(".notification-toast").count(), 0);
      await window.screenshot("untrained");
    });

    it("trains from the palette, follows the progress, and is told what was learned", async () => {
      await window.palette("SDLGM: Train Tag Model");
      await window.toast("Training the tag model").waitFor();
      await window.statusBarItem(/training/).waitFor();
      await window.screenshot("training");
      await window.toast("Learned").waitFor({ timeout: 60_000 });
      await window.statusBarItem("SDLGM: ready").waitFor();
      await window.screenshot("trained");
      await window.dismissToasts();
    });

    it("reads in a hover how likely a tag is, and why", async () => {
      await window.hover("compost", "documents of this folder have it");
      await window.screenshot("hover-tag");
      await window.page.keyboard.press("Escape");
      await window.hover("tags", "looks like");
      await window.screenshot("hover-field");
      await window.page.keyboard.press("Escape");
    });

    it("takes a suggested tag by the keyboard, and takes it back with undo", async () => {
      const original = bytes(UNTAGGED);
      await window.openDocument(UNTAGGED);
      await window.page.keyboard.press("Control+Home");
      // The light bulb's list has what was asked for once the server has answered.
      await window.retry(async () => {
        await window.page.keyboard.press("Control+.");
        await window.page.locator(".action-widget").filter({ hasText: "Add" }).waitFor({ timeout: 3000 });
      });
      await window.screenshot("quick-fix");
      await window.page.keyboard.press("Enter");
      await window.inDocument("tags").waitFor();
      await window.screenshot("accepted");
      await window.page.keyboard.press("Control+s");
      await untilSaved(UNTAGGED, (text) => text.startsWith("---\ntags:\n") && text.endsWith(original));
      await window.page.keyboard.press("Control+z");
      await window.page.keyboard.press("Control+s");
      await untilSaved(UNTAGGED, original);
    });

    it("chooses tags from a list", async () => {
      await window.openDocument(PATH);
      await window.palette("SDLGM: Suggest Tags for This Document");
      await window.page.locator(".quick-input-widget").filter({ hasText: "looks like" }).waitFor();
      await window.rows("compost").first().waitFor();
      await window.screenshot("suggest-list");
      await window.page.keyboard.press("Escape");
    });

    it("is completed while typing a tag", async () => {
      const original = bytes(PATH);
      await window.openDocument(PATH);
      await window.inDocument("garden").click();
      await window.page.keyboard.press("End");
      await window.page.keyboard.press("Enter");
      await window.page.keyboard.press("Control+Space");
      await window.page.locator(".suggest-widget.visible .monaco-list-row").first().waitFor();
      await window.screenshot("completion");
      await window.page.keyboard.press("Enter");
      await window.page.keyboard.press("Control+s");
      await untilSaved(PATH, (text) => text !== original && /\n {2}- garden\n {2}- \w/.test(text));
      await window.undoUntil(PATH, original);
    });

    it("looks through the tags of untagged documents before they are added", async () => {
      await window.palette("SDLGM: Suggest Tags for Untagged Documents");
      await window.page.getByRole("button", { name: "Apply" }).waitFor();
      await window.screenshot("untagged-preview");
      await window.page.getByRole("button", { name: "Discard" }).click();
      assert.equal(bytes(UNTAGGED), UNTAGGED_TEXT);
    });

    it("reads the report", async () => {
      await window.palette("SDLGM: Show Training Report");
      const view = window.page.frameLocator("iframe.webview.ready").frameLocator("#active-frame");
      await view.getByRole("heading", { name: "Agreement with your own tags" }).waitFor();
      await window.screenshot("report");
    });
  });
}
