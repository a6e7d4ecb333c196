import { Buffer } from "node:buffer";
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { addFiles, folderOf, markdown, sdlgm, subjectFiles, suggestionsOf } from "./program.ts";

const train = (folder: string) => sdlgm(["train", folder, "--json"]);

describe("too little to learn from is refused with what there is and what it takes", () => {
  const words = "some words that say nothing";
  const untagged = Object.fromEntries(Array.from({ length: 30 }, (_, i) => [`${i}.md`, `${words} ${i}`]));
  const oneTag = Object.fromEntries(
    Array.from({ length: 30 }, (_, i) => [`${i}.md`, markdown(["only"], `${words} ${i}`)]),
  );

  it("an empty folder", async () => {
    const folder = folderOf({});
    const sentence = `There are no documents in ${folder}: give a folder with Markdown or other text files that have tags.`;
    const run = await train(folder);
    expect(run).toMatchObject({ code: 1, stderr: `sdlgm: ${sentence}\n` });
    expect(readdirSync(folder)).toEqual([]);
  });

  it.each([
    ["no tags", untagged, "0 of 30 documents have tags"],
    ["one tag", oneTag, "30 of 30 documents have tags, and 1 tag"],
    ["nine documents", subjectFiles(9), "9 of 9 documents have tags"],
  ])("%s", async (_, files, amount) => {
    const folder = folderOf(files);
    const run = await train(folder);
    expect(run.code).toBe(1);
    expect(run.stderr).toMatch(/^sdlgm: There is too little to learn from: .*\n$/);
    expect(run.stderr).toContain(amount);
    expect(run.stderr).toContain("it takes at least 10 tagged documents");
    expect(readdirSync(folder)).not.toContain(".sdlgm");
  });

  it.each(["suggest", "evaluate"])("an empty folder, for %s", async (verb) => {
    const model = join(folderOf({}), "m.sdlgm");
    expect((await sdlgm(["train", folderOf(subjectFiles(30)), "--model", model])).code).toBe(0);
    const folder = folderOf({});
    const run = await sdlgm([verb, folder, ...(verb === "suggest" ? ["--model", model] : [])]);
    expect(run).toMatchObject({ code: 1, stdout: "" });
    expect(run.stderr).toMatch(/^sdlgm: There are no documents in .*\n$/);
  });
});

it("documents that are all the same are learned from, and get the tags that they have", async () => {
  const same = markdown(["a", "b"], "the same words in every document");
  const folder = folderOf(Object.fromEntries(Array.from({ length: 30 }, (_, i) => [`${i}.md`, same])));
  expect(await train(folder)).toMatchObject({ code: 0, stderr: "" });
  const run = await sdlgm(["suggest", folder, "--json"]);
  expect(run.code).toBe(0);
  expect(run.json).toHaveLength(30);
  for (const { predicted } of suggestionsOf(run)) expect([...predicted].sort()).toEqual(["a", "b"]);
});

describe("a bad file among good ones costs nothing but itself", () => {
  const long = "x".repeat(10_000);
  const bomb = ["a: &a [x, x, x, x, x, x, x, x, x]"];
  for (let i = 1; i < 12; i++) {
    const [one, before] = [String.fromCharCode(97 + i), String.fromCharCode(96 + i)];
    bomb.push(`${one}: &${one} [${Array(9).fill(`*${before}`).join(", ")}]`);
  }
  it.each<[string, string | Uint8Array, object, number]>([
    ["50 MB", Buffer.alloc(50 * 2 ** 20, "words and more words\n"), { skipped: { "too-large": 1 } }, 30],
    [
      "not UTF-8",
      Buffer.from("caf\xe9 \xe0 \xe9t\xe9 ".repeat(50), "latin1"),
      { skipped: { "not-utf8": 1 } },
      30,
    ],
    [
      "front matter that never ends",
      "---\ntags: [a, b]\ntext goes on\n",
      { problems: { "front-matter.not-closed": 1 } },
      31,
    ],
    ["an alias bomb", `---\n${bomb.join("\n")}\ntags: *l\n---\nwords\n`, {}, 31],
    [
      "duplicate keys",
      "---\ntags: [garden]\ntags: [kitchen]\n---\nwords\n",
      { problems: { "yaml.duplicate-key": 1 } },
      31,
    ],
    ["a tag of 10,000 characters", markdown([long], "words"), { tags: 6 }, 31],
    [
      "senseless bytes",
      Buffer.from(Array.from({ length: 4000 }, (_, i) => (i * 97) % 251)),
      { skipped: { binary: 1 } },
      30,
    ],
  ])("%s", async (_, content, expected, documents) => {
    const folder = folderOf(subjectFiles(30));
    addFiles(folder, { "bad.md": content });
    const run = await train(folder);
    expect(run).toMatchObject({ code: 0, stderr: "" });
    expect(run.json.at(-1)).toMatchObject({ documents, tags: 6, ...expected });
  });

  it("a tag of 10,000 characters in JSON Lines", async () => {
    const lines = Array.from({ length: 30 }, (_, i) =>
      JSON.stringify({ text: `words ${i % 2 ? "odd" : "even"}`, tags: [i % 2 ? "odd" : "even"] }),
    );
    lines.push(JSON.stringify({ text: "words", tags: [long] }));
    const run = await train(join(folderOf({ "d.jsonl": lines.join("\n") }), "d.jsonl"));
    expect(run).toMatchObject({ code: 0, stderr: "" });
    expect(run.json.at(-1)).toMatchObject({ tags: 2, problems: { "tag.unusable": 1 } });
  });

  it("JSON Lines that can hardly be read: the error says so, and why", async () => {
    const lines = Array.from({ length: 30 }, (_, i) =>
      JSON.stringify({ features: { [`c${i}`]: 1 }, tags: ["a"] }),
    );
    lines.push(JSON.stringify({ features: { 3: 1 }, tags: ["a"] }));
    const run = await train(join(folderOf({ "d.jsonl": lines.join("\n") }), "d.jsonl"));
    expect(run.code).toBe(1);
    expect(run.stderr).toMatch(/too little to learn from.*could not be read: .*line 1\b.*whole number/i);
    expect(run.stderr.trim().split("\n").length).toBe(1);
  });
});
