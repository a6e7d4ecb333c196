import type { Prose } from "./document.ts";
import { readFieldProse } from "./fieldProse.ts";
import { baseName, fileNameWords } from "./format.ts";
import { type Interpretation, interpretationOf, type Source } from "./interpretation.ts";
import { dashIndent, newDataField } from "./newField.ts";
import { type ReadOptions, tagKeyRank } from "./options.ts";
import { findTagFields, occurrencesOf } from "./tagFields.ts";
import { readYaml } from "./yamlFields.ts";

/** Longer YAML is data, not a description. In UTF-16 code units. */
const MAX_LENGTH = 1 << 20;

/**
 * Reads a YAML file that describes something, such as nf-core's `meta.yml`. A YAML file is a document if it is named
 * `meta.yml` or has a tag field at its top level with names in it or nothing; all others give `undefined`.
 */
export function readYamlDocument(source: Source): Interpretation | undefined {
  const { path, text, options } = source;
  const isMeta = /^meta\.ya?ml$/i.test(baseName(path));
  if (text.length > MAX_LENGTH || !(isMeta || hasTopLevelTagKey(text, options))) return undefined;
  const start = text.charCodeAt(0) === 0xfeff ? 1 : 0;
  const span = { start, end: firstDocumentEnd(text) };
  const tree = readYaml(text, span);
  const tagFields = tree.root ? findTagFields(text, tree.root, "yaml", options) : [];
  const { tags, problems } = occurrencesOf(tagFields);
  if (!isMeta && tags.length === 0 && !tagFields.some(({ shape }) => shape === "empty")) return undefined;
  const fields = readFieldProse(tree.root, options, 1);
  const prose: Prose = {
    title: fields.title || fileNameWords(path),
    description: fields.description,
    headings: [],
    body: fields.texts.join("\n"),
    fields: fields.fields,
  };
  return interpretationOf(source, "yaml", {
    prose,
    tags,
    problems: [...tree.problems, ...problems],
    tagFields,
    newField: tree.root ? newDataField(text, "yaml", span, tree.root) : undefined,
    ...(tree.root && { dash: dashIndent(text, tree.root) }),
  });
}

function hasTopLevelTagKey(text: string, options: ReadOptions): boolean {
  return [...text.matchAll(/^["']?([\w-]{1,40})["']?[ \t]*:(?=\s|$)/gm)].some(
    ([, key]) => tagKeyRank(key!, options) !== undefined,
  );
}

/** Where the first of the documents in a YAML file ends. */
function firstDocumentEnd(text: string): number {
  const lead = /^\ufeff?(?:[ \t]*(?:#[^\n]*)?\r?\n)*(?:---[^\n]*\n)?/.exec(text)![0].length;
  const marker = /^(?:---|\.\.\.)(?=\s|$)/gm;
  marker.lastIndex = lead;
  return marker.exec(text)?.index ?? text.length;
}
