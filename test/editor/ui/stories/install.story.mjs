import assert from "node:assert/strict";
import { after, before, describe, it } from "mocha";
import { host } from "../host.mjs";
import { openWindow, THEMES } from "../window.mjs";

for (const look of Object.keys(THEMES)) {
  describe(`Someone who has installed the .vsix and opens a folder, in ${look}`, () => {
    let window;
    before(async () => {
      window = await openWindow(host(), { situation: "notes", look });
    });
    after(() => window?.close());

    it("finds the extension's commands in the palette", async () => {
      await window.listInPalette("SDLGM");
      await window.screenshot("palette");
      await window.page.keyboard.press("Escape");
    });

    it("opens a document and reads its tags", async () => {
      await window.openDocument("garden/first-heap.md");
      await window.inDocument("compost").waitFor();
      assert.equal(await window.page.getByRole("tab", { name: "first-heap.md" }).count(), 1);
      await window.screenshot("document");
    });
  });
}
