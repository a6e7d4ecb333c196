import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { scanNodeModules } from "../../../server/workspace/npmPackages.ts";

let top: string;
let root: string;

beforeEach(() => {
  top = mkdtempSync(join(tmpdir(), "sdlgm-npm-"));
  root = join(top, "node_modules");
  mkdirSync(root);
});
afterEach(() => rmSync(top, { recursive: true, force: true }));

function make(files: Record<string, string>): void {
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), content);
  }
}

const pack = (name: string, version = "1.0.0"): string => JSON.stringify({ name, version });

async function paths(): Promise<string[]> {
  return (await scanNodeModules(root)).packages.map((found) => dirname(found.path)).sort();
}

describe("scanning node_modules", () => {
  it("finds plain, scoped and nested packages, and no package.json that lies elsewhere", async () => {
    make({
      "b/package.json": pack("b"),
      "@s/c/package.json": pack("@s/c"),
      "a/package.json": pack("a"),
      "a/node_modules/n/package.json": pack("n"),
      "a/node_modules/@t/m/package.json": pack("@t/m"),
      "a/dist/package.json": pack("not"),
      ".bin/x/package.json": pack("not"),
      "empty/index.js": "",
    });
    expect(await paths()).toEqual(["@s/c", "a", "a/node_modules/@t/m", "a/node_modules/n", "b"]);
  });

  it("takes the same name and version once, where it is least deep, and other versions too", async () => {
    make({
      "a/package.json": pack("a"),
      "a/node_modules/z/package.json": pack("z", "2.0.0"),
      "a/node_modules/y/package.json": pack("y"),
      "y/package.json": pack("y"),
      "z/package.json": pack("z", "1.0.0"),
    });
    expect(await paths()).toEqual(["a", "a/node_modules/z", "y", "z"]);
    expect((await scanNodeModules(root)).duplicates).toBe(1);
  });

  it("keeps every package without a name, a version or valid JSON: its reader says what is wrong", async () => {
    make({ "a/package.json": "{", "b/package.json": "{", "c/package.json": "null", "d/package.json": "{}" });
    expect(await paths()).toEqual(["a", "b", "c", "d"]);
  });

  it.each<[string, string[], string | undefined]>([
    ["README.md", ["README.md"], "README.md"],
    ["any case and ending", ["readme.Markdown", "index.md"], "readme.Markdown"],
    ["Markdown before others", ["README", "README.txt", "readme.md"], "readme.md"],
    ["no README in another language", ["README.zh-CN.md"], undefined],
    ["none", [], undefined],
  ])("gives a package its README: %s", async (_, names, expected) => {
    make({ "a/package.json": pack("a"), ...Object.fromEntries(names.map((name) => [`a/${name}`, name])) });
    const { packages } = await scanNodeModules(root);
    expect(packages).toEqual([
      { path: "a/package.json", text: pack("a"), ...(expected === undefined ? {} : { readme: expected }) },
    ]);
  });

  it.skipIf(process.platform === "win32")(
    "finds the packages of pnpm's store once and ends when links go round",
    async () => {
      make({
        ".pnpm/a@1.0.0/node_modules/a/package.json": pack("a"),
        ".pnpm/b@1.0.0/node_modules/b/package.json": pack("b"),
      });
      symlinkSync(".pnpm/a@1.0.0/node_modules/a", join(root, "a"));
      symlinkSync("../../b@1.0.0/node_modules/b", join(root, ".pnpm/a@1.0.0/node_modules/b"));
      symlinkSync("../..", join(root, "loop"));
      expect(await paths()).toEqual([".pnpm/a@1.0.0/node_modules/a", ".pnpm/b@1.0.0/node_modules/b"]);
    },
  );

  it("reports what is too large or binary, and reads the rest", async () => {
    make({ "a/package.json": "x".repeat(99), "b/package.json": pack("b"), "b/README.md": "\0" });
    const { packages, skipped, bytes } = await scanNodeModules(root, { maxFileBytes: 50 });
    expect(packages).toEqual([{ path: "b/package.json", text: pack("b") }]);
    expect(skipped).toEqual([
      { path: "a/package.json", reason: "too-large" },
      { path: "b/README.md", reason: "binary" },
    ]);
    expect(bytes).toBe(pack("b").length);
  });

  it("reads the packages of this project", async () => {
    const own = join(import.meta.dirname, "../../../node_modules");
    const counts: number[] = [];
    const { packages } = await scanNodeModules(own, { onProgress: (count) => counts.push(count) });
    const ignore = packages.find((found) => found.path === "ignore/package.json");
    expect(ignore?.readme).toContain("gitignore");
    expect(counts.at(-1)).toBe(packages.length);
  });

  it("stops with the reason of the signal, and says when the folder is not there", async () => {
    await expect(scanNodeModules(root, { signal: AbortSignal.abort(new Error("enough")) })).rejects.toThrow(
      "enough",
    );
    await expect(scanNodeModules(join(top, "x/node_modules"))).rejects.toThrow("No such folder or file");
  });
});
