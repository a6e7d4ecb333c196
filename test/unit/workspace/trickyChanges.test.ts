import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  realpathSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { FolderIndex } from "../../../server/workspace/folderIndex.ts";

/** `top/notes` is the folder of the index, which git has no say in unless a case makes it a repository. */
let top: string;
beforeEach(() => {
  top = realpathSync(mkdtempSync(join(tmpdir(), "sdlgm-tricky-")));
});
afterEach(() => rmSync(top, { recursive: true, force: true }));

const tagged = (tag: string): string => `---\ntags: [${tag}]\n---\n`;

function write(path: string, text: string): void {
  mkdirSync(dirname(join(top, path)), { recursive: true });
  writeFileSync(join(top, path), text);
}
const remove = (path: string): void => rmSync(join(top, path), { recursive: true });
const move = (from: string, to: string): void => renameSync(join(top, from), join(top, to));
const link = (path: string, to: string): void => symlinkSync(to, join(top, path));

interface Case {
  /** Files with their tag or text; ` -> ` in the name makes a link. */
  readonly start: readonly (readonly [path: string, content: string])[];
  readonly change: () => void;
  readonly touched: readonly string[];
  /** `path: tag` of all documents then. */
  readonly expected: readonly string[];
}

const CASES: Readonly<Record<string, Case>> = {
  "the text behind a link that is no document itself": {
    start: [
      ["notes/z.txt", "old"],
      ["notes/l.md -> z.txt", ""],
    ],
    change: () => write("notes/z.txt", tagged("new")),
    touched: ["notes/z.txt"],
    expected: ["l.md: new"],
  },
  "a link that comes to life": {
    start: [["notes/l.md -> z.txt", ""]],
    change: () => write("notes/z.txt", tagged("new")),
    touched: ["notes/z.txt"],
    expected: ["l.md: new"],
  },
  "a link on the way to a document that goes": {
    start: [
      ["notes/z.txt", "old"],
      ["notes/m -> z.txt", ""],
      ["notes/l.md -> m", ""],
    ],
    change: () => remove("notes/m"),
    touched: ["notes/m"],
    expected: [],
  },
  "a document that is told of by the name of a link": {
    start: [
      ["notes/a/x.md", "old"],
      ["notes/l -> a", ""],
    ],
    change: () => write("notes/l/x.md", tagged("new")),
    touched: ["notes/l/x.md"],
    expected: ["a/x.md: new"],
  },
  "a hidden folder that a link leads to": {
    start: [
      ["notes/.h/x.md", "old"],
      ["notes/l -> .h", ""],
    ],
    change: () => write("notes/.h/x.md", tagged("new")),
    touched: ["notes/.h/x.md"],
    expected: ["l/x.md: new"],
  },
  "a folder that became a link, told by a file in it": {
    start: [["notes/a/x.md", "old"]],
    change: () => {
      move("notes/a", "notes/b");
      link("notes/a", "b");
    },
    touched: ["notes/a/x.md"],
    expected: ["b/x.md: old"],
  },
  "a folder that goes": {
    start: [["notes/a/b/x.md", "old"]],
    change: () => remove("notes/a"),
    touched: ["notes/a"],
    expected: [],
  },
  "a folder that comes, told by its name alone": {
    start: [["elsewhere/x.md", "new"]],
    change: () => move("elsewhere", "notes/a"),
    touched: ["notes/a"],
    expected: ["a/x.md: new"],
  },
  "a folder that a file takes the place of": {
    start: [["notes/a.b/x.md", "old"]],
    change: () => {
      remove("notes/a.b");
      write("notes/a.b", "");
    },
    touched: ["notes/a.b"],
    expected: [],
  },
  "a document that a folder takes the place of": {
    start: [["notes/a.md", "old"]],
    change: () => {
      remove("notes/a.md");
      write("notes/a.md/x.md", tagged("new"));
    },
    touched: ["notes/a.md"],
    expected: ["a.md/x.md: new"],
  },
  "two folders that swap names": {
    start: [
      ["notes/a/x.md", "one"],
      ["notes/b/x.md", "two"],
    ],
    change: () => {
      move("notes/a", "c");
      move("notes/b", "notes/a");
      move("c", "notes/b");
    },
    touched: ["notes/a", "notes/b"],
    expected: ["a/x.md: two", "b/x.md: one"],
  },
  "a folder further up that another one takes the place of": {
    start: [
      ["notes/x.md", "old"],
      ["other/x.md", "new"],
    ],
    change: () => {
      move("notes", "aside");
      move("other", "notes");
    },
    touched: ["."],
    expected: ["x.md: new"],
  },
  "the folder itself that another one takes the place of": {
    start: [
      ["notes/x.md", "old"],
      ["other/x.md", "new"],
    ],
    change: () => {
      move("notes", "aside");
      move("other", "notes");
    },
    touched: ["notes"],
    expected: ["x.md: new"],
  },
  "the folder itself that goes": {
    start: [["notes/x.md", "old"]],
    change: () => remove("notes"),
    touched: ["notes"],
    expected: [],
  },
  "an ignore file of the repository further up": {
    start: [
      [".git/HEAD", ""],
      ["notes/x.md", "old"],
      ["notes/y.md", "old"],
    ],
    change: () => write(".gitignore", "x.md\n"),
    touched: [".gitignore"],
    expected: ["y.md: old"],
  },
  "what git excludes without an ignore file": {
    start: [
      ["notes/.git/HEAD", ""],
      ["notes/x.md", "old"],
      ["notes/y.md", "old"],
    ],
    change: () => write("notes/.git/info/exclude", "x.md\n"),
    touched: ["notes/.git/info/exclude"],
    expected: ["y.md: old"],
  },
  "a folder that becomes a repository of its own": {
    start: [
      [".git/HEAD", ""],
      [".gitignore", "/notes/x.md\n"],
      ["notes/x.md", "old"],
    ],
    change: () => write("notes/.git/HEAD", ""),
    touched: ["notes/.git"],
    expected: ["x.md: old"],
  },
  "files that are none of its business": {
    start: [["notes/x.md", "old"]],
    change: () => {
      write("notes/code.ts", "");
      write("beside/x.md", "");
    },
    touched: ["notes/code.ts", "notes/gone.ts", "beside/x.md", "notes-2/x.md"],
    expected: ["x.md: old"],
  },
  "very many files at once": {
    start: [["notes/x.md", "old"]],
    change: () => {
      for (let number = 0; number < 300; number++) write(`notes/${number}.ts`, "");
      write("notes/x.md", tagged("new"));
    },
    touched: [...Array.from({ length: 300 }, (_, number) => `notes/${number}.ts`), "notes/x.md"],
    expected: ["x.md: new"],
  },
};

describe.skipIf(process.platform === "win32")("a refreshed index knows of", () => {
  it.each(Object.entries(CASES))("%s", async (_, { start, change, touched, expected }) => {
    mkdirSync(join(top, "notes"));
    for (const [path, content] of start) {
      const [from, to] = path.split(" -> ");
      if (to !== undefined) link(from, to);
      else write(path, path.endsWith(".md") || path.endsWith(".txt") ? tagged(content) : content);
    }
    const root = join(top, "notes");
    const index = await FolderIndex.open(root);
    change();
    await index.refresh(touched.map((place) => join(top, place)));
    expect(lines(index)).toEqual(expected);
    if (existsSync(root)) expect(lines(await FolderIndex.open(root))).toEqual(expected);
  });
});

function lines({ documents }: FolderIndex): string[] {
  return Array.from(documents, ([path, { tags }]) => `${path}: ${tags.map(({ name }) => name).join(" ")}`);
}
