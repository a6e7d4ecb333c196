import { execFileSync } from "node:child_process";
import { chmodSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { gzipSync } from "node:zlib";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { DEFAULT_READ_OPTIONS } from "../../../server/documents/read.ts";
import { openSources, type Source, type SourceOptions } from "../../../server/workspace/source.ts";
import { SourceError } from "../../../server/workspace/sourceError.ts";

let top: string;
beforeEach(() => {
  top = mkdtempSync(join(tmpdir(), "sdlgm-source-"));
});
afterEach(() => rmSync(top, { recursive: true, force: true }));

function make(files: Record<string, string | Uint8Array>): void {
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(top, path)), { recursive: true });
    writeFileSync(join(top, path), content);
  }
}

const open = (paths: string[], options?: SourceOptions): Promise<Source> =>
  openSources(
    paths.map((path) => join(top, path)),
    options,
  );

async function documents(paths: string[], options?: SourceOptions) {
  const source = await open(paths, options);
  if (source.kind !== "documents") throw new Error("features");
  return source.documents;
}

async function sentence(work: Promise<unknown>): Promise<string> {
  const error = await work.then(
    () => undefined,
    (reason) => reason,
  );
  expect(error).toBeInstanceOf(SourceError);
  return (error as SourceError).message.replaceAll(`${top}/`, "");
}

const tagged = (...tags: string[]): string => `---\ntags: [${tags.join(", ")}]\n---\nSome words.\n`;

describe("a folder as source", () => {
  it("gives its documents with their tags, tagged or not, by path", async () => {
    make({ "notes/b.md": tagged("x", "y", "x"), "notes/a/c.md": "# Title\n\nwords\n", "notes/code.ts": "" });
    const root = join(top, "notes");
    const [c, b] = await documents(["notes"]);
    expect(c).toMatchObject({
      root,
      id: "a/c.md",
      tags: [],
      prose: { title: "Title" },
      isFile: true,
    });
    expect(b).toMatchObject({
      root,
      id: "b.md",
      tags: ["x", "y"],
    });
    expect(b.prose.body).toContain("Some words.");
  });

  it("reads with the options given", async () => {
    make({ "n/a.md": "---\nabout: [x]\n---\n" });
    const reading = { ...DEFAULT_READ_OPTIONS, tagKeys: ["about"] };
    expect((await documents(["n"], { reading }))[0].tags).toEqual(["x"]);
  });

  it("reports what was left out, with its root, and what was ignored and truncated", async () => {
    make({
      "n/.gitignore": "a0.md\n",
      "n/a0.md": "",
      "n/a.md": "\0",
      "n/b.md": "ok",
      "n/c.md": "x".repeat(99),
      "n/d.md": "",
    });
    const source = await open(["n"], { maxFileBytes: 50, maxFiles: 3 });
    const root = join(top, "n");
    expect(source).toMatchObject({
      kind: "documents",
      documents: [{ id: "b.md" }],
      skipped: [
        { root, path: "a.md", reason: "binary" },
        { root, path: "c.md", reason: "too-large" },
      ],
      problems: [],
      ignored: 1,
      truncated: [root],
      bytes: 2,
    });
    expect(source.seconds).toBeGreaterThan(0);
  });

  it("may be empty", async () => {
    mkdirSync(join(top, "n"));
    expect(await open(["n"])).toMatchObject({ kind: "documents", documents: [], truncated: [] });
  });

  it("counts a file for the first of two folders that have it", async () => {
    make({ "n/a/b.md": "", "n/c.md": "" });
    const found = await documents(["n/a", "n", "n"]);
    expect(found.map(({ root, id }) => [root, id])).toEqual([
      [join(top, "n/a"), "b.md"],
      [join(top, "n"), "c.md"],
    ]);
  });
});

describe("a node_modules folder as source", () => {
  it("gives its packages: keywords are tags, the README is the prose", async () => {
    const manifest = JSON.stringify({ name: "p", version: "1.0.0", description: "D", keywords: ["k", "l"] });
    make({
      "node_modules/p/package.json": manifest,
      "node_modules/p/README.md": "# Heading\n\nreadme words\n",
    });
    const [found, ...others] = await documents(["node_modules"]);
    expect(others).toEqual([]);
    expect(found).toMatchObject({
      id: "p/package.json",
      tags: ["k", "l"],
      prose: { title: "p" },
    });
    expect(found.prose.body).toContain("readme words");
  });

  it.skipIf(process.platform === "win32")("is known through a link", async () => {
    make({ "node_modules/p/package.json": '{"name":"p","keywords":["k"]}', "node_modules/p/docs/a.md": "" });
    symlinkSync("node_modules", join(top, "packages"));
    expect((await documents(["packages"])).map((found) => found.id)).toEqual(["p/package.json"]);
  });
});

describe("a package in an ordinary folder", () => {
  const keywords = '{"name":"p","keywords":["k"]}';
  it.each<[string, Record<string, string>, string[]]>([
    [
      "is one document with its README if it has keywords",
      { "p/package.json": keywords, "p/README.md": "readme words" },
      ["p/package.json: k: readme words"],
    ],
    [
      "whatever the case of the README's name",
      { "package.json": keywords, "readme.markdown": "readme words" },
      ["package.json: k: readme words"],
    ],
    [
      "is no document without keywords",
      { "p/package.json": '{"name":"p"}', "p/README.md": "readme words" },
      ["p/README.md: : readme words"],
    ],
    [
      "leaves a README alone that has tags of its own",
      { "p/package.json": keywords, "p/README.md": tagged("x") },
      ["p/README.md: x: Some words.", "p/package.json: k: "],
    ],
    [
      "has no part in the READMEs of other folders",
      { "p/package.json": keywords, "p/docs/README.md": "a", "README.md": "b" },
      ["README.md: : b", "p/docs/README.md: : a", "p/package.json: k: "],
    ],
  ])("%s", async (_, files, expected) => {
    make(Object.fromEntries(Object.entries(files).map(([path, text]) => [`w/${path}`, text])));
    const found = await documents(["w"]);
    expect(found.map(({ id, tags, prose }) => `${id}: ${tags.join()}: ${prose.body.trim()}`)).toEqual(
      expected,
    );
  });
});

