import { readdirSync } from "node:fs";
import { dirname, join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { CLI, folderOf, sdlgm, subjectFiles } from "./program.ts";

const FIGURES = [
  "precisionAt1",
  "precisionAt3",
  "precisionAt5",
  "microF1",
  "macroF1",
  "exampleF1",
  "levelError",
];

let folder: string;
beforeAll(() => {
  folder = folderOf(subjectFiles(60));
});

describe("evaluate --json", () => {
  it("ends with the summary: the model's figures beside those of four baselines, and writes nothing", async () => {
    const run = await sdlgm(["evaluate", folder, "--json", "--test-fraction", "0.3", "--seed", "3"]);
    expect(run).toMatchObject({ code: 0, stderr: "" });
    const summary = run.json.at(-1) as Record<string, unknown>;
    expect(summary).toMatchObject({ documents: 60, tags: 6, unseenTagShare: 0 });
    const counts = [
      "testDocuments",
      "vocabulary",
      "epochs",
      "seconds",
      "documentsPerSecond",
      "peakMemoryBytes",
    ];
    for (const name of [...counts, ...FIGURES, "calibrationError"]) {
      expect(summary[name], name).toEqual(expect.any(Number));
    }
    const baselines = summary["baselines"] as Record<string, Record<string, unknown>>;
    expect(Object.keys(baselines)).toEqual(["popularity", "literal", "nearestNeighbours", "oneVsRest"]);
    for (const scores of Object.values(baselines)) expect(Object.keys(scores)).toEqual(FIGURES);
    expect(summary["precisionAt1"]).toBeGreaterThan(baselines["popularity"]["precisionAt1"] as number);
    expect(readdirSync(folder)).toEqual(["notes"]);
  });

  it("hides more documents for a larger fraction, and others for another seed", async () => {
    const hidden = async (...args: string[]): Promise<unknown> =>
      (await sdlgm(["evaluate", folder, "--json", ...args])).json.at(-1);
    const [few, many, others] = await Promise.all([
      hidden("--test-fraction", "0.1"),
      hidden("--test-fraction", "0.5"),
      hidden("--test-fraction", "0.5", "--seed", "2"),
    ]);
    const testDocuments = (summary: unknown): number => (summary as { testDocuments: number }).testDocuments;
    expect(testDocuments(many)).toBeGreaterThan(testDocuments(few));
    const scores = (summary: unknown) => (summary as { baselines: unknown }).baselines;
    expect(scores(others)).not.toEqual(scores(many));
  });
});

it("evaluate prints a table for people", async () => {
  const { code, stdout, stderr } = await sdlgm(["evaluate", folder]);
  expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
  expect(stdout).toMatch(/^Hid the tags of \d+ documents/m);
  const names = ["SDLGM", "popularity", "literal match", "nearest neighbours", "one-vs-rest logistic"];
  for (const name of names) {
    expect(stdout).toMatch(new RegExp(`^${name}( +\\d+\\.\\d){6} +\\d+\\.\\d\\d$`, "m"));
  }
  const head = stdout.split("\n").findIndex((line) => line.startsWith("in per cent"));
  const table = stdout.split("\n").slice(head, head + 1 + names.length);
  // Right-aligned: every column ends in the same place in all lines.
  const ends = (line: string) =>
    [...line.matchAll(/(?:P@\d|\w+-F1|L off by|\d+\.\d+)(?= {2}|$)/g)].map(
      (cell) => cell.index + cell[0].length,
    );
  expect(ends(table[0])).toHaveLength(7);
  for (const line of table) expect(ends(line)).toEqual(ends(table[0]));
});

describe("the demo", () => {
  const program = join(dirname(CLI), "demo.js");

  it("shows what was read, how good it is, and five documents, and writes nothing", async () => {
    const { code, stdout, stderr } = await sdlgm([folder], { program });
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    expect(stdout).toContain("Read 60 documents, 60 with tags.");
    expect(stdout).toMatch(/^SDLGM +\d/m);
    expect(stdout.match(/^ {2}has {6}L = \d: \w+/gm)).toHaveLength(5);
    expect(stdout.match(/^ {2}model {4}L = \d \(\d–\d\): \w+/gm)).toHaveLength(5);
    expect(stdout).not.toContain("\u001b");
    expect(readdirSync(folder)).toEqual(["notes"]);
  });

  it("says what is missing in a folder that is too small, or not there", async () => {
    const small = await sdlgm([folderOf(subjectFiles(5))], { program });
    expect(small.code).toBe(1);
    expect(small.stderr).toMatch(/^sdlgm: .*\n$/);
    const missing = await sdlgm([join(folder, "nowhere")], { program });
    expect(missing).toMatchObject({ code: 2, stderr: `sdlgm: No such folder or file: ${folder}/nowhere.\n` });
  });
});
