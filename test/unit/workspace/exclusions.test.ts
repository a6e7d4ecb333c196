import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { describe, expect, it } from "vitest";
import { exclusionOf } from "../../../server/workspace/exclusions.ts";
import { openSources } from "../../../server/workspace/source.ts";

describe("a pattern to exclude", () => {
  it.each<[string, string, boolean]>([
    ["**/drafts", "drafts/", true],
    ["**/drafts", "a/b/drafts/", true],
    ["**/drafts", "a/drafts.md", false],
    ["**/*.tmp.md", "a/b.tmp.md", true],
    ["**/*.tmp.md", ".tmp.md", true],
    ["*.md", "a.md", true],
    ["*.md", "a/b.md", false],
    ["build/", "build/", true],
    ["build/", "build", false],
    ["build", "a/build/", false],
    ["/build", "build/", true],
    ["./build", "build/", true],
    ["a/**", "a/", true],
    ["a/**", "b/", false],
    ["**/{x,y}.md", "a/y.md", true],
    ["a?.md", "ab.md", true],
    ["a[0-9].md", "a7.md", true],
    ["a (1).md", "a (1).md", true],
    ["!a.md", "b.md", false],
    ["+(a).md", "aa.md", false],
  ])("%s of %s: %s", (pattern, path, expected) => {
    expect(exclusionOf([pattern])(path.replace(/\/$/, ""), path.endsWith("/"))).toBe(expected);
  });

  it("that cannot be one is ignored, and the others count", () => {
    const patterns = ["", "/", "[", "{a", "x".repeat(100_000), 7 as unknown as string, "b.md"];
    const excludes = exclusionOf(patterns);
    expect(["a.md", "b.md", "x.md"].filter((path) => excludes(path, false))).toEqual(["b.md"]);
  });
});

describe.skipIf(process.platform === "win32")("a folder that is read with patterns to exclude", () => {
  it("has no documents that they name, not even by way of a link", async () => {
    const root = mkdtempSync(join(tmpdir(), "sdlgm-exclude-"));
    for (const path of ["a.md", "drafts/b.md", "n/drafts/c.md", "n/d.md", "e.tmp.md", ".h/f.md"]) {
      mkdirSync(dirname(join(root, path)), { recursive: true });
      writeFileSync(join(root, path), "");
    }
    symlinkSync(".h", join(root, "build"));
    const idsWithout = async (...exclude: string[]) => {
      const source = await openSources([root], { exclude });
      return source.kind === "documents" ? source.documents.map(({ id }) => id) : [];
    };
    expect(await idsWithout()).toEqual([
      "a.md",
      "build/f.md",
      "drafts/b.md",
      "e.tmp.md",
      "n/d.md",
      "n/drafts/c.md",
    ]);
    expect(await idsWithout("**/drafts", "**/*.tmp.md", "build/")).toEqual(["a.md", "n/d.md"]);
    rmSync(root, { recursive: true, force: true });
  });
});
