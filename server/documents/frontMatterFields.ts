import type { Problem, Prose, Span, TagOccurrence } from "./document.ts";
import { readFieldProse } from "./fieldProse.ts";
import type { FieldTree } from "./fieldTree.ts";
import { type DataSyntax, type FrontMatterSearch, findFrontMatter } from "./frontMatter.ts";
import type { NewField, Source } from "./interpretation.ts";
import { readJson } from "./jsonFields.ts";
import { dashIndent, newDataField, newFrontMatter } from "./newField.ts";
import { findTagFields, occurrencesOf, type TagField } from "./tagFields.ts";
import { readToml } from "./tomlFields.ts";
import { readYaml } from "./yamlFields.ts";

/** What the front matter of a document says. */
export interface FrontMatterFields {
  readonly bodyStart: number;
  readonly title: string;
  readonly description: string;
  readonly fields: Prose["fields"];
  readonly tags: readonly TagOccurrence[];
  readonly problems: readonly Problem[];
  readonly tagFields: readonly TagField[];
  readonly newField: NewField | undefined;
  readonly dash: string;
}

export function readFrontMatter({ text, options }: Source): FrontMatterFields {
  const found = findFrontMatter(text);
  const tree = found.frontMatter
    ? readData(text, found.frontMatter.syntax, found.frontMatter.inner)
    : { problems: [] };
  const tagFields = tree.root ? findTagFields(text, tree.root, found.frontMatter!.syntax, options) : [];
  const { tags, problems } = occurrencesOf(tagFields);
  const { title, description, fields, texts } = readFieldProse(tree.root, options);
  return {
    // Text between two rules across the page is prose, not data.
    bodyStart: tree.bareText ? found.frontMatter!.outer.start : found.bodyStart,
    title,
    description: [description, ...texts].join("\n"),
    fields,
    tags,
    problems: [...(found.problem ? [found.problem] : []), ...tree.problems, ...problems],
    tagFields,
    newField: placeForField(text, found, tree),
    dash: tree.root ? dashIndent(text, tree.root) : "  ",
  };
}

function readData(text: string, syntax: DataSyntax, span: Span): FieldTree {
  if (syntax === "yaml") return readYaml(text, span);
  return syntax === "json" ? readJsonBlock(text, span) : readToml(text, span);
}

/** Between `;;;` the braces may be missing, as Middleman writes it. */
function readJsonBlock(text: string, span: Span): FieldTree {
  if (/^\s*"/.test(text.slice(span.start, span.start + 200))) {
    const message = "JSON front matter without braces is not read. Put `{` and `}` around it.";
    return {
      problems: [{ code: "json.no-braces", message, span: { start: span.start, end: span.start + 1 } }],
    };
  }
  return readJson(text, span);
}

function placeForField(text: string, found: FrontMatterSearch, tree: FieldTree): NewField | undefined {
  if (found.problem) return undefined;
  if (!found.frontMatter) return newFrontMatter(text, text.charCodeAt(0) === 0xfeff ? 1 : 0);
  if (tree.bareText) return newFrontMatter(text, found.frontMatter.outer.start);
  if (!tree.root && tree.problems.length > 0) return undefined;
  return newDataField(text, found.frontMatter.syntax, found.frontMatter.inner, tree.root);
}
