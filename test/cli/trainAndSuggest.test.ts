import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { beforeAll, describe, expect, it } from "vitest";
import { addFiles, folderOf, type Run, sdlgm, subjectFiles, suggestionsOf } from "./program.ts";

let folder: string;
let training: Run;
beforeAll(async () => {
  folder = folderOf(subjectFiles(60));
  addFiles(folder, {
    "notes/new.md":
      "# New\n\nThe telescope showed a comet, a nebula and an eclipse beside the lunar aperture.\n",
    "notes/folded.md": "---\ntags: [Garden]\n---\nsoil and seed, compost and mulch\n",
    "notes/binary.md": "a\0b",
    "notes/open.md": "---\ntags: [lost\n",
    ".gitignore": "drafts/\n",
    "drafts/draft.md": "draft",
  });
  training = await sdlgm(["train", folder, "--json", "--seed", "7", "--limit", "4"]);
});

describe("train --json", () => {
  it("ends well, with nothing on standard error", () => {
    expect(training).toMatchObject({ code: 0, stderr: "" });
  });

  it("prints events and, last, the summary", () => {
    const events = training.json.slice(0, -1);
    for (const event of events) {
      expect(event).toMatchObject({
        event: "progress",
        stage: expect.any(String),
        fraction: expect.any(Number),
      });
    }
    const stages = [...new Set(events.map((event) => event.stage))];
    expect(stages).toEqual(["reading", "features", "evidence", "head", "level", "checking", "writing"]);
    expect(training.json.at(-1)).toMatchObject({
      documents: 63,
      taggedDocuments: 61,
      tags: 6,
      vocabulary: expect.any(Number),
      epochs: expect.any(Number),
      seconds: expect.any(Number),
      documentsPerSecond: expect.any(Number),
      peakMemoryBytes: expect.any(Number),
      seed: 7,
      limit: 4,
      model: join(folder, ".sdlgm/model.sdlgm"),
      skipped: { binary: 1 },
      ignored: 1,
      problems: { "front-matter.not-closed": 1 },
      foldedTags: [{ tag: "garden", spellings: { garden: expect.any(Number), Garden: 1 } }],
    });
  });

  it("writes the model to its default place, which ignores itself, with a report beside it, and nothing else", () => {
    expect(readdirSync(join(folder, ".sdlgm")).sort()).toEqual([".gitignore", "model.sdlgm", "runs"]);
    expect(readdirSync(join(folder, ".sdlgm/runs"))).toEqual([expect.stringMatching(/^\d{4}-.*Z\.json$/)]);
  });

  it("gives the same model for the same seed and documents, up to its date", async () => {
    const other = join(folderOf({}), "again.sdlgm");
    await sdlgm(["train", folder, "--model", other, "--seed", "7", "--limit", "4"]);
    const [first, again] = await Promise.all(
      [join(folder, ".sdlgm/model.sdlgm"), other].map((model) =>
        sdlgm(["suggest", folder, "--model", model, "--json"]),
      ),
    );
    expect(again.stdout).toBe(first.stdout);
  });
});

describe("train without --json", () => {
  it("says what was read, left out and folded, how good it is, where the model is, and what to type next", async () => {
    const model = join(folderOf({}), "a model.sdlgm");
    const { code, stdout, stderr } = await sdlgm(["train", folder, "--model", model]);
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    expect(stdout).toContain("Read 63 documents, 61 with tags.");
    expect(stdout).toContain("Left out 1 file (not text): notes/binary.md.");
    expect(stdout).toContain("notes/open.md:1: ");
    expect(stdout).toContain("1 tag is written in several ways and counts as one: garden = Garden.");
    expect(stdout).toMatch(/the first suggestion is right for \d+ % of them/);
    expect(stdout).toContain(`The model is in ${model}.`);
    expect(stdout).toContain(`Next: sdlgm suggest ${folder} --model '${model}'`);
  });
});

