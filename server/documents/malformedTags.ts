import type { Document, Problem } from "./document.ts";
import type { EditOptions } from "./edit.ts";
import { headOf } from "./head.ts";
import { interpret } from "./read.ts";
import type { TagField, TagItem } from "./tagFields.ts";
import { foldTag } from "./tagName.ts";
import { lineEnd } from "./textEdits.ts";

/**
 * What is wrong with the tags of a document beyond what `document.problems` tells: a tag that stands twice in one field, an item
 * that is no name, a name behind a `#` that YAML takes for a comment, two fields of one name.
 */
export function malformedTags(document: Document, options: EditOptions = {}): Problem[] {
  const { path, text } = headOf(document, options.read) ?? document;
  const fields = interpret(path, text, options.read)?.tagFields ?? [];
  const told = document.problems.filter(({ code }) => code === "yaml.duplicate-key");
  const twins = told.length > 0 ? [] : fieldTwins(fields);
  return [...fields.flatMap((field) => [...tagTwins(field), ...emptyItems(text, field)]), ...twins].sort(
    (a, b) => a.span.start - b.span.start,
  );
}

function tagTwins({ items }: TagField): Problem[] {
  const seen = new Set<string>();
  return items.flatMap(({ name, span }) => {
    const fold = foldTag(name);
    if (fold === "" || !seen.has(fold)) {
      seen.add(fold);
      return [];
    }
    const message = `The tag \`${name.slice(0, 100)}\` stands here twice. Remove one of the two.`;
    return [{ code: "tag.twice", message, span }];
  });
}

function emptyItems(text: string, { items, shape, syntax }: TagField): Problem[] {
  if (shape !== "block" && shape !== "flow") return [];
  return items.flatMap((item): Problem[] => {
    if (foldTag(item.name) !== "") return [];
    if (syntax === "yaml" && item.span.end === item.span.start) return commentedName(text, item);
    const written = text.slice(item.span.start, item.span.end).trim();
    if (!/^[{[]|:(?:\s|$)/.test(written)) return [];
    const span = { start: item.span.start, end: Math.min(item.span.end, lineEnd(text, item.span.start)) };
    const message = "This is not the name of a tag, so it is left out. Write a plain name.";
    return [{ code: "tag.not-a-name", message, span }];
  });
}

/** `- #name`, where the name is a comment. */
function commentedName(text: string, { span }: TagItem): Problem[] {
  const line = text.slice(span.start, lineEnd(text, span.start));
  const comment = /^[ \t]*(#[^\s#][^\s]*)[ \t]*$/.exec(line);
  if (!comment) return [];
  const start = span.start + line.indexOf("#");
  const name = comment[1]!.slice(1, 101);
  const message = `What follows \`#\` is a comment in YAML, so this tag is left out. Write \`${name}\` without the \`#\`.`;
  return [{ code: "tag.comment", message, span: { start, end: start + comment[1]!.length } }];
}

/** Of two fields with one name it is not known which one counts, so neither does. */
function fieldTwins(fields: readonly TagField[]): Problem[] {
  const seen = new Set<string>();
  return fields.flatMap(({ key, keySpan }) => {
    if (!seen.has(key)) {
      seen.add(key);
      return [];
    }
    const message = `The field \`${key.slice(0, 60)}\` stands here twice, so no tags are read. Keep one of the two.`;
    return [{ code: "tag.field-twice", message, span: keySpan }];
  });
}
