import { fileNameWords } from "./format.ts";
import { type Interpretation, interpretationOf, type NewField, type Source } from "./interpretation.ts";
import { lineField } from "./lineFields.ts";
import { occurrencesOf, type TagField } from "./tagFields.ts";
import { lineEndOf } from "./textEdits.ts";

/** `:tags: a`, `.. tags:: a` (sphinx-tags), `.. tags: a` (Nikola); further lines are indented. */
const fieldLine =
  /^([ \t]*)(:|\.\. )([A-Za-z][\w-]{0,40})(::?)[ \t]*([^\n]*(?:\n(?!\1[ \t]*:[\w-]+:)\1[ \t]+[^\s:][^\n]*)*)/gm;
const descriptions = /^(?:description|summary|abstract)$/i;

/** Reads reStructuredText: fields, sections and the words of the rest. */
export function readRestructuredText(source: Source): Interpretation {
  const { text, options, path } = source;
  const tagFields: TagField[] = [];
  const described: string[] = [];
  for (const match of text.matchAll(fieldLine)) {
    const [line, indent, lead, key, colons, value] = match as unknown as [
      string,
      string,
      string,
      string,
      string,
      string,
    ];
    // Fields stand at the margin or, below `.. meta::`, a little to the right of it.
    if (indent.length > 0 && (lead !== ":" || !isMeta(text, match.index))) continue;
    if (lead === ":" && colons === "::") continue;
    const start = match.index + indent.length + lead.length;
    const written = { start: match.index + line.length - value.length, end: match.index + line.length };
    const field = lineField(text, key, { start, end: start + key.length }, written, "rst-field", options);
    if (field) tagFields.push(field);
    else if (descriptions.test(key)) described.push(value.replace(/\s+/g, " ").trim());
  }
  const { tags, problems } = occurrencesOf(tagFields);
  const words = wordsOf(text, tagFields);
  return interpretationOf(source, "restructuredtext", {
    prose: {
      title: words.headings[0] ?? fileNameWords(path),
      description: described.join("\n"),
      headings: words.headings.slice(1),
      body: words.body,
      fields: [],
    },
    tags,
    problems,
    tagFields,
    newField: newField(text),
  });
}

/** Whether the indented field at `offset` stands below `.. meta::`. */
function isMeta(text: string, offset: number): boolean {
  return /(?:^|\n)\.\. meta::[ \t]*\r?\n(?:[ \t]+[^\n]*\n)*$/.test(
    text.slice(Math.max(0, offset - 2000), offset),
  );
}

const adornment = /^([!-/:-@[-`{-~])\1{2,}$/;

function wordsOf(text: string, tagFields: readonly TagField[]): { headings: string[]; body: string } {
  const headings: string[] = [];
  const body: string[] = [];
  let at = 0;
  const tagStarts = new Set(tagFields.map(({ keySpan }) => text.lastIndexOf("\n", keySpan.start) + 1));
  const tagEnds = tagFields.map(({ value }) => value.end);
  let hiddenUntil = 0;
  for (const raw of text.split("\n")) {
    const start = at;
    at += raw.length + 1;
    if (tagStarts.has(start))
      hiddenUntil = Math.max(at, ...tagEnds.filter((end) => end >= start).slice(0, 1));
    if (start < hiddenUntil) continue;
    const line = raw.trimEnd();
    if (!adornment.test(line)) {
      body.push(line);
      continue;
    }
    const above = body.at(-1)?.trim() ?? "";
    if (above !== "" && line.length >= Math.min(above.length, 4)) headings.push(cleanRst(body.pop()!));
  }
  return { headings, body: cleanRst(body.join("\n")) };
}

/** Words without roles, targets, directive names and options; the content of directives stays. */
function cleanRst(text: string): string {
  return text
    .replace(/^[ \t]*:(?:alt|title|caption):[ \t]*/gim, "")
    .replace(/^[ \t]*:[\w-]+:[^\n]*$/gm, "")
    .replace(/^[ \t]*\.\. (?:image|figure|include|toctree|contents|raw|_[^\n:]{0,200}:)[^\n]*$/gm, "")
    .replace(/^[ \t]*\.\. (?:\|[^|\n]{0,100}\| )?[\w:-]{1,60}::?(?=\s|$)/gm, "")
    .replace(/^[ \t]*\.\. /gm, "")
    .replace(/:[\w:+-]{1,60}:(?=`)/g, "")
    .replace(/\s*<[^<>`\n]{1,500}>(?=`)/g, "")
    .replace(/\b(?:https?|ftp):\/\/\S+/g, " ")
    .replace(/\[[#\w*-]{1,40}\]_/g, " ")
    .replace(/(?<=[`\w|])__?(?!\w)/g, "")
    .replace(/[`*|]+|::(?=\s|$)/g, "")
    .replace(/^[ \t]*(?:[-+*#]\.?|\d{1,9}[.)])[ \t]+|^[ \t=+-]{3,}$/gm, "")
    .replace(/[^\S\n]+/g, " ")
    .replace(/ ?\n ?/g, "\n")
    .replace(/\n{3,}/g, "\n\n")
    .trim();
}

/** Below the title, where Pelican and Docutils look for fields, or at the top. */
function newField(text: string): NewField {
  const eol = lineEndOf(text);
  const top = text.charCodeAt(0) === 0xfeff ? 1 : 0;
  const heading =
    /^(?:[ \t]*\r?\n){0,20}(?:([!-/:-@[-`{-~])\1{2,}\r?\n)?[^\s:.][^\n]*\n([!-/:-@[-`{-~])\2{2,}[ \t]*(?:\r?\n|$)/.exec(
      text.slice(top, top + 2000),
    );
  const offset = top + (heading?.[0].length ?? 0);
  const before = heading ? (heading[0].endsWith("\n") ? eol : eol + eol) : "";
  const rest = text.slice(offset, offset + 2);
  const after =
    rest === "" || rest.startsWith("\n") || rest === "\r\n" || rest.startsWith(":") ? eol : eol + eol;
  return { offset, write: (key, tag) => `${before}:${key}: ${tag}${after}` };
}