describe("a #word in the prose", () => {
  const many = (root: string, count: number): Record<string, string> =>
    Object.fromEntries(Array.from({ length: count }, (_, i) => [`${root}/${i}.md`, tagged("x")]));

  it("is prose where tags stand in fields", async () => {
    make({ ...many("w", 11), "w/a.md": `${tagged("x")}\nAbout #hashtags and more.\n` });
    const source = await open(["w"]);
    expect(source.inlineTagsIgnored).toBe(1);
    const found = source.kind === "documents" ? source.documents.find(({ id }) => id === "a.md") : undefined;
    expect(found?.tags).toEqual(["x"]);
    expect(found?.prose.body).toContain("hashtags and more");
  });

  it("is a tag where documents are tagged so, each folder by its own custom", async () => {
    make({ ...many("w", 11), "w/a.md": "About #one.\n", "v/b.md": "About #two.\n" });
    const source = await open(["v", "w"]);
    expect(source.inlineTagsIgnored).toBe(1);
    const found = source.kind === "documents" ? source.documents : [];
    expect(found.find(({ id }) => id === "b.md")?.tags).toEqual(["two"]);
    expect(found.find(({ id }) => id === "a.md")?.tags).toEqual([]);
  });

  it("is prose where the reader says so, and not counted", async () => {
    make({ "w/a.md": "About #one.\n" });
    const source = await open(["w"], { reading: { ...DEFAULT_READ_OPTIONS, inlineTags: false } });
    expect(source.inlineTagsIgnored).toBe(0);
  });
});

describe("a JSON Lines file as source", () => {
  it("gives documents whose text is taken as it is", async () => {
    make({ "d.jsonl": '{"id":"a","title":"T","text":"# not a heading #nor-a-tag","tags":["x"]}\n' });
    expect(await documents(["d.jsonl"])).toEqual([
      {
        root: join(top, "d.jsonl"),
        id: "a",
        isFile: false,
        tags: ["x"],
        prose: { title: "T", description: "", headings: [], body: "# not a heading #nor-a-tag", fields: [] },
        problems: [],
        isLeftUntagged: false,
      },
    ]);
  });

  it("gives features where the lines have them, and a sentence for each bad line", async () => {
    make({ "d.jsonl.gz": gzipSync(`{"features":{"3":2},"tags":["x"]}\n${"{\n".repeat(22)}`) });
    const source = await open(["d.jsonl.gz"]);
    const root = join(top, "d.jsonl.gz");
    const features = { columns: Int32Array.of(3), values: Float64Array.of(2) };
    expect(source).toMatchObject({ kind: "features", vectors: [{ root, id: "1", features, tags: ["x"] }] });
    expect(source.problems).toHaveLength(21);
    expect(source.problems[0]).toBe(`Line 2 of ${root} was left out: it is not valid JSON.`);
    expect(source.problems[20]).toBe(`2 more lines of ${root} were left out.`);
  });

  it("goes together with folders and other files of texts, each read once", async () => {
    make({ "n/a.md": "", "d.jsonl": '{"id":"r","text":""}' });
    const counts: number[] = [];
    const found = await documents(["n", "d.jsonl", "d.jsonl"], { onProgress: (count) => counts.push(count) });
    expect(found.map((document) => document.id)).toEqual(["a.md", "r"]);
    expect(counts).toEqual([1, 2]);
  });
});

describe("a wrong PATH", () => {
  it.each<[string, string[], Record<string, string>, string]>([
    ["nothing", [], {}, "Nothing to read: give a folder or a .jsonl file."],
    ["nowhere", ["none"], {}, "No such folder or file: none."],
    ["below a file", ["a.md/b"], { "a.md": "" }, "No such folder or file: a.md/b."],
    [
      "another file",
      ["a.md"],
      { "a.md": "" },
      "a.md is neither a folder nor a .jsonl or .jsonl.gz file: give the folder that it is in.",
    ],
    [
      "texts and features",
      ["e", "t.jsonl", "f.jsonl"],
      { "e/x": "", "t.jsonl": '{"text":""}', "f.jsonl": '{"features":{}}' },
      "f.jsonl cannot be read together with t.jsonl: one has texts, the other has features, so read them one by one.",
    ],
  ])("is answered in a sentence: %s", async (_, paths, files, expected) => {
    make(files);
    expect(await sentence(open(paths))).toBe(expected);
  });

  it.skipIf(process.platform === "win32")("is answered when it is a named pipe", async () => {
    execFileSync("mkfifo", [join(top, "p.jsonl")]);
    expect(await sentence(open(["p.jsonl"]))).toBe("p.jsonl is not a file: give a .jsonl file.");
  });

  it.skipIf(process.platform === "win32" || process.getuid?.() === 0)(
    "is answered when it is closed to us",
    async () => {
      make({ "n/a.md": "", "d.jsonl": "" });
      for (const path of ["n", "d.jsonl"]) {
        chmodSync(join(top, path), 0);
        expect(await sentence(open([path]))).toBe(`No permission to read ${path}: check its access rights.`);
      }
      chmodSync(join(top, "n"), 0o755);
    },
  );

  it("is not reached after an abort", async () => {
    await expect(open(["none"], { signal: AbortSignal.abort(new Error("enough")) })).rejects.toThrow(
      "enough",
    );
  });
});
