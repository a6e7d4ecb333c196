/** A document of one style. All of them are about bees, and tagged `honey`, not `bees`. */
export interface StyledDocument {
  readonly name: string;
  readonly path: string;
  /** As it is on disk. */
  readonly text: string;
  /** What is typed behind the first `honey`, or behind another text, to begin a tag that is completed to `bees`; undefined: nothing. */
  readonly typing?: { readonly behind?: string; readonly text: string };
  /** Where adding `bees` is more than to insert it: what is replaced, and by what. */
  readonly adding?: readonly [before: string, after: string];
  /** Where removing `honey` is more than to delete it. */
  readonly removing?: readonly [before: string, after: string];
}

const PROSE =
  "The bees flew out of the hive. The queen was on a frame of comb with the colony around her, and the combs\nare capped, pale and heavy. The smoker went out.\n";

const frontMatter = (lines: string) => `---\ntitle: At the hive # 1\n${lines}\ndraft: false\n---\n\n${PROSE}`;

export const styledDocuments: readonly StyledDocument[] = [
  {
    name: "a YAML block list",
    path: "block.md",
    text: frontMatter("tags:\n  - honey\n  - kitchen"),
    typing: { text: "\n  - be" },
  },
  {
    name: "a block list with comments and blank lines around",
    path: "comments.md",
    text: frontMatter(
      "# before\ntags: # behind the key\n  # in front\n  - honey   # behind the item\n\n  # after it\nx: 1",
    ),
    removing: [
      "tags: # behind the key\n  # in front\n  - honey   # behind the item\n",
      "tags: [] # behind the key\n  # in front\n",
    ],
  },
  {
    name: "a block list of quoted items at the margin",
    path: "margin.md",
    text: frontMatter("tags:\n- 'honey'\n- \"kitchen\""),
    typing: { behind: "'honey'", text: "\n- be" },
  },
  {
    name: "a YAML flow list",
    path: "flow.md",
    text: frontMatter("tags: [honey, kitchen] # c"),
    typing: { text: ", be" },
  },
  {
    name: "a flow list of quoted items over several lines",
    path: "flow-lines.md",
    text: frontMatter('tags: [\n    "honey",\n    "kitchen",\n  ]'),
    typing: { behind: '"kitchen",', text: '\n    "be' },
  },
  { name: "an empty flow list", path: "empty.md", text: frontMatter("tags: [ ]") },
  {
    name: "a comma string",
    path: "comma.md",
    text: frontMatter("tags: honey, kitchen"),
    typing: { text: ", be" },
  },
  { name: "a quoted comma string", path: "quoted-comma.md", text: frontMatter("keywords: 'honey,kitchen'") },
  {
    name: "a space string",
    path: "space.md",
    text: frontMatter("tags: honey  kitchen"),
  },
  {
    name: "a single scalar",
    path: "scalar.md",
    text: frontMatter("tags: honey"),
    adding: ["tags: honey", "tags: [honey, bees]"],
    removing: ["tags: honey", "tags: []"],
  },
  {
    name: "a list in a map",
    path: "map.md",
    text: frontMatter("taxonomies:\n  y: 1\n  tags: [honey]"),
  },
  {
    name: "a TOML array",
    path: "toml.md",
    text: `+++\ntitle = "At the hive"\ntags = ["honey", 'kitchen'] # c\n[extra]\nx = 1\n+++\n\n${PROSE}`,
    typing: { behind: '"honey"', text: ', "be' },
  },
  {
    name: "a TOML array over several lines",
    path: "toml-lines.md",
    text: `+++\ntags = [\n  "honey", # c\n]\n+++\n\n${PROSE}`,
  },
  {
    name: "a TOML string",
    path: "toml-string.md",
    text: `+++\nkeywords = "honey, kitchen"\n+++\n\n${PROSE}`,
  },
  {
    name: "JSON front matter",
    path: "json.md",
    text: `{\n\t"title": "At the hive",\n\t"tags": ["honey", "kitchen"],\n\t"x": {}\n}\n\n${PROSE}`,
  },
  {
    name: "tags in the prose",
    path: "inline.md",
    text: `# At the hive\n\n${PROSE}\n#honey #kitchen\n`,
    typing: { behind: "#honey", text: " #be" },
  },
  {
    name: "reStructuredText",
    path: "field.rst",
    text: `At the hive\n===========\n\n:date: 2024-05-01\n:tags: honey, kitchen\n\n${PROSE}`,
    typing: { text: ", be" },
  },
  {
    name: "AsciiDoc",
    path: "attribute.adoc",
    text: `= At the hive\n:keywords: honey, kitchen\n:toc:\n\n${PROSE}`,
  },
  {
    name: "package.json",
    path: "package/package.json",
    text: `{\n  "name": "at-the-hive",\n  "description": ${JSON.stringify(PROSE.replaceAll("\n", " "))},\n  "keywords": [\n    "honey",\n    "kitchen"\n  ],\n  "files": []\n}\n`,
    typing: { behind: '"kitchen"', text: ',\n    "be' },
  },
  {
    name: "a notebook, as text",
    path: "hive.ipynb",
    text: `{\n "cells": [\n  {\n   "cell_type": "markdown",\n   "metadata": {},\n   "source": ${JSON.stringify([PROSE])}\n  }\n ],\n "metadata": {\n  "tags": ["honey"]\n },\n "nbformat": 4,\n "nbformat_minor": 5\n}\n`,
  },
  {
    name: "a YAML file",
    path: "hive.yaml",
    text: `title: ${PROSE.split("\n")[0]}\ntags:\n - honey\n - kitchen\nx: |\n  y\n`,
  },
  {
    name: "CRLF line ends",
    path: "crlf.md",
    text: frontMatter("tags:\n  - honey\n  - kitchen").replaceAll("\n", "\r\n"),
    typing: { text: "\n  - be" },
  },
  {
    name: "CRLF line ends and no front matter",
    path: "crlf-bare.md",
    text: `# At the hive\n\n${PROSE}`.replaceAll("\n", "\r\n"),
  },
  {
    name: "a byte order mark",
    path: "bom.md",
    text: `\uFEFF${frontMatter("tags: [honey]")}`,
  },
  {
    name: "a byte order mark and no front matter",
    path: "bom-bare.md",
    text: `\uFEFF# At the hive\n\n${PROSE}`,
  },
  {
    name: "tabs",
    path: "tabs.md",
    text: `---\ntitle:\tAt the hive\ntags:\t[honey,\tkitchen]\n---\n\n\t${PROSE}`,
  },
  { name: "no final newline", path: "no-newline.md", text: `${frontMatter("tags: [honey]").trimEnd()}` },
  {
    name: "front matter and nothing else",
    path: "only.md",
    text: "---\ntitle: Bees, the hive and its queen\ntags:\n  - honey\n---",
    removing: ["tags:\n  - honey\n", "tags: []\n"],
  },
  { name: "no front matter", path: "bare.md", text: `# At the hive\n\n${PROSE}` },
  {
    name: "front matter without a tag field",
    path: "no-field.md",
    text: `---\ntitle: At the hive\n---\n${PROSE}`,
  },
];
