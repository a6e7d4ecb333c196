import { cleanMarkdown } from "./cleanMarkdown.ts";
import type { Problem, Prose, Span, TagOccurrence } from "./document.ts";
import { readFieldProse } from "./fieldProse.ts";
import type { FieldTree } from "./fieldTree.ts";
import { documentName, fileNameWords } from "./format.ts";
import { type DataSyntax, type FrontMatterSearch, findFrontMatter } from "./frontMatter.ts";
import { inlineTagsIn } from "./inlineTags.ts";
import { type Interpretation, interpretationOf, type NewField, type Source } from "./interpretation.ts";
import { readJson } from "./jsonFields.ts";
import { markdownBlocks } from "./markdownLines.ts";
import { dashIndent, newDataField, newFrontMatter } from "./newField.ts";
import type { ReadOptions } from "./options.ts";
import { findTagFields, occurrencesOf, unusable } from "./tagFields.ts";
import { foldTag, tagDefect } from "./tagName.ts";
import { readToml } from "./tomlFields.ts";
import { readYaml } from "./yamlFields.ts";

/** Reads a Markdown document with its front matter. */
export function readMarkdownDocument(source: Source): Interpretation {
  const { path, text, options } = source;
  const found = findFrontMatter(text);
  const tree = found.frontMatter
    ? readData(text, found.frontMatter.syntax, found.frontMatter.inner)
    : { problems: [] };
  // Text between two rules across the page is prose, not data.
  const bodyStart = tree.bareText ? found.frontMatter!.outer.start : found.bodyStart;
  const tagFields = tree.root
    ? findTagFields(
        text,
        tree.root,
        found.frontMatter!.syntax,
        options,
        new Set([foldTag(documentName(path))]),
      )
    : [];
  const inFields = occurrencesOf(tagFields);
  const body = readMarkdownBody(text, bodyStart, options);
  const fields = readFieldProse(tree.root, options);
  const prose: Prose = {
    title: cleanMarkdown(fields.title) || body.title || fileNameWords(path),
    description: cleanMarkdown([fields.description, ...fields.texts].join("\n")),
    headings: body.headings.slice(!fields.title && body.title ? 1 : 0),
    body: body.body,
    fields: fields.fields,
  };
  return interpretationOf(source, "markdown", {
    prose,
    tags: [...inFields.tags, ...body.tags],
    problems: [
      ...(found.problem ? [found.problem] : []),
      ...tree.problems,
      ...inFields.problems,
      ...body.problems,
    ],
    tagFields,
    newField: placeForField(text, found, tree),
    ...(tree.root && { dash: dashIndent(text, tree.root) }),
  });
}

function placeForField(text: string, found: FrontMatterSearch, tree: FieldTree): NewField | undefined {
  if (found.problem) return undefined;
  if (!found.frontMatter) return newFrontMatter(text, text.charCodeAt(0) === 0xfeff ? 1 : 0);
  if (tree.bareText) return newFrontMatter(text, found.frontMatter.outer.start);
  if (!tree.root && tree.problems.length > 0) return undefined;
  return newDataField(text, found.frontMatter.syntax, found.frontMatter.inner, tree.root);
}

export function readData(text: string, syntax: DataSyntax, span: Span): FieldTree {
  if (syntax === "yaml") return readYaml(text, span);
  return syntax === "json" ? readJson(text, span) : readToml(text, span);
}

/** What Markdown without front matter says. */
export interface MarkdownBody {
  /** The first heading of level 1, or empty. It is the first of `headings` then. */
  readonly title: string;
  readonly headings: readonly string[];
  readonly body: string;
  readonly tags: readonly TagOccurrence[];
  readonly problems: readonly Problem[];
}

/** Reads prose from `start` on. Code blocks stay in the body as they are: their words tell what a text is about. */
export function readMarkdownBody(text: string, start: number, options: ReadOptions): MarkdownBody {
  const headings: string[] = [];
  const body: string[] = [];
  const tags: TagOccurrence[] = [];
  const problems: Problem[] = [];
  let title = "";
  for (const { kind, span, level } of markdownBlocks(text, start)) {
    if (kind === "code") {
      body.push(text.slice(span.start, span.end));
      continue;
    }
    const inBlock = options.inlineTags ? inlineTagsIn(text, span) : [];
    for (const tag of inBlock) {
      const defect = tagDefect(tag.name);
      if (defect === undefined) tags.push(tag);
      else if (defect !== "empty") problems.push(unusable(defect, tag.span));
    }
    const words = cleanMarkdown(without(text, span, inBlock));
    if (words === "") continue;
    if (kind === "text") body.push(words);
    else if (level === 1 && title === "") {
      title = words;
      headings.unshift(words);
    } else headings.push(words);
  }
  return { title, headings, body: body.join("\n"), tags, problems };
}

function without(text: string, span: Span, cuts: readonly TagOccurrence[]): string {
  let out = "";
  let at = span.start;
  for (const cut of cuts) {
    out += text.slice(at, cut.span.start);
    at = cut.span.end;
  }
  return out + text.slice(at, span.end);
}
