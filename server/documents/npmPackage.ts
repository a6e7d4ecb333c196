import type { FieldValue } from "./fieldTree.ts";
import { findFrontMatter } from "./frontMatter.ts";
import { type Interpretation, interpretationOf, type Source } from "./interpretation.ts";
import { readJson } from "./jsonFields.ts";
import { readMarkdownBody } from "./markdown.ts";
import { newDataField } from "./newField.ts";
import { findTagFields, occurrencesOf } from "./tagFields.ts";

/** npm gives no other field the meaning of tags; `categories` of a VS Code extension is a closed list. */
const tagKeys = ["keywords"];

/**
 * Reads an npm package: `keywords` of package.json are its tags, the README is its prose. A package.json without a name
 * describes no package and gives `undefined`.
 */
export function readNpmPackage(source: Source): Interpretation | undefined {
  const { text, readme = "" } = source;
  const options = { tagKeys, inlineTags: false };
  const span = { start: 0, end: text.length };
  const tree = readJson(text, span);
  const textOf = (key: string) => scalarText(tree.root?.entries.find((entry) => entry.key === key)?.value);
  const topLevel = tree.root && {
    ...tree.root,
    entries: tree.root.entries.filter(({ key }) => key === "keywords"),
  };
  const tagFields = topLevel ? findTagFields(text, topLevel, "json", options) : [];
  if (tree.root && textOf("name") === "" && tagFields.length === 0) return undefined;
  const { tags, problems } = occurrencesOf(tagFields);
  const body = readMarkdownBody(readme, findFrontMatter(readme).bodyStart, options);
  const author = textOf("author").replace(/\s*[<(].*$/, "");
  return interpretationOf(source, "npm-package", {
    prose: {
      title: textOf("name"),
      description: textOf("description"),
      headings: body.headings,
      body: body.body,
      fields: author === "" ? [] : [{ key: "author", value: author }],
    },
    tags,
    problems: [...tree.problems, ...problems],
    tagFields,
    newField: newDataField(text, "json", span, tree.root),
  });
}

function scalarText(value: FieldValue | undefined): string {
  return value?.kind === "scalar" && value.quote !== "" ? value.value.trim() : "";
}
