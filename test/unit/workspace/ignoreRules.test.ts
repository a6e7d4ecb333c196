import { execFileSync, spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { scanFolder } from "./scanFolder.ts";

const hasGit = spawnSync("git", ["--version"]).status === 0;
let root: string;

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "sdlgm-ignore-"));
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

function make(files: Record<string, string>): void {
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), content);
  }
}

async function pathsBelow(folder = ""): Promise<string[]> {
  const { files } = await scanFolder(join(root, folder));
  return files.map((file) => file.path);
}

/** The ignore files, and the documents that are there, a leading `-` for those that are left out. */
async function check(ignoreFiles: Record<string, string>, documents: string[]): Promise<void> {
  make({ ...ignoreFiles, ...Object.fromEntries(documents.map((path) => [path.replace(/^-/, ""), ""])) });
  const expected = documents.filter((path) => !path.startsWith("-")).sort();
  expect(await pathsBelow()).toEqual(expected);
}

describe("ignore files", () => {
  it.each<[string, Record<string, string>, string[]]>([
    [
      "leave out what they name",
      { ".gitignore": "drafts/\n*.tmp.md\n" },
      ["a.md", "-b.tmp.md", "-drafts/c.md", "x/drafts.md"],
    ],
    [
      "anchor a pattern with a slash",
      { ".gitignore": "/a.md\nx/b.md\n" },
      ["-a.md", "x/a.md", "-x/b.md", "y/x/b.md"],
    ],
    [
      "take back with an exclamation mark",
      { ".gitignore": "*.md\n!keep.md\n" },
      ["-a.md", "keep.md", "x/keep.md"],
    ],
    [
      "cannot take back below a folder that is left out",
      { ".gitignore": "x/\n!x/keep.md\n" },
      ["a.md", "-x/keep.md"],
    ],
    [
      "hold for their own folder and below",
      { "x/.gitignore": "b.md\n/c.md\n" },
      ["b.md", "c.md", "-x/b.md", "-x/c.md", "-x/y/b.md", "x/y/c.md"],
    ],
    [
      "are weaker than deeper ones",
      { ".gitignore": "*.md\n", "x/.gitignore": "!*.md\n" },
      ["-a.md", "x/b.md", "x/y/c.md"],
    ],
    [
      "let a deeper one bring back a whole folder",
      { ".gitignore": "out\n", "x/.gitignore": "!out\n" },
      ["-out/a.md", "x/out/b.md"],
    ],
    [
      "still hold in a folder that was brought back",
      { ".gitignore": "out\n*.tmp.md\n", "x/.gitignore": "!out\n" },
      ["x/out/b.md", "-x/out/b.tmp.md"],
    ],
    [
      "may stand in a folder with odd characters",
      { "a [b]*!/.gitignore": "/x.md\n", "#c d /.gitignore": "x.md\n" },
      ["-a [b]*!/x.md", "a bb/x.md", "a [b]*!/y/x.md", "-#c d /y/x.md"],
    ],
    [
      "can have comments, blank lines, a mark and Windows line ends",
      { ".gitignore": "\uFEFFa.md\r\n\r\n# b.md\r\n\\#c.md\r\n" },
      ["-a.md", "b.md", "-#c.md"],
    ],
    [
      "know double stars",
      { ".gitignore": "x/**/b.md\n**/c/*.md\n" },
      ["-x/b.md", "-x/y/b.md", "-z/c/d.md", "b.md"],
    ],
    [
      "of ours are stronger than git's",
      { ".gitignore": "*.md\n", ".sdlgmignore": "!a.md\n" },
      ["a.md", "-b.md"],
    ],
    ["of ours hold in every folder", { "x/.sdlgmignore": "*.md\n" }, ["a.md", "-x/a.md"]],
    [
      "of the repository are the weakest",
      { ".git/info/exclude": "*.md\n", ".gitignore": "!a.md\n" },
      ["a.md", "-b.md"],
    ],
  ])("%s", async (_, ignoreFiles, documents) => {
    await check(ignoreFiles, documents);
  });

  it("are counted, not listed", async () => {
    make({
      ".gitignore": "x/\nb.md\nc.ts\n",
      "a.md": "",
      "b.md": "",
      "c.ts": "",
      "x/d.md": "",
      "x/e.md": "",
    });
    const { ignored, skipped } = await scanFolder(root);
    expect({ ignored, skipped }).toEqual({ ignored: 2, skipped: [] });
  });

  it.skipIf(!hasGit)("mean the same as to git", async () => {
    const names = ["a", "b", "x", "out"];
    const random = mulberry(11);
    const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)];
    const path = (depth: number): string => Array.from({ length: depth }, () => pick(names)).join("/");
    const patterns = [
      () => pick(names),
      () => `${pick(names)}/`,
      () => `/${pick(names)}`,
      () => path(2),
      () => `${pick(names)}/**`,
      () => `**/${path(2)}`,
      () => `/${pick(names)}/*`,
      () => `${pick(["a", "[ab]", "?", "*"])}.md`,
      () => `/*/${pick(names)}.md`,
      () => "*",
    ];
    for (let round = 0; round < 12; round++) {
      rmSync(root, { recursive: true, force: true });
      for (let file = 0; file < 30; file++)
        make({ [`${path(1 + Math.floor(random() * 3))}/${pick(names)}.md`]: "" });
      for (const folder of ["", "a/", "x/", "a/x/"]) {
        const lines = Array.from({ length: 3 }, () => (random() < 0.4 ? "!" : "") + pick(patterns)());
        if (random() < 0.7) make({ [`${folder}.gitignore`]: `${lines.join("\n")}\n` });
      }
      execFileSync("git", ["init", "-q"], { cwd: root });
      const listed = execFileSync("git", ["ls-files", "-o", "--exclude-standard"], {
        cwd: root,
        encoding: "utf8",
      });
      const expected = listed.split("\n").filter((name) => name.endsWith(".md"));
      expect(await pathsBelow(), `round ${round}`).toEqual(expected.sort());
    }
  });
});

