import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { readDocument } from "../../../server/documents/read.ts";
import { INDEX_FORMAT } from "../../../server/workspace/cachedFacts.ts";
import { cacheLineOf, stateOfCacheLine } from "../../../server/workspace/cachedState.ts";
import { readFileText } from "../../../server/workspace/fileReading.ts";
import { FolderIndex, type IndexOptions } from "../../../server/workspace/folderIndex.ts";

const READING = { tagKeys: ["tags"], inlineTags: true };
const FILES = {
  "a.md": "---\ntitle: First\ntags: [one, two]\n---\nWords about #three.\n",
  "b/c.md": "---\ntitle: Second\n---\n",
  "d.md": "---\ntags: [one\n---\n",
  "e.yml": "no: document\n",
  "f.md": "\0",
};

let top: string;
let root: string;
let cacheFile: string;
beforeEach(() => {
  top = mkdtempSync(join(tmpdir(), "sdlgm-cache-"));
  root = join(top, "notes");
  cacheFile = join(top, "kept", "index");
  for (const [path, text] of Object.entries(FILES)) write(path, text);
});
afterEach(() => rmSync(top, { recursive: true, force: true }));

function write(path: string, text: string): void {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), text);
}

function replace(): void {
  rmSync(join(root, "b/c.md"));
  write("b/c.md", FILES["b/c.md"]);
}

/** As if the files had been there for a while. */
const later = (): number => Date.now() + 60_000;
const open = (options: IndexOptions = {}): Promise<FolderIndex> =>
  FolderIndex.open(root, { cacheFile, reading: READING, now: later, ...options });
const cached = (): string => readFileSync(cacheFile, "utf8");
const shown = ({ documents, skipped }: FolderIndex) => [[...documents], skipped];
const titles = ({ documents }: FolderIndex) => Array.from(documents.values(), ({ title }) => title);

/** Opens once, then changes the cache, where a title tells whether it is used. */
async function afterwards(change: (text: string) => string): Promise<void> {
  await open();
  const marked = cached().replace("Second", "Remembered");
  writeFileSync(cacheFile, change(marked));
}

