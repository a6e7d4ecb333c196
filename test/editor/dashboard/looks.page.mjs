import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { theBrowser } from "./browser.mjs";
import { openDashboard, THEMES } from "./page.mjs";
import { STATES } from "./states.mjs";

const WIDTHS = [250, 400, 1200];
/** Looked at in every theme and at every width; the others where there is least room. */
const EVERYWHERE = ["untrained", "training-curves", "trained", "evaluated", "failed"];
const isTight = (theme, width) => theme === "light" && width === 250;

for (const theme of Object.keys(THEMES)) {
  for (const width of WIDTHS) {
    describe(`The dashboard in ${theme}, ${width} pixels wide`, () => {
      it("shows its states without an error, without help from outside, and without shutting anybody out", async () => {
        const dashboard = await openDashboard(await theBrowser(), { theme, width });
        for (const name of isTight(theme, width) ? Object.keys(STATES) : EVERYWHERE) {
          await dashboard.tell(STATES[name]);
          await dashboard.settled();
          await dashboard.screenshot(name);
          assert.deepEqual(await dashboard.overflowing(), [], `${name}: wider than the page`);
          assert.deepEqual(await dashboard.accessibilityProblems(), [], `${name}: accessibility`);
        }
        assert.deepEqual(await dashboard.violations(), []);
        assert.deepEqual(await dashboard.errors(), []);
        await dashboard.close();
      });

      it("shows what is open below the charts", async () => {
        const dashboard = await openDashboard(await theBrowser(), { theme, width });
        await dashboard.tell(STATES.evaluated);
        await dashboard.settled();
        await dashboard.openAll();
        await dashboard.screenshot("open");
        assert.deepEqual(await dashboard.overflowing(), []);
        assert.deepEqual(await dashboard.accessibilityProblems(), []);
        assert.deepEqual(await dashboard.violations(), []);
        await dashboard.close();
      });
    });
  }
}

describe("The dashboard in colours that the system forces", () => {
  it("keeps its shapes apart", async () => {
    const dashboard = await openDashboard(await theBrowser(), { theme: "high-contrast", width: 400 });
    await dashboard.page.emulateMedia({ forcedColors: "active", colorScheme: "dark" });
    for (const name of ["training-curves", "trained"]) {
      await dashboard.tell(STATES[name]);
      await dashboard.settled();
      await dashboard.screenshot(`forced-${name}`);
    }
    assert.deepEqual(await dashboard.errors(), []);
    await dashboard.close();
  });
});