describe("ignore files above the scanned folder", () => {
  it("hold when they belong to the same repository", async () => {
    make({
      ".git/info/exclude": "c.md\n",
      ".gitignore": "b.md\n/docs/d.md\n",
      "docs/in/.gitignore": "!b.md\n",
    });
    make({ "docs/a.md": "", "docs/b.md": "", "docs/c.md": "", "docs/d.md": "", "docs/in/b.md": "" });
    expect(await pathsBelow("docs")).toEqual(["a.md", "in/b.md"]);
  });

  it("do not hold without a repository", async () => {
    make({ ".gitignore": "b.md\n", "docs/b.md": "" });
    expect(await pathsBelow("docs")).toEqual(["b.md"]);
  });

  it("do not hold inside another repository", async () => {
    make({ ".git/HEAD": "", ".gitignore": "b.md\n", "docs/.git/HEAD": "", "docs/b.md": "" });
    expect(await pathsBelow("docs")).toEqual(["b.md"]);
  });

  it.each(["docs/", "docs", "docs/*", "docs/**", "/docs/in", "docs/in/*", "*"])(
    "do not hold when they leave out the folder that was asked for: %s",
    async (pattern) => {
      make({ ".git/HEAD": "", ".gitignore": `${pattern}\n`, "docs/in/a.md": "" });
      expect(await pathsBelow("docs/in")).toEqual(["a.md"]);
    },
  );

  it.skipIf(!hasGit)("are found from a worktree", async () => {
    const git = (...words: string[]): unknown =>
      execFileSync("git", ["-c", "user.name=t", "-c", "user.email=t@t", ...words], {
        cwd: root,
        stdio: "ignore",
      });
    git("init", "-q", "main");
    git("-C", "main", "commit", "-q", "--allow-empty", "-m", "first");
    git("-C", "main", "worktree", "add", "-q", "../tree");
    make({ "main/.git/info/exclude": "b.md\n", "tree/a.md": "", "tree/b.md": "", "tree/x/b.md": "" });
    expect(await pathsBelow("tree")).toEqual(["a.md"]);
    expect(await pathsBelow("tree/x")).toEqual([]);
  });
});

/** A small random generator with a seed, so that a failure comes again. */
function mulberry(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
