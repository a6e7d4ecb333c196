import { fileNameWords } from "./format.ts";
import { readFrontMatter } from "./frontMatterFields.ts";
import { type Interpretation, interpretationOf, type Source } from "./interpretation.ts";
import { lineField } from "./lineFields.ts";
import { occurrencesOf, type TagField } from "./tagFields.ts";
import { lineEndOf } from "./textEdits.ts";

/** Attributes that name themselves descriptions. */
const descriptions = /^(?:page-)?(?:description|summary|excerpt)$/i;

/** Reads AsciiDoc: front matter where there is any, the attributes, the sections and the words of the rest. */
export function readAsciidoc(source: Source): Interpretation {
  const { text, options, path } = source;
  const front = readFrontMatter(source);
  const tagFields: TagField[] = [];
  const described = [front.description];
  for (const match of text.slice(front.bodyStart).matchAll(/^:([A-Za-z][\w-]{0,60}):([^\n]*)$/gm)) {
    const [line, key, value] = match as unknown as [string, string, string];
    const start = front.bodyStart + match.index + 1;
    const written = { start: start + key.length + 1, end: start - 1 + line.length };
    const field = lineField(
      text,
      key,
      { start, end: start + key.length },
      written,
      "asciidoc-attribute",
      options,
    );
    if (field) tagFields.push(field);
    else if (descriptions.test(key)) described.push(value.trim());
  }
  const { tags, problems } = occurrencesOf(tagFields);
  const headings = [...text.slice(front.bodyStart).matchAll(/^(={1,6})[ \t]+([^\n]+)$/gm)].map(
    ([, marks, words]) => ({ level: marks!.length, words: cleanAsciidoc(words!) }),
  );
  const first = headings.find(({ level }) => level === 1);
  const title = front.title || first?.words || fileNameWords(path);
  const eol = lineEndOf(text);
  const offset = front.bodyStart;
  const gap = /^(?:=[ \t]|:|\r?\n|$)/.test(text.slice(offset, offset + 3)) ? "" : eol;
  const bare = front.tagFields.length === 0 && front.problems.length === 0 && !(offset > 1);
  return interpretationOf(source, "asciidoc", {
    prose: {
      title,
      description: described.filter((part) => part !== "").join("\n"),
      headings: headings
        .filter((heading) => front.title !== "" || heading !== first)
        .map(({ words }) => words),
      body: cleanAsciidoc(text.slice(front.bodyStart).replace(/^={1,6}[ \t]+[^\n]+$/gm, "")),
      fields: front.fields,
    },
    tags: [...front.tags, ...tags],
    problems: [...front.problems, ...problems],
    tagFields: [...front.tagFields, ...tagFields],
    // An attribute may stand above the title; below it the author's line comes first.
    newField: bare ? { offset, write: (key, tag) => `:${key}: ${tag}${eol}${gap}` } : front.newField,
    dash: front.dash,
  });
}

/** Words without attributes, comments, block marks, macro names and addresses; link texts and alt texts stay. */
function cleanAsciidoc(text: string): string {
  return text
    .replace(/^:!?[\w-]+!?:[^\n]*$|^\/\/[^\n]*$|^\[[^\n]*\][ \t]*\r?$/gm, "")
    .replace(/^(?:-{2,}|={4,}|\*{4,}|_{4,}|\.{4,}|\+{1,4}|\|={3,}|'{3,})[ \t]*\r?$/gm, "")
    .replace(
      /\b(?:https?|ftp|link|xref|mailto|image|include|video|audio|footnote|kbd|btn|menu)::?[^\s[\]]*(?:\[([^[\]\n]{0,500})\])?/g,
      macroText,
    )
    .replace(/<<[^<>,\n]{1,200}(?:,([^<>\n]{1,200}))?>>/g, "$1")
    .replace(/\{[\w-]{1,60}\}/g, " ")
    .replace(/^[ \t]*(?:[-*.]+|\d{1,9}\.|\|)[ \t]+/gm, "")
    .replace(/[*`#|]+|(?<![A-Za-z0-9])_+|_+(?![A-Za-z0-9])/g, "")
    .replace(/[^\S\n]+/g, " ")
    .replace(/ ?\n ?/g, "\n")
    .replace(/\n{3,}/g, "\n\n")
    .trim();
}

function macroText(_whole: string, inside?: string): string {
  const words = inside?.split(",")[0]?.replace(/\^$|^"|"$/g, "") ?? "";
  return words.includes("=") ? " " : words;
}
