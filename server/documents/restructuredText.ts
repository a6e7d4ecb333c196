import { fileNameWords } from "./format.ts";
import { type Interpretation, interpretationOf, type NewField, type Source } from "./interpretation.ts";
import { lineField } from "./lineFields.ts";
import { occurrencesOf, type TagField } from "./tagFields.ts";
import { lineEnd, lineEndOf } from "./textEdits.ts";

/** `:tags: a`, `.. tags:: a` (sphinx-tags), `.. tags: a` (Nikola). */
const fieldLine = /^([ \t]*)(:|\.\. )([A-Za-z][\w-]{0,40})(::?)(?=\s|$)/;
const descriptions = /^(?:description|summary|abstract)$/i;
const adornment = /^([!-/:-@[-`{-~])\1{2,}$/;

interface Lines {
  readonly tagFields: TagField[];
  readonly described: string[];
  readonly headings: string[];
  readonly body: string[];
}

/** Reads reStructuredText: fields, sections and the words of the rest. */
export function readRestructuredText(source: Source): Interpretation {
  const { tagFields, described, headings, body } = readLines(source);
  const { tags, problems } = occurrencesOf(tagFields);
  return interpretationOf(source, "restructuredtext", {
    prose: {
      title: headings[0] ?? fileNameWords(source.path),
      description: described.join("\n"),
      headings: headings.slice(1),
      body: cleanRst(body.join("\n")),
      fields: [],
    },
    tags,
    problems,
    tagFields,
    newField: newField(source.text),
  });
}

function readLines({ text, options }: Source): Lines {
  const found: Lines = { tagFields: [], described: [], headings: [], body: [] };
  let belowMeta = false;
  for (let at = text.charCodeAt(0) === 0xfeff ? 1 : 0; at < text.length; ) {
    let end = lineEnd(text, at);
    const line = text.slice(at, end);
    const match = fieldLine.exec(line);
    const [all, indent, lead, key, colons] = (match ?? []) as unknown as string[];
    // Fields stand at the margin or, below `.. meta::`, a little to the right of it.
    if (
      key !== undefined &&
      (indent === "" || (belowMeta && lead === ":")) &&
      !(lead === ":" && colons === "::")
    ) {
      end = endOfField(text, end, indent!.length);
      const start = at + indent!.length + lead!.length;
      const written = { start: at + all!.length, end };
      const field = lineField(text, key, { start, end: start + key.length }, written, "rst-field", options);
      if (field) found.tagFields.push(field);
      else if (descriptions.test(key))
        found.described.push(text.slice(written.start, end).replace(/\s+/g, " ").trim());
      else found.body.push(...text.slice(at, end).split("\n"));
    } else takeLine(line.trimEnd(), found);
    if (line.trim() !== "" && !(belowMeta && /^[ \t]/.test(line))) belowMeta = /^\.\. meta::\s*$/.test(line);
    const newline = text.indexOf("\n", end);
    at = newline < 0 ? text.length : newline + 1;
  }
  return found;
}

/** Further lines of a field are indented more than it is; an empty line or another field ends it. */
function endOfField(text: string, firstEnd: number, indent: number): number {
  let end = firstEnd;
  for (let newline = text.indexOf("\n", end); newline >= 0; newline = text.indexOf("\n", end)) {
    const next = text.slice(newline + 1, lineEnd(text, newline + 1));
    const ink = next.search(/\S/);
    if (ink <= indent || /^\s*:[\w-]+:/.test(next)) break;
    end = newline + 1 + next.length;
  }
  return end;
}

function takeLine(line: string, found: Lines): void {
  if (!adornment.test(line)) {
    found.body.push(line);
    return;
  }
  const above = found.body.at(-1)?.trim() ?? "";
  if (above !== "" && line.length >= Math.min(above.length, 4))
    found.headings.push(cleanRst(found.body.pop()!));
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
    .replace(/\s{0,9}<[^<>`\n]{1,500}>(?=`)/g, "")
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
