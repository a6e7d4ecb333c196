import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { zipNames } from "./zipNames.ts";

const ROOT = fileURLToPath(new URL("../../../", import.meta.url));
const ALLOWED = [
  /^\[Content_Types\]\.xml$/,
  /^extension\.vsixmanifest$/,
  /^extension\/dist\/(extension|server|dashboard)\.js$/,
  /^extension\/dist\/dashboard\.css$/,
  /^extension\/(l10n|media)\//,
  /^extension\/package(\.nls(\.[\w-]+)?)?\.json$/,
  /^extension\/(readme\.md|changelog\.md|LICENSE\.txt)$/i,
];

describe("the packed extension", () => {
  let folder: string;
  let archive: Buffer;
  let names: string[];

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), "sdlgm-vsix-"));
    const vsix = join(folder, "packed.vsix");
    execFileSync(process.execPath, ["scripts/package.mjs", vsix], { cwd: ROOT, stdio: "pipe" });
    archive = readFileSync(vsix);
    names = zipNames(archive);
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it("has its programs, its page, its manifest and its papers", () => {
    expect(names.map((name) => name.toLowerCase())).toEqual(
      expect.arrayContaining([
        "extension/dist/extension.js",
        "extension/dist/server.js",
        "extension/dist/dashboard.js",
        "extension/dist/dashboard.css",
        "extension/package.json",
        "extension/readme.md",
        "extension/changelog.md",
        "extension/license.txt",
      ]),
    );
  });

  it("has nothing else but texts in other languages and pictures", () => {
    expect(names.filter((name) => !ALLOWED.some((pattern) => pattern.test(name)))).toEqual([]);
  });

  it("has no source map and no source", () => {
    expect(names.filter((name) => /\.(map|ts|mts)$/.test(name))).toEqual([]);
  });

  it("is smaller than 1 MB", () => {
    expect(archive.length).toBeLessThan(1_000_000);
  });
});
