import picomatch from "picomatch";
import { describe, expect, it } from "vitest";
import { DOCUMENT_FILES } from "../../../extension/documentFiles.ts";
import { formatOf } from "../../../server/documents/format.ts";

const isSent = (path: string): boolean =>
  DOCUMENT_FILES.some(({ pattern }) => picomatch.isMatch(path, pattern, { dot: true }));

describe("the files that the server is told of", () => {
  it.each([
    "notes/a.md",
    "notes/README.MD",
    "a.markdown",
    "a.mdx",
    "a.mkd",
    "analysis.Rmd",
    "a.qmd",
    "a.yml",
    "a.yaml",
    "a.rst",
    "a.adoc",
    "a.asciidoc",
    "a.asc",
    "a.ipynb",
    "packages/one/package.json",
    "package.json",
    ".hidden/a.md",
    "a.txt",
    "tsconfig.json",
    "my-package.json",
    "md",
    "a.md.bak",
  ])("%s: as the server has it", (path) => {
    expect(isSent(path)).toBe(formatOf(path) !== undefined);
  });
});