describe("suggest --json", () => {
  const suggest = (...args: string[]) => sdlgm(["suggest", folder, "--json", ...args]);

  it("prints a line of the agreed form for every document, tagged or not", async () => {
    const run = await suggest();
    const json = suggestionsOf(run);
    expect(run.code).toBe(0);
    expect(run.stderr).toBe("sdlgm: Left out 1 file (not text): notes/binary.md.\n");
    expect(json.map((line) => line.path)).toHaveLength(63);
    for (const line of json) {
      expect(Object.keys(line)).toEqual(["path", "level", "suggestions", "predicted"]);
      const { mean, mode, interval, probabilities } = line.level;
      expect(probabilities).toHaveLength(5);
      expect(probabilities.reduce((sum, p) => sum + p, 0)).toBeCloseTo(1, 3);
      expect(probabilities[mode]).toBe(Math.max(...probabilities));
      expect(mean).toBeCloseTo(
        probabilities.reduce((sum, p, l) => sum + p * l, 0),
        2,
      );
      expect(interval[0]).toBeLessThanOrEqual(interval[1]);
      expect(line.predicted.length).toBeLessThanOrEqual(4);
      const tags = line.suggestions.map((suggestion) => suggestion.tag);
      expect(new Set(tags).size).toBe(tags.length);
      for (const tag of line.predicted) expect(tags).toContain(tag);
      for (const { probability, evidence } of line.suggestions) {
        expect(probability).toBeGreaterThanOrEqual(0);
        expect(probability).toBeLessThanOrEqual(1);
        for (const { term, weight } of evidence)
          expect([typeof term, typeof weight]).toEqual(["string", "number"]);
      }
    }
  });

  it("finds the subject of a new document, and says why", async () => {
    const line = suggestionsOf(await suggest()).find(({ path }) => path === "notes/new.md")!;
    expect(line.predicted).toContain("astronomy");
    expect(line.suggestions[0].tag).toBe("astronomy");
    const speaking = line.suggestions[0].evidence.filter(({ weight }) => weight > 0);
    expect(speaking.length).toBeGreaterThan(0);
  });

  it.each([0, 2])("gives --top %i suggestions", async (top) => {
    for (const line of suggestionsOf(await suggest("--top", String(top))))
      expect(line.suggestions).toHaveLength(top);
  });

  it("gives only documents without tags for --untagged", async () => {
    const json = suggestionsOf(await suggest("--untagged"));
    expect(json.map((line) => line.path)).toEqual(["notes/new.md", "notes/open.md"]);
  });

  it("names the PATH of each document where there are several", async () => {
    const other = folderOf({ "b.md": "compost" });
    const json = suggestionsOf(await suggest(other, "--untagged"));
    expect(json.map(({ path, root }) => [path, root])).toContainEqual(["b.md", other]);
  });
});

describe("suggest without --json", () => {
  it("lists the tags with per cent, and marks those that are there already", async () => {
    const { code, stdout } = await sdlgm(["suggest", folder]);
    expect(code).toBe(0);
    expect(stdout).toMatch(/^notes\/new\.md {3}L \d+ \(\d+–\d+\)\n {2}\+ astronomy +\d+ % {2}\w/m);
    expect(stdout).toMatch(/^ {2}= \w+ +\d+ %/m);
    expect(stdout).not.toContain("\u001b");
  });

  it("is quiet when nobody reads on", async () => {
    const run = await sdlgm(["suggest", folder], { shell: 'set -o pipefail; "$@" | head -n 1' });
    expect(run.code).toBe(0);
    expect(run.stderr.replace(/^sdlgm: Left out .*\n/, "")).toBe("");
    expect(run.stdout.split("\n")).toHaveLength(2);
  });
});

describe("JSON Lines", () => {
  it("are learned from and suggested for by id, packed, with the model beside the file", async () => {
    const lines = Object.entries(subjectFiles(40)).map(([path, text]) => {
      const tags = JSON.parse(/tags: (.*)/.exec(text)![1]);
      return JSON.stringify({ id: path, text: text.split("---\n")[2], tags });
    });
    const place = folderOf({ "d.jsonl.gz": gzipSync(`${lines.join("\n")}\nnot json\n`) });
    const file = join(place, "d.jsonl.gz");
    const { code, json } = await sdlgm(["train", file, "--json"]);
    expect(code).toBe(0);
    expect(json.at(-1)).toMatchObject({ documents: 40, taggedDocuments: 40, badLines: 1 });
    expect(existsSync(join(place, ".sdlgm/model.sdlgm"))).toBe(true);
    const suggested = await sdlgm(["suggest", file, "--json"]);
    expect(suggested.json).toHaveLength(40);
    expect(suggested.json[0]).toMatchObject({ id: "notes/0000.md", predicted: expect.any(Array) });
    expect(suggested.stderr).toContain("Line 41 of ");
  });

  it("may hold ready features, which a model of texts refuses", async () => {
    const lines = Array.from({ length: 40 }, (_, i) => {
      const features = { [i % 2]: 1, [2 + (i % 3)]: 1, [5 + (i % 5)]: 0.5 };
      return JSON.stringify({ features, tags: [i % 2 ? "odd" : "even", `three-${i % 3}`] });
    });
    const place = folderOf({ "f.jsonl": lines.join("\n") });
    const file = join(place, "f.jsonl");
    expect((await sdlgm(["train", file])).code).toBe(0);
    expect((await sdlgm(["suggest", file, "--json"])).json).toHaveLength(40);
    const refused = await sdlgm(["suggest", file, "--model", join(folder, ".sdlgm/model.sdlgm")]);
    expect(refused).toMatchObject({ code: 1, stdout: "" });
    expect(refused.stderr).toContain("learned from texts, but these documents are ready features");
  });
});

it("leaves the documents as they were", () => {
  for (const [path, content] of Object.entries(subjectFiles(60))) {
    expect(readFileSync(join(folder, path), "utf8")).toBe(content);
  }
});
