import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { before, describe, it } from "mocha";
import { bundleReport } from "../../../scripts/bundles.mjs";
import { temporaryFolder } from "../../../scripts/editorHost/temporary.mjs";
import { theBrowser } from "./browser.mjs";
import { axeProblems, keepPicture } from "./page.mjs";
import { STATES } from "./states.mjs";

const SLOT = '<script type="application/json" id="report"></script>';

describe("The page of the command line", () => {
  let folder;
  let template;
  before(async () => {
    folder = temporaryFolder("report").path;
    await bundleReport(folder);
    template = readFileSync(join(folder, "report.html"), "utf8");
  });

  /** Opens the page as a file on disk, with a report in it. */
  async function openReport(report, { width = 1200, colorScheme = "light", locale = "en-US" } = {}) {
    const file = join(folder, "filled.html");
    const json = JSON.stringify(report).replaceAll("<", "\\u003c");
    writeFileSync(
      file,
      template.replace(SLOT, () => SLOT.replace("></", () => `>${json}</`)),
    );
    const page = await (await theBrowser()).newPage({ width, height: 900 });
    await page.emulateMedia({ colorScheme });
    await page.addInitScript((language) => {
      Object.defineProperty(navigator, "language", { value: language });
      globalThis.problems = [];
      document.addEventListener("securitypolicyviolation", (event) =>
        globalThis.problems.push(`${event.violatedDirective} ${event.blockedURI}`),
      );
      addEventListener("error", ({ message }) => globalThis.problems.push(message));
    }, locale);
    await page.goto(pathToFileURL(file).href);
    await page.waitForTimeout(300);
    return page;
  }

  it("begins as the command line expects it, with one place for the report", () => {
    assert.ok(template.startsWith("<!doctype html><!-- SDLGM Tags report -->"));
    assert.equal(template.split(SLOT).length, 2);
    assert.match(template, /default-src 'none'; script-src 'sha256-[\w+/=]+'; style-src 'sha256-[\w+/=]+'/);
    assert.doesNotMatch(template, /unsafe|https?:\/\/(?!www\.w3\.org)/);
  });

  for (const colorScheme of ["light", "dark"]) {
    for (const width of [400, 1200]) {
      it(`shows the report in ${colorScheme}, ${width} pixels wide`, async () => {
        const page = await openReport(STATES.evaluated.runs[0], { colorScheme, width });
        await page.getByRole("heading", { name: "How well the tags are learned" }).waitFor();
        assert.equal(await page.locator("canvas").count(), 2);
        await keepPicture(page, `report-${colorScheme}-${width}`);
        assert.deepEqual(await axeProblems(page), []);
        assert.deepEqual(await page.evaluate(() => globalThis.problems), []);
        // Nothing can be trained or opened from here.
        assert.equal(await page.getByRole("button").count(), 0);
        await page.context().close();
      });
    }
  }

  it("speaks German to a German browser", async () => {
    const page = await openReport(STATES.evaluated.runs[0], { locale: "de-AT" });
    await page.getByRole("heading", { name: "Wie gut die Schlagwörter gelernt sind" }).waitFor();
    await page.context().close();
  });

  it("says so where there is no report, or none that it understands", async () => {
    for (const report of [{}, { version: 2 }, []]) {
      const page = await openReport(report);
      await page.getByText("There is no report in this file.").waitFor();
      await page.context().close();
    }
  });
});
