import {
  appendFileSync,
  chmodSync,
  mkdirSync,
  mkdtempSync,
  renameSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { DEFAULT_READ_OPTIONS } from "../../../server/documents/read.ts";
import { FolderIndex, type IndexChange, type IndexOptions } from "../../../server/workspace/folderIndex.ts";
import { SourceError } from "../../../server/workspace/sourceError.ts";

let root: string;
beforeEach(() => {
  root = join(mkdtempSync(join(tmpdir(), "sdlgm-index-")), "notes");
  mkdirSync(root);
});
afterEach(() => rmSync(dirname(root), { recursive: true, force: true }));

const at = (path: string): string => join(root, path);
const NO_CHANGE = { changed: [], removed: [], tagsChanged: [] };
const tagged = (...tags: string[]): string => `---\ntags: [${tags.join(", ")}]\n---\nSome words.\n`;

function make(files: Record<string, string | Uint8Array>): void {
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(at(path)), { recursive: true });
    writeFileSync(at(path), content);
  }
}

function index(files: Record<string, string>, options?: IndexOptions): Promise<FolderIndex> {
  make(files);
  return FolderIndex.open(root, options);
}

/** `path: tags` of each document. */
function lines({ documents }: FolderIndex): string[] {
  return Array.from(documents, ([path, { tags }]) =>
    `${path}: ${tags.map(({ name }) => name).join(" ")}`.trim(),
  );
}

describe("the index of a folder", () => {
  it("shows each document with its title, its tags and their places", async () => {
    const text = "---\r\ntags: [one, 'two']\r\n---\r\n# A title\r\n\r\n\u{1F600} #three\r\n";
    const { documents, inlineTags, skipped, ignored, truncated, problem } = await index({ "a/b.md": text });
    expect([...documents]).toEqual([
      [
        "a/b.md",
        {
          path: "a/b.md",
          absolute: expect.stringMatching(/a.b\.md$/),
          title: "A title",
          tags: [
            { name: "one", style: "yaml-flow", field: "tags", range: range(1, 7, 10) },
            { name: "two", style: "yaml-flow", field: "tags", range: range(1, 12, 17) },
            { name: "three", style: "inline", field: "#", range: range(5, 3, 9) },
          ],
          problems: 0,
          modified: statSync(at("a/b.md")).mtimeMs,
          open: false,
          digest: expect.any(String),
        },
      ],
    ]);
    expect({ inlineTags, skipped, ignored, truncated, problem }).toEqual({
      ...{ inlineTags: true, skipped: [], ignored: 0, truncated: false, problem: undefined },
    });
  });

  it("is sorted by path and says what was left out", async () => {
    make({ "c.md": new Uint8Array([0, 1]), "d.md": "x".repeat(100) });
    const { documents, skipped, ignored } = await index(
      { "b.md": "", "a/z.md": "", "a.md": "", "drafts/e.md": "", "f.md": "", ".gitignore": "f.md\n" },
      { maxFileBytes: 50, exclude: ["**/drafts"] },
    );
    expect([...documents.keys()]).toEqual(["a.md", "a/z.md", "b.md"]);
    expect(skipped).toEqual([
      { path: "c.md", reason: "binary" },
      { path: "d.md", reason: "too-large" },
    ]);
    expect(ignored).toBe(2);
  });

  it("counts problems and reads with the options given", async () => {
    const made = await index(
      { "a.md": "---\nabout: [x\n---\n", "b.md": "---\nabout: y\n---\nwords #z\n" },
      { reading: { tagKeys: ["about"], inlineTags: false } },
    );
    expect(lines(made)).toEqual(["a.md:", "b.md: y"]);
    expect(made.documents.get("a.md")?.problems).toBe(1);
    expect(made.readOptions).toEqual({ tagKeys: ["about"], inlineTags: false });
  });

  it("tells how far it is", async () => {
    const told: [number, number][] = [];
    await index({ "a.md": "", "b.md": "" }, { onProgress: (...progress) => told.push(progress) });
    expect(told).toEqual([
      [1, 2],
      [2, 2],
    ]);
  });

  it("lets others have their turn while it reads", async () => {
    make(
      Object.fromEntries(
        Array.from({ length: 200 }, (_, number) => [`${number}.md`, "words #tag\n".repeat(500)]),
      ),
    );
    let turns = 0;
    let isDone = false;
    const count = (): void => {
      turns++;
      if (!isDone) setTimeout(count);
    };
    setTimeout(count);
    await FolderIndex.open(root);
    isDone = true;
    expect(turns).toBeGreaterThan(5);
  });

  it("cannot be opened of a folder that is not there, or of a file", async () => {
    make({ "a.md": "" });
    await expect(FolderIndex.open(at("none"))).rejects.toBeInstanceOf(SourceError);
    await expect(FolderIndex.open(at("a.md"))).rejects.toBeInstanceOf(SourceError);
  });

  it("stops opening when asked to", async () => {
    await expect(index({ "a.md": "" }, { signal: AbortSignal.abort("enough") })).rejects.toBe("enough");
  });
});

