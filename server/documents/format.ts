import type { DocumentFormat } from "./document.ts";

const byExtension: Readonly<Record<string, DocumentFormat>> = {
  md: "markdown",
  markdown: "markdown",
  mdx: "markdown",
  mkd: "markdown",
  rmd: "markdown",
  qmd: "markdown",
  yml: "yaml",
  yaml: "yaml",
  rst: "restructuredtext",
  adoc: "asciidoc",
  asciidoc: "asciidoc",
  asc: "asciidoc",
  ipynb: "notebook",
};

/**
 * The format that a file name promises, or `undefined` for files that hold no document. Every YAML file is `yaml` here;
 * whether it is a document shows only when it is read.
 */
export function formatOf(path: string): DocumentFormat | undefined {
  const name = baseName(path);
  if (name === "package.json") return "npm-package";
  const dot = name.lastIndexOf(".");
  return dot < 0 ? undefined : byExtension[name.slice(dot + 1).toLowerCase()];
}

/** The last part of a path with forward slashes. */
export function baseName(path: string): string {
  return path.slice(path.lastIndexOf("/") + 1);
}

/** The words of a file's name, or of its folder's where the file is an index of it: a title for a document without one. */
export function fileNameWords(path: string): string {
  return documentName(path)
    .replace(/^\d{4}-\d{2}-\d{2}[-_ ]*(?=.)/, "")
    .replace(/[-_.\s]+/g, " ")
    .trim();
}

/** What a path calls its document: the file's name without extensions, or the folder's for `index`, `README`, `meta`, `package`. */
function documentName(path: string): string {
  const parts = path.split("/").filter((part) => part !== "");
  const stem = (parts.at(-1) ?? "").replace(/(?<=.)\.[^.]*$/, "").replace(/\.[a-z]{2}(?:-[a-z]{2})?$/i, "");
  return /^_?(?:index|readme(?:[-_]\w+)?|meta|package)$/i.test(stem) && parts.length > 1
    ? parts.at(-2)!
    : stem;
}