describe("the cache of an index", () => {
  it("spares the reading of files that are the same", async () => {
    await afterwards((text) => text);
    expect(titles(await open())).toEqual(["First", "Remembered", "d"]);
  });

  it("gives the same index", async () => {
    const first = await open();
    expect(cached().split("\n")).toHaveLength(1 + 5 + 1);
    expect(shown(await open())).toEqual(shown(first));
  });

  it.each<[string, () => void]>([
    ["has another text", () => write("b/c.md", "---\ntitle: Changed\n---\n")],
    ["has another time", () => utimesSync(join(root, "b/c.md"), 1, 1)],
    ["is another file of that name", replace],
  ])("does not spare that of one that %s", async (_, change) => {
    await afterwards((text) => text);
    change();
    expect(titles(await open())).toEqual(titles(await open({ cacheFile: undefined })));
  });

  it("does not remember files that have just been changed", async () => {
    await open({ now: Date.now });
    expect(existsSync(cacheFile)).toBe(false);
  });

  it("is written again only when something has changed", async () => {
    const index = await open();
    const { ino } = statSync(cacheFile);
    await open();
    await index.refresh([join(root, "none.ts")]);
    await index.save();
    expect(statSync(cacheFile).ino).toBe(ino);
    write("g.md", "---\ntitle: New\n---\n");
    await index.refresh([join(root, "g.md")]);
    await index.save();
    expect(cached()).toContain("New");
    rmSync(join(root, "g.md"));
    await index.rescan();
    expect(cached()).not.toContain("New");
  });

  it("does not remember texts of open editors, nor that the folder was gone for a while", async () => {
    const index = await open();
    index.setOpen("b/c.md", "---\ntitle: Unsaved\n---\n");
    rmSync(root, { recursive: true });
    await index.rescan();
    await index.save();
    expect(cached()).toContain("Second");
    expect(cached()).not.toContain("Unsaved");
  });

  /** Puts `value` at a place of the marked line, given by the positions in its lists. */
  const line = (value: unknown, ...place: number[]) => {
    const changed = (list: unknown, [at, ...rest]: number[]): unknown =>
      at === undefined ? value : Object.assign([], list, { [at]: changed((list as unknown[])[at], rest) });
    const change = (one: string) =>
      one.includes("Remembered") ? JSON.stringify(changed(JSON.parse(one), place)) : one;
    return (text: string) => text.split("\n").map(change).join("\n");
  };
  it.each<[string, (text: string) => string]>([
    ["is empty", () => ""],
    ["is none", () => "# A document\n\nRemembered\n"],
    ["is other JSON", () => "null\n[]\n"],
    ["is cut off within a line", (text) => text.slice(0, -10)],
    ["is cut off between lines", (text) => text.replace(/[^\n]*\n$/, "")],
    ["is longer than it says", (text) => `${text}{}\n`],
    ["is of another version", (text) => text.replace('"version":1', '"version":2')],
    ["is of another kind", (text) => text.replace("sdlgm-index", "other-index")],
    ["is of another folder", (text) => text.replace(/"key":"./, '"key":"-')],
    ["has characters that are none", (text) => text.replace("Remembered", "\u0000")],
    ["has a line of another shape", line(1, 6)],
    ["has a path that is none", line({}, 0)],
    ["has a size that is no number", line("1", 1)],
    ["has a digest that is none", line(7, 5, 0)],
    ["has a title that is no text", line({ length: 3 }, 5, 1, 0)],
    ["has a title without end", line("Remembered".repeat(99), 5, 1, 0)],
    ["has problems that cannot be counted", line(-1, 5, 1, 1)],
    ["has tags that are no list", line("tags", 5, 1, 2)],
    ["has tags that are none", line([["x"]], 5, 1, 2)],
    ["has a tag without end", line([["x".repeat(200), "inline", "#", 0, 0, 0, 1]], 5, 1, 2)],
    ["has a style that is none", line([["x", "__proto__", "tags", 0, 0, 0, 1]], 5, 1, 2)],
    ["has a place that is none", line([["x", "inline", "#", 0, -1, 0, 1.5]], 5, 1, 2)],
  ])("is not used where it %s", async (_, damage) => {
    await afterwards(damage);
    expect(shown(await open())).toEqual(shown(await open({ cacheFile: undefined })));
  });

  it.each<[string, IndexOptions]>([
    ["keys", { reading: { ...READING, tagKeys: ["topics"] } }],
    ["inline tags", { reading: { ...READING, inlineTags: false } }],
    ["sizes", { maxFileBytes: 20 }],
    ["versions of the program", { cacheKey: "2" }],
  ])("is not used for other %s", async (_, options) => {
    await afterwards((text) => text);
    expect(shown(await open(options))).toEqual(shown(await open({ ...options, cacheFile: undefined })));
  });

  it.each<[string, IndexOptions]>([
    ["custom of inline tags", { reading: { ...READING, inlineCustom: "always" } }],
    ["excluded folders", { exclude: ["none"] }],
  ])("serves any %s", async (_, options) => {
    await afterwards((text) => text);
    expect(titles(await open(options))).toContain("Remembered");
  });

  it("that cannot be written is told in one sentence, and nothing else is wrong", async () => {
    writeFileSync(join(top, "kept"), "");
    const warnings: string[] = [];
    const index = await open({ onWarning: (message) => warnings.push(message) });
    expect(index.documents.size).toBe(3);
    expect(warnings).toEqual([
      expect.stringMatching(
        /^The index of .*notes cannot be kept in .*, so the next start takes longer: .*\.$/,
      ),
    ]);
    mkdirSync(join(top, "a-folder"));
    await open({ cacheFile: join(top, "a-folder"), onWarning: (message) => warnings.push(message) });
    expect(warnings).toHaveLength(2);
    expect(readdirSync(top).sort()).toEqual(["a-folder", "kept", "notes"]);
  });

  it("clears away what a killed run left behind, and nothing else", async () => {
    mkdirSync(dirname(cacheFile));
    const old = ["index.0123456789ab.tmp", "index.tmp", "other.0123456789ab.tmp", "index.ba9876543210.tmp"];
    for (const name of old) writeFileSync(join(dirname(cacheFile), name), "");
    for (const name of old.slice(0, 3)) utimesSync(join(dirname(cacheFile), name), 1, 1);
    await open();
    expect(readdirSync(dirname(cacheFile)).sort()).toEqual(["index", ...old.slice(1)].sort());
  });

  it.skipIf(process.platform === "win32")("can be read by its owner alone", async () => {
    await open();
    expect(statSync(cacheFile).mode & 0o777).toBe(0o600);
  });
});

describe("a line of the cache", () => {
  const stamp = { size: 1, modified: 2.5, changed: 3, inode: 4 };
  const text = fc.oneof(
    fc.string({ unit: "binary", maxLength: 200 }),
    fc
      .array(
        fc.constantFrom(
          "---\n",
          "tags: [a, 'b c']\n",
          "# T\u2028\n",
          "#\u{1F600}x ",
          "\r\n",
          "title: \ud800\n",
        ),
      )
      .map((parts) => parts.join("")),
  );

  it("says all of a reading", () => {
    fc.assert(
      fc.property(text, (written) => {
        const reading = readFileText("a.md", written, READING);
        const state = { path: "a.md", absolute: "", stamp, settled: true, reading };
        const line = cacheLineOf(state, INDEX_FORMAT) ?? "";
        expect(line).not.toContain("\n");
        expect(stateOfCacheLine(line, INDEX_FORMAT)).toEqual(state);
        const read = readDocument("a.md", written, READING);
        expect(reading.facts?.tags.map(({ name }) => name)).toEqual(read?.tags.map(({ name }) => name));
      }),
      { seed: 5, numRuns: 300 },
    );
  });

  it("may hold anything", () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.json(),
          fc.string(),
          fc.array(fc.jsonValue(), { minLength: 6, maxLength: 6 }).map((value) => JSON.stringify(value)),
        ),
        (line) => {
          const state = stateOfCacheLine(line, INDEX_FORMAT);
          if (state !== undefined)
            expect(stateOfCacheLine(cacheLineOf(state, INDEX_FORMAT) ?? "", INDEX_FORMAT)).toEqual(state);
        },
      ),
      { seed: 6, numRuns: 1000 },
    );
  });

  it.each(["unreadable", "vanished"] as const)("is not written for a file that is %s", (skipped) => {
    expect(
      cacheLineOf({ path: "a.md", absolute: "", stamp, settled: true, skipped }, INDEX_FORMAT),
    ).toBeUndefined();
  });
});