describe("refreshing the index", () => {
  it("tells which documents are new, changed and gone, and whose tags changed", async () => {
    const made = await index({ "a.md": tagged("x"), "b.md": tagged("y"), "c.md": "words", "d.md": "" });
    make({ "a.md": `${tagged("x")}More.\n`, "b.md": `\n${tagged("y")}`, "e.md": "", "f.md": tagged("z") });
    rmSync(at("c.md"));
    expect(await made.refresh(["a.md", "b.md", "c.md", "d.md", "e.md", "f.md"].map(at))).toEqual({
      changed: ["a.md", "b.md", "e.md", "f.md"],
      removed: ["c.md"],
      tagsChanged: ["b.md", "f.md"],
    });
  });

  it("finds no change in a file that was only touched, but sees its time", async () => {
    const made = await index({ "a.md": tagged("x") });
    utimesSync(at("a.md"), 1_000_000, 1_000_000);
    expect(await made.refresh([at("a.md")])).toEqual(NO_CHANGE);
    expect(made.documents.get("a.md")?.modified).toBe(1_000_000_000);
  });

  it("does not trust the time of a file that is named", async () => {
    const made = await index({ "a.md": tagged("x") });
    const { atime, mtime } = statSync(at("a.md"));
    make({ "a.md": tagged("y") });
    utimesSync(at("a.md"), atime, mtime);
    await made.refresh([at("a.md")]);
    expect(lines(made)).toEqual(["a.md: y"]);
  });

  it("reads all documents of a folder that another one took the place of", async () => {
    const made = await index({ "a/x.md": tagged("1"), "b/x.md": tagged("2") });
    rmSync(at("a"), { recursive: true });
    renameSync(at("b"), at("a"));
    expect(await made.refresh([at("a"), at("b")])).toEqual({
      changed: ["a/x.md"],
      removed: ["b/x.md"],
      tagsChanged: ["a/x.md"],
    });
  });

  it("takes in what the ignore files say now", async () => {
    const made = await index({ "a.md": "", "b.md": "" });
    make({ ".gitignore": "a.md\n" });
    expect((await made.refresh([at(".gitignore")])).removed).toEqual(["a.md"]);
    rmSync(at(".gitignore"));
    expect((await made.refresh([at(".gitignore")])).changed).toEqual(["a.md"]);
  });

  it("changes documents that were not touched where their meaning hangs on others", async () => {
    const fields = Object.fromEntries(
      Array.from({ length: 9 }, (_, number) => [`${number}.md`, tagged("x")]),
    );
    const made = await index({ "a.md": "# Title #two\n", ...fields });
    expect(made.inlineTags).toBe(true);
    make({ "9.md": tagged("x") });
    const change = await made.refresh([at("9.md")]);
    expect(change).toEqual({ changed: ["9.md", "a.md"], removed: [], tagsChanged: ["9.md", "a.md"] });
    expect(made.documents.get("a.md")).toMatchObject({ title: "Title #two", tags: [] });
    expect(made.readOptions).toEqual({ ...DEFAULT_READ_OPTIONS, inlineTags: false });
  });

  it("takes a README for the prose of its package", async () => {
    const made = await index({ "p/package.json": '{"name":"p","keywords":["k"]}', "p/README.md": "words" });
    expect(lines(made)).toEqual(["p/package.json: k"]);
    expect(made.documents.get("p/package.json")?.readme).toBe("p/README.md");
    make({ "p/README.md": "other words" });
    expect(await made.refresh([at("p/README.md")])).toEqual({ ...NO_CHANGE, changed: ["p/package.json"] });
    make({ "p/README.md": tagged("x") });
    expect((await made.refresh([at("p/README.md")])).changed).toEqual(["p/README.md", "p/package.json"]);
    expect(made.documents.get("p/package.json")?.readme).toBeUndefined();
  });

  it("sees what became unreadable, binary or too large, and what is readable again", async () => {
    const made = await index({ "a.md": "a", "b.md": "b" }, { maxFileBytes: 50 });
    make({ "a.md": "\0", "b.md": "b".repeat(51) });
    expect((await made.refresh([at("a.md"), at("b.md")])).removed).toEqual(["a.md", "b.md"]);
    expect(made.skipped.map(({ reason }) => reason)).toEqual(["binary", "too-large"]);
    make({ "a.md": "a", "b.md": "b" });
    expect((await made.refresh([at("a.md"), at("b.md")])).changed).toEqual(["a.md", "b.md"]);
    expect(made.skipped).toEqual([]);
  });

  it.skipIf(process.platform === "win32" || process.getuid?.() === 0)(
    "tries anew what could not be read",
    async () => {
      make({ "a.md": tagged("x") });
      chmodSync(at("a.md"), 0);
      const made = await FolderIndex.open(root);
      expect(made.skipped).toEqual([{ path: "a.md", reason: "unreadable" }]);
      chmodSync(at("a.md"), 0o600);
      await made.refresh([at("new.md")]);
      expect(lines(made)).toEqual(["a.md: x"]);
    },
  );

  it("keeps to the order in which it was asked", async () => {
    const many = Object.fromEntries(Array.from({ length: 50 }, (_, number) => [`many/${number}.md`, ""]));
    const made = await index({ "a.md": "", ...many });
    const told: string[] = [];
    const tell = (what: string) => (change: IndexChange) => told.push(`${what}: ${change.changed}`);
    make({ "b.md": "" });
    const long = made.rescan().then(tell("long"));
    const short = made.refresh([at("b.md")]).then(tell("short"));
    await Promise.all([long, short]);
    expect(told).toEqual(["long: b.md", "short: "]);
  });

  it("looks the next time at what it did not come to", async () => {
    const made = await index({ "a.md": tagged("x"), "b.md": "" });
    const { atime, mtime } = statSync(at("a.md"));
    make({ "a.md": tagged("y") });
    utimesSync(at("a.md"), atime, mtime);
    await expect(made.refresh([at("a.md")], { signal: AbortSignal.abort("later") })).rejects.toBe("later");
    expect(lines(made)).toEqual(["a.md: x", "b.md:"]);
    expect((await made.refresh([at("b.md")])).changed).toEqual(["a.md"]);
  });

  it("is empty and says why while the folder is gone", async () => {
    const made = await index({ "a.md": tagged("x") });
    renameSync(root, `${root}.aside`);
    expect(await made.refresh([at("a.md")])).toEqual({ ...NO_CHANGE, removed: ["a.md"] });
    expect(made.problem).toBe(`No such folder or file: ${root}.`);
    expect(await made.rescan()).toEqual(NO_CHANGE);
    renameSync(`${root}.aside`, root);
    expect((await made.refresh([root])).changed).toEqual(["a.md"]);
    expect(made.problem).toBeUndefined();
  });
});

