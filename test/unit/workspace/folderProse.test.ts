import {
  existsSync,
  mkdirSync,
  mkdtempSync,
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
import { DEFAULT_READ_OPTIONS } from "../../../server/documents/read.ts";
import { PROSE_FORMAT } from "../../../server/workspace/cachedProse.ts";
import { cacheLineOf, stateOfCacheLine } from "../../../server/workspace/cachedState.ts";
import {
  type FolderProse,
  type FolderProseOptions,
  readFolder,
} from "../../../server/workspace/folderProse.ts";
import { readProse } from "../../../server/workspace/proseReading.ts";

const FILES: Readonly<Record<string, string>> = {
  "a.md": "---\ntitle: First\ntags: [one, two]\nauthor: Ana\n---\n# Head\n\nWords about #three.\n",
  "b/c.md": "---\ntitle: Second\ntags:\n---\n",
  "d.md": "---\ntags: [one\n---\n",
  "e.yml": "no: document\n",
  "f.md": "\0",
  "p/package.json": '{"name": "p", "keywords": ["k"]}',
  "p/README.md": "# Package\n\nWhat it does.\n",
};
/** Files of just now are not trusted to show their next change. */
const LONG_AGO = 1_600_000_000;

let top: string;
let root: string;
let cacheFile: string;
beforeEach(() => {
  top = mkdtempSync(join(tmpdir(), "sdlgm-prose-"));
  root = join(top, "notes");
  cacheFile = join(top, "kept", "documents");
  for (const [path, text] of Object.entries(FILES)) write(path, text);
});
afterEach(() => rmSync(top, { recursive: true, force: true }));

function write(path: string, text: string, seconds = LONG_AGO): void {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), text);
  utimesSync(join(root, path), seconds, seconds);
}

// The system's own time of a file cannot be set back, so it is now that is moved.
async function read(options: FolderProseOptions = {}): Promise<Omit<FolderProse, "keep">> {
  const now = (): number => Date.now() + 60_000;
  const { keep, ...found } = await readFolder(root, () => true, { cacheFile, now, ...options });
  await keep();
  return found;
}
const titles = ({ documents }: Pick<FolderProse, "documents">) => documents.map(({ prose }) => prose.title);

/** Reads once, then changes the cache, where a title tells whether it is used. */
async function afterwards(change = (text: string): string => text): Promise<void> {
  await read();
  writeFileSync(cacheFile, change(readFileSync(cacheFile, "utf8").replace("Second", "Remembered")));
}

describe("reading a folder to learn from it", () => {
  it("gives its documents with their words and tags", async () => {
    const { documents, skipped, files, bytes } = await read({ cacheFile: undefined });
    expect(documents.map(({ path, tags }) => `${path}: ${tags.map(({ name }) => name)}`)).toEqual([
      "a.md: one,two,three",
      "b/c.md: ",
      "d.md: ",
      "p/package.json: k",
    ]);
    expect(documents[1]).toMatchObject({ isLeftUntagged: true });
    expect(documents[2]).toMatchObject({ isLeftUntagged: false, problems: [{ line: 2 }] });
    expect(documents[3].prose.body).toContain("What it does.");
    expect(skipped).toEqual([{ path: "f.md", reason: "binary" }]);
    expect(files).toBe(6);
    expect(bytes).toBe(Object.values(FILES).join("").length - 1);
    expect(existsSync(cacheFile)).toBe(false);
  });

  it("comes to the same with what is kept of the last time", async () => {
    const first = await read();
    expect(await read()).toEqual(first);
    expect(await read({ cacheFile: undefined })).toEqual(first);
  });

  it("does not read again what is the same by its size and times", async () => {
    await afterwards();
    expect(titles(await read())).toContain("Remembered");
  });

  it("does not read again what has another time and the same text", async () => {
    await afterwards();
    write("b/c.md", FILES["b/c.md"], LONG_AGO + 10);
    expect(titles(await read())).toContain("Remembered");
  });

  it("reads what has another text", async () => {
    await afterwards();
    write("b/c.md", "---\ntitle: Third\n---\n");
    expect(titles(await read())).toEqual(["First", "Third", "d", "p"]);
  });

  it.each<[string, FolderProseOptions]>([
    ["options of reading", { reading: { ...DEFAULT_READ_OPTIONS, tagKeys: ["topics"] } }],
    ["versions of the program", { cacheKey: "2" }],
  ])("reads everything for other %s", async (_, options) => {
    await afterwards();
    expect(titles(await read(options))).not.toContain("Remembered");
  });

  it.each<[string, (text: string) => string]>([
    ["is empty", () => ""],
    ["is cut off", (text) => text.slice(0, -10)],
    ["is of another version", (text) => text.replace('"version":1', '"version":0')],
    ["is of the index", (text) => text.replace("sdlgm-documents", "sdlgm-index")],
    ["has other things in it", (text) => text.replace('"Remembered"', '{"Remembered":1}')],
    ["has a style that is none", (text) => text.replaceAll('"yaml-flow"', '"__proto__"')],
  ])("reads everything where the cache %s", async (_, damage) => {
    const fresh = await read();
    await afterwards(damage);
    if (!readFileSync(cacheFile, "utf8").includes("__proto__")) expect(await read()).toEqual(fresh);
    else expect(titles(await read())[0]).toBe("First");
  });

  it("writes the cache again only when much of the folder is new", async () => {
    write("long.md", "words ".repeat(1000));
    await read();
    const { ino } = statSync(cacheFile);
    write("g.md", "---\ntitle: New\n---\n");
    expect(titles(await read())).toContain("New");
    expect(statSync(cacheFile).ino).toBe(ino);
    write("long.md", "other words ".repeat(1000));
    await read();
    expect(readFileSync(cacheFile, "utf8")).toContain("New");
  });

  it("gives the documents all the same where nothing can be kept", async () => {
    writeFileSync(join(top, "kept"), "a file where the folder would be");
    expect(titles(await read())).toContain("Second");
  });
});

it("keeps readings as they are, and takes no line for what it is not", () => {
  const piece = fc.constantFrom(
    "---\n",
    "tags: [a, b]\n",
    "title: T\n",
    "# H\n",
    "#tag ",
    "words\n",
    "é\n",
    "\\",
  );
  const text = fc.array(piece, { maxLength: 8 }).map((pieces) => pieces.join(""));
  const stamp = { size: 1, modified: 2, changed: 3, inode: 4 };
  fc.assert(
    fc.property(text, fc.nat(), fc.string({ maxLength: 2 }), (written, place, other) => {
      const reading = readProse("a.md", written, DEFAULT_READ_OPTIONS);
      const state = { path: "a.md", absolute: "", stamp, settled: true, reading };
      const line = cacheLineOf(state, PROSE_FORMAT)!;
      expect(stateOfCacheLine(line, PROSE_FORMAT)).toEqual(state);
      const at = place % line.length;
      const damaged = stateOfCacheLine(line.slice(0, at) + other + line.slice(at + 1), PROSE_FORMAT);
      // What still is a state can be kept and comes back the same.
      if (damaged !== undefined) {
        expect(stateOfCacheLine(cacheLineOf(damaged, PROSE_FORMAT)!, PROSE_FORMAT)).toEqual(damaged);
      }
    }),
    { seed: 5, numRuns: 500 },
  );
});
