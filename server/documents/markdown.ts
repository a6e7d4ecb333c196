import { cleanMarkdown } from "./cleanMarkdown.ts";
import type { Problem, Span, TagOccurrence } from "./document.ts";
import { fileNameWords } from "./format.ts";
import { readFrontMatter } from "./frontMatterFields.ts";
import { inlineTagsIn } from "./inlineTags.ts";
import { type Interpretation, interpretationOf, type Source } from "./interpretation.ts";
import { markdownBlocks } from "./markdownLines.ts";
import type { ReadOptions } from "./options.ts";
import { unusable } from "./tagFields.ts";
import { tagDefect } from "./tagName.ts";

/** Reads a Markdown document with its front matter. */
export function readMarkdownDocument(source: Source): Interpretation {
  const front = readFrontMatter(source);
  const body = readMarkdownBody(source.text, front.bodyStart, source.options);
  const title = cleanMarkdown(front.title);
  return interpretationOf(source, "markdown", {
    prose: {
      title: title || body.title || fileNameWords(source.path),
      description: cleanMarkdown(front.description),
      headings: body.headings.slice(title === "" && body.title !== "" ? 1 : 0),
      body: body.body,
      fields: front.fields,
    },
    tags: [...front.tags, ...body.tags],
    problems: [...front.problems, ...body.problems],
    tagFields: front.tagFields,
    newField: front.newField,
    dash: front.dash,
  });
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
