import fc from "fast-check";

/** A way to write the tags of a document. */
export interface WrittenStyle {
  readonly name: string;
  readonly path: string;
  /** The text with these tags, which are slugs, and with other things around them. */
  readonly write: (tags: readonly string[]) => string;
  /** Whether any name can be written in this style, quoted if it must be. */
  readonly anyName: boolean;
}

/** Names of one word that every style can hold. */
export const slugs = fc
  .stringMatching(/^[a-z][a-z0-9]{0,5}(?:-[a-z0-9]{1,4})?$/)
  .filter((name) => !/^(?:y|n|no|on|off|yes|true|false|null)$/.test(name));

/** Names that only quotes can hold, or nothing. */
export const wildNames = fc
  .oneof(
    fc.constantFrom(
      "c#",
      "yes",
      "1.0",
      "a: b",
      "null",
      "[x]",
      "it's",
      'say "x"',
      "a, b",
      "\\",
      "- a",
      "?",
      "é",
      "日本",
      "{}",
      "&x",
      "*",
      "!",
      "%",
      "@a",
      "`",
      "> a",
      "a #b",
      "~",
      "2024-01-01",
      "0x1f",
      "a:",
      "'",
      '"',
      "a\\nb",
      "---",
      "...",
      "Deep Sea",
      "#",
      "| a",
      ".inf",
    ),
    fc.string({ unit: "grapheme", minLength: 1, maxLength: 12 }),
  )
  .map((name) => name.trim().replace(/\s+/g, " "));

const markdown = (
  name: string,
  anyName: boolean,
  write: (tags: readonly string[]) => string,
): WrittenStyle => ({
  name,
  path: "note.md",
  anyName,
  write: (tags) => `---\ntitle: "T: x" # kept\n${write(tags)}\n# comment\nx: [ 1,2 ]\n---\n\nText  \n`,
});

export const writtenStyles: readonly WrittenStyle[] = [
  markdown(
    "block list",
    true,
    (tags) => `tags: # c\n${tags.map((tag) => `  - ${tag}  # ${tag}`).join("\n")}`,
  ),
  markdown(
    "block list at the margin",
    true,
    (tags) => `tags:\n${tags.map((tag) => `- '${tag}'`).join("\n")}`,
  ),
  markdown("flow list", true, (tags) => `tags: [ ${tags.join(" , ")} ]`),
  markdown("quoted flow list", true, (tags) => `topics: [${tags.map((tag) => `"${tag}"`).join(",")}] # c`),
  markdown(
    "flow list over lines",
    true,
    (tags) => `tags: [\n${tags.map((tag) => `    '${tag}', # c`).join("\n")}\n  ]`,
  ),
  markdown(
    "double-quoted flow list over lines",
    true,
    (tags) => `tags: [\n${tags.map((tag) => `    "${tag}", # c`).join("\n")}\n  ]`,
  ),
  markdown("list in a map", true, (tags) => `taxonomies:\n  y: 1\n  tags: [${tags.join(", ")}]`),
  markdown("comma string", false, (tags) => `related: ${tags.join(", ")}`),
  markdown("quoted comma string", false, (tags) => `related: '${tags.join(",")}'`),
  markdown("space string", false, (tags) => `tags: ${tags.join("  ")}`),
  {
    name: "TOML array",
    path: "n.md",
    anyName: true,
    write: (tags) =>
      `+++\nx = 1\ntags = [${tags.map((tag) => `\n '${tag}', # c`).join("")}\n]\n[y]\n+++\nText`,
  },
  {
    name: "TOML table",
    path: "n.md",
    anyName: true,
    write: (tags) => `+++\n[taxonomies]\ntags = [${tags.map((tag) => `"${tag}"`).join(", ")}]\n+++\n`,
  },
  {
    name: "TOML string",
    path: "n.md",
    anyName: false,
    write: (tags) => `+++\nkeywords = "${tags.join(", ")}"\n+++\n`,
  },
  {
    name: "JSON array after a tab",
    path: "n.md",
    anyName: true,
    write: (tags) => `{\n\t"tags": [${tags.map((tag) => `"${tag}"`).join(", ")}]\n}\nText`,
  },
  {
    name: "package over lines",
    path: "package.json",
    anyName: true,
    write: (tags) => `{"name": "x", "keywords": [\n  ${tags.map((tag) => `"${tag}"`).join(",\n  ")}\n]}\n`,
  },
  {
    name: "JSON array",
    path: "n.md",
    anyName: true,
    write: (tags) => `{\n\t"tags": [${tags.map((tag) => `"${tag}"`).join(", ")}],\n\t"x": {}\n}\nText`,
  },
  {
    name: "package",
    path: "package.json",
    anyName: true,
    write: (tags) =>
      `{"name": "x", "keywords": [\n  ${tags.map((tag) => `"${tag}"`).join(",\n  ")}\n], "y": []}\n`,
  },
  {
    name: "notebook",
    path: "n.ipynb",
    anyName: true,
    write: (tags) =>
      `{"cells": [{"cell_type": "code", "metadata": {"tags": []}, "source": "x"}],\n "metadata": {"tags": [${tags.map((tag) => `"${tag}"`).join(", ")}]}}`,
  },
  {
    name: "YAML file",
    path: "meta.yml",
    anyName: true,
    write: (tags) => `name: x\nkeywords:\n${tags.map((tag) => ` - ${tag}`).join("\n")}`,
  },
  {
    name: "YAML file with more below",
    path: "meta.yml",
    anyName: true,
    write: (tags) =>
      `name: x\nkeywords:\n${tags.map((tag) => ` - "${tag}"`).join("\n")}\ninput:\n - x: |\n    y\nz: 1\n`,
  },
  {
    name: "reStructuredText",
    path: "n.rst",
    anyName: false,
    write: (tags) => `T\n=====\n\n:tags: ${tags.join(", ")}\n\nText\n`,
  },
  {
    name: "AsciiDoc",
    path: "n.adoc",
    anyName: false,
    write: (tags) => `= T\n:keywords: ${tags.join(",")}\n\nText\n`,
  },
];
