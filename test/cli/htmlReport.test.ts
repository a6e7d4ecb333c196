import { chmodSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { pageOf } from "../../server/cli/htmlReport.ts";
import type { RunReport } from "../../server/protocol.ts";
import { isRunReport } from "../../server/training/report/runShape.ts";
import { runReport, tagReport } from "../unit/support/runReport.ts";
import { CLI, folderOf, type Run, sdlgm, subjectFiles } from "./program.ts";

const MARK = "<!doctype html><!-- SDLGM Tags report -->";
const SLOT = '<script type="application/json" id="report">';

/** The figures that stand in a page. */
function figuresIn(page: string): RunReport {
  const [before, after, ...more] = page.split(SLOT);
  expect([before.startsWith(MARK), more]).toEqual([true, []]);
  return JSON.parse(after.slice(0, after.indexOf("</script>")));
}

let folder: string;
let place: string;
beforeAll(() => {
  folder = folderOf(subjectFiles(60));
  place = folderOf({ "notes.html": "<p>mine</p>", "old.html": `${MARK}<p>of last year</p>` });
});

function evaluate(file: string, ...args: string[]): Promise<Run> {
  return sdlgm(["evaluate", folder, "--html", file, ...args]);
}

describe("evaluate --html", () => {
  it("writes the figures into the page that the program brings, as one file, and says where", async () => {
    const file = join(place, "new.html");
    const { code, stdout, stderr } = await evaluate(file);
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    expect(stdout).toMatch(new RegExp(`^The report is in ${file}: open it in a browser\\.$`, "m"));
    const page = readFileSync(file, "utf8");
    const report = figuresIn(page);
    expect(isRunReport(report)).toBe(true);
    expect(report).toMatchObject({ kind: "evaluation", documents: 60, taggedDocuments: 60, tags: 6 });
    expect(Object.keys(report.baselines)).toHaveLength(4);
    expect(report.perTag).toHaveLength(6);
    expect(report.curve.length).toBeGreaterThan(2);
    const template = readFileSync(join(dirname(CLI), "report.html"), "utf8");
    expect(page.length).toBe(template.length + JSON.stringify(report).length);
    expect(readdirSync(folder)).toEqual(["notes"]);
    expect(readdirSync(place).filter((name) => name.startsWith("."))).toEqual([]);
  });

  it("goes well with --json, and replaces an older report, through a link as well", async () => {
    const link = join(place, "link.html");
    symlinkSync(join(place, "old.html"), link);
    const run = await evaluate(link, "--json", "--seed", "3");
    expect(run).toMatchObject({ code: 0, stderr: "" });
    const { microF1 } = run.json.at(-1) as { microF1: number };
    const { agreement, seed } = figuresIn(readFileSync(join(place, "old.html"), "utf8"));
    expect(agreement.microF1).toBeCloseTo(microF1, 4);
    expect(seed).toBe(3);
  });

  it("never overwrites anything else, and says so before it begins", async () => {
    const file = join(place, "notes.html");
    mkdirSync(join(place, "folder.html"));
    for (const other of [file, join(place, "folder.html")]) {
      expect(await evaluate(other, "--json")).toMatchObject({
        code: 1,
        stdout: "",
        stderr: `sdlgm: ${other} is there already and is no report of sdlgm, so it is not overwritten: give another name to --html.\n`,
      });
    }
    expect(readFileSync(file, "utf8")).toBe("<p>mine</p>");
  });

  it("asks for a folder that is there", async () => {
    expect(await evaluate(join(place, "no/such/report.html"), "--json")).toMatchObject({
      code: 1,
      stdout: "",
      stderr: `sdlgm: There is no folder ${join(place, "no/such")} for the report: make it first.\n`,
    });
  });

  it.skipIf(process.getuid?.() === 0)("says where it may not write", async () => {
    const closed = folderOf({});
    chmodSync(closed, 0o555);
    const file = join(closed, "report.html");
    expect(await evaluate(file)).toMatchObject({
      code: 1,
      stderr: `sdlgm: No permission to write the report ${file}: give another place to --html.\n`,
    });
  });

  it("leaves no page where the evaluation comes to nothing", async () => {
    const small = folderOf(subjectFiles(5));
    const file = join(small, "report.html");
    expect((await sdlgm(["evaluate", small, "--html", file])).code).toBe(1);
    expect(readdirSync(small)).toEqual(["notes"]);
  });
});

describe("the page of a report", () => {
  const template = `${MARK}<html>${SLOT}</script><script>show()</script></html>`;

  it("has the figures, whatever they are called", () => {
    const name = "</script><script>alert(1)</script><!--$&";
    const report = runReport({ perTag: [tagReport(name, 0.5)] });
    const page = pageOf(template, report);
    expect(figuresIn(page)).toEqual(report);
    expect(page.match(/<script/g)).toHaveLength(2);
    expect(page).not.toContain("<!--$&");
  });

  it.each([
    ["another page", "<html></html>"],
    ["no place for figures", `${MARK}<html></html>`],
    ["two of them", template + template],
  ])("is not made from what is none: %s", (_, broken) => {
    expect(() => pageOf(broken, runReport())).toThrow();
  });

  it("keeps others' files as they are when they only look alike", async () => {
    const alike = join(place, "alike.html");
    writeFileSync(alike, ` ${MARK}`);
    expect((await evaluate(alike)).code).toBe(1);
    expect(readFileSync(alike, "utf8")).toBe(` ${MARK}`);
  });
});