describe("scanning again", () => {
  it("finds what nobody told of", async () => {
    const made = await index({ "a.md": tagged("x"), "b.md": "", "c/d.md": "" });
    make({ "a.md": tagged("y"), "e.md": "" });
    rmSync(at("b.md"));
    renameSync(at("c"), at("f"));
    expect(await made.rescan()).toEqual({
      changed: ["a.md", "e.md", "f/d.md"],
      removed: ["b.md", "c/d.md"],
      tagsChanged: ["a.md"],
    });
    expect(await made.rescan()).toEqual(NO_CHANGE);
  });
});

describe("the text of an open editor", () => {
  it("stands for the file's until it is closed", async () => {
    const made = await index({ "a.md": tagged("x") });
    const saved = made.documents.get("a.md");
    expect(made.setOpen(at("a.md"), tagged("x"))).toEqual(NO_CHANGE);
    expect(made.documents.get("a.md")).toEqual({ ...saved, open: true });
    expect(made.setOpen(at("a.md"), `${tagged("x")}More.`)).toEqual({ ...NO_CHANGE, changed: ["a.md"] });
    expect(made.setOpen("a.md", tagged("y", "z")).tagsChanged).toEqual(["a.md"]);
    expect(lines(made)).toEqual(["a.md: y z"]);
    make({ "a.md": tagged("saved") });
    expect(await made.refresh([at("a.md")])).toEqual(NO_CHANGE);
    expect(made.setOpen(at("a.md"), undefined).changed).toEqual(["a.md"]);
    expect(lines(made)).toEqual(["a.md: saved"]);
  });

  it.each([
    "ignored.md",
    "large.md",
    "binary.md",
    "drafts/a.md",
    "none.md",
    "../other.md",
    ".hidden.md",
    "a.txt",
  ])("does not make %s a document", async (path) => {
    make({ "binary.md": new Uint8Array([0]), "large.md": "x".repeat(100) });
    const files = {
      ".gitignore": "ignored.md\n",
      "ignored.md": "",
      "drafts/a.md": "",
      ".hidden.md": "",
      "a.txt": "",
    };
    const made = await index(files, { maxFileBytes: 50, exclude: ["drafts"] });
    expect(made.setOpen(at(path), "#x")).toEqual(NO_CHANGE);
    expect(lines(made)).toEqual([]);
  });

  it("counts as soon as its file is one of the documents", async () => {
    const made = await index({ ".gitignore": "a.md\n", "a.md": tagged("x") });
    made.setOpen(at("a.md"), tagged("y"));
    rmSync(at(".gitignore"));
    await made.refresh([at(".gitignore")]);
    expect(lines(made)).toEqual(["a.md: y"]);
  });

  it("makes no document while it is larger than a file may be", async () => {
    const made = await index({ "a.md": "x" }, { maxFileBytes: 50 });
    expect(made.setOpen(at("a.md"), "\u00e4".repeat(26)).removed).toEqual(["a.md"]);
    expect(made.setOpen(at("a.md"), "\u00e4".repeat(25)).changed).toEqual(["a.md"]);
  });

  it("is not lost when it comes during a refresh", async () => {
    const made = await index({ "a.md": tagged("x"), "b.md": "" });
    appendFileSync(at("b.md"), "words");
    const refreshed = made.refresh([at("a.md"), at("b.md"), root]);
    expect(made.setOpen(at("a.md"), tagged("y")).changed).toEqual(["a.md"]);
    expect((await refreshed).changed).toEqual(["b.md"]);
    expect(lines(made)).toEqual(["a.md: y", "b.md:"]);
  });
});

function range(line: number, start: number, end: number) {
  return { start: { line, character: start }, end: { line, character: end } };
}
