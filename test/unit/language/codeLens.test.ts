import { describe, expect, it } from "vitest";
import { codeLenses } from "../../../server/language/codeLens.ts";
import { lines } from "../documents/lines.ts";
import { note } from "./support/notes.ts";
import { type Overrides, opinion, Workspace } from "./support/workspace.ts";

const workspace = new Workspace({});

/** Title and line of the one lens, or undefined. */
function lens(text: string, overrides: Overrides): [string, number] | undefined {
  const lenses = codeLenses(workspace.taggedDocument("new.md", text, overrides), "show.suggestions");
  expect(lenses.length).toBeLessThanOrEqual(1);
  return lenses[0] && [lenses[0].command!.title, lenses[0].range.start.line];
}

const sure = { a: 0.9, b: 0.8, c: 0.7, d: 0.2 };

describe("the lens", () => {
  it.each<[string, string[], Overrides, string | undefined]>([
    [
      "counts what is missing",
      ["a"],
      { opinion: opinion(sure) },
      "2 suggested tags · has 1 (looks like 1–3)",
    ],
    [
      "speaks in the singular",
      ["a", "b"],
      { opinion: opinion(sure) },
      "1 suggested tag · has 2 (looks like 1–3)",
    ],
    [
      "says that there is none",
      [],
      { opinion: opinion({ a: 0.9 }) },
      "1 suggested tag · has none (looks like 1–3)",
    ],
    [
      "gives one number",
      [],
      { opinion: opinion({ a: 0.9 }, { interval: [2, 2] }) },
      "1 suggested tag · has none (looks like 2)",
    ],
    ["tells of too many", ["a", "x", "y", "z"], { opinion: opinion({ a: 0.9 }) }, "has 4 (looks like 1–3)"],
    [
      "tells of any where none belongs",
      ["x"],
      { opinion: opinion({ a: 0.1 }, { interval: [0, 0] }) },
      "has 1 (looks like none)",
    ],
    [
      "tells of too few where there is something to add",
      ["a"],
      { opinion: opinion({ a: 0.9, b: 0.3 }, { interval: [2, 3] }) },
      "has 1 (looks like 2–3)",
    ],
    [
      "is silent on too few where there is nothing to add",
      ["a"],
      { opinion: opinion({ a: 0.9, b: 0.01 }, { interval: [2, 3] }) },
      undefined,
    ],
    ["is silent where all is well", ["a", "b", "c"], { opinion: opinion(sure) }, undefined],
    [
      "is silent on what is only possible",
      ["a", "b", "c"],
      { opinion: opinion({ ...sure, e: 0.4 }) },
      undefined,
    ],
    ["is silent without a model", [], { opinion: null }, undefined],
    [
      "is silent where the settings say so",
      [],
      { opinion: opinion(sure), settings: { codeLens: false } },
      undefined,
    ],
    [
      "does not count what the author rejects",
      ["a", "b"],
      { opinion: opinion(sure), rejected: ["C"] },
      undefined,
    ],
    [
      "does not hold against it what the author keeps",
      ["a", "x", "y", "z"],
      { opinion: opinion({ a: 0.9 }), kept: ["X"] },
      undefined,
    ],
    [
      "counts a tag once",
      ["a", "A", "b"],
      { opinion: opinion(sure) },
      "1 suggested tag · has 2 (looks like 1–3)",
    ],
  ])("%s", (_, tags, overrides, expected) => {
    expect(lens(note("Title", tags, "words"), overrides)?.[0]).toBe(expected);
  });

  it.each<[string, string, number]>([
    ["on the tag field", lines("---", "title: T", "tags: [a]", "---", "", "text"), 2],
    ["on the field that has tags", lines("---", "keywords:", "tags: [a]", "---"), 2],
    ["on an empty field", lines("---", "title: T", "tags:", "---"), 2],
    ["on the title where there is no field", lines("---", "date: 2020-01-01", "title: T", "---"), 2],
    ["on the first heading where there is no front matter", lines("", "# T", "", "text #a"), 1],
  ])("stands %s", (_, text, line) => {
    expect(lens(text, { opinion: opinion(sure) })?.[1]).toBe(line);
  });

  it("runs the command with the document", () => {
    const doc = workspace.taggedDocument("new.md", "text", { opinion: opinion(sure) });
    expect(codeLenses(doc, "show.suggestions")[0].command).toMatchObject({
      command: "show.suggestions",
      arguments: ["file:///notes/new.md"],
    });
  });
});
