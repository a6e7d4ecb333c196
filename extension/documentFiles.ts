/** File name endings of the documents that the server reads, in lower case. */
const EXTENSIONS = [
  "md",
  "markdown",
  "mdx",
  "mkd",
  "rmd",
  "qmd",
  "yml",
  "yaml",
  "rst",
  "adoc",
  "asciidoc",
  "asc",
  "ipynb",
];

/** The files that the language client tells the server of, as filters by name: editors disagree about language ids. */
export const DOCUMENT_FILES: readonly { readonly scheme: string; readonly pattern: string }[] = [
  { scheme: "file", pattern: `**/*.{${EXTENSIONS.map(inAnyCase).join(",")}}` },
  { scheme: "file", pattern: "**/package.json" },
];

/** `md` as `[mM][dD]`: the server does not mind case, and patterns do. */
function inAnyCase(extension: string): string {
  return [...extension].map((letter) => `[${letter}${letter.toUpperCase()}]`).join("");
}
