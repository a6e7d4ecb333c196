import assert from "node:assert/strict";
import { after, before, describe, it } from "mocha";
import { host } from "../host.mjs";
import { openWindow, THEMES } from "../window.mjs";

const STEPS = [
  ["tags", "See the tags of your documents"],
  ["train", "Train a model of your tags"],
  ["suggest", "Get suggestions while you write"],
  ["review", "Tag what has no tags yet"],
];

for (const look of Object.keys(THEMES)) {
  describe(`Someone who has never used it and reads the walkthrough, in ${look}`, () => {
    let window;
    before(async () => {
      window = await openWindow(host(), { situation: "notes", look });
      // There are pictures where there is room for them.
      await window.palette("View: Toggle Primary Side Bar Visibility");
    });
    after(() => window?.close());

    it("opens it from the palette", async () => {
      await window.palette("Welcome: Open Walkthrough...");
      await window.rows("Get Started with SDLGM Tags").first().click();
      await window.page.locator(".gettingStartedCategoriesContainer, .gettingStarted").first().waitFor();
      await window.page.locator(".getting-started-step").first().waitFor();
      assert.equal(await window.page.locator(".getting-started-step").count(), STEPS.length);
    });

    for (const [name, title] of STEPS) {
      it(`looks at the picture of "${title}"`, async () => {
        await window.page.locator(".getting-started-step").filter({ hasText: title }).click();
        await window.page.locator(".getting-started-step.expanded").filter({ hasText: title }).waitFor();
        const picture = window.page.frameLocator("iframe.webview.ready").last();
        await picture.frameLocator("#active-frame").locator(`svg`).first().waitFor();
        await window.screenshot(`walkthrough-${name}`);
      });
    }
  });
}
