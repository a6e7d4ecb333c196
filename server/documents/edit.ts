import type { Document, Problem, TagOccurrence, TagStyle, TextEdit } from "./document.ts";
import { additions, type Candidates, removals, replacements } from "./fieldEdits.ts";
import { inlineRemoval, inlineSpelling } from "./inlineTags.ts";
import type { Interpretation } from "./interpretation.ts";
import { DEFAULT_READ_OPTIONS, type ReadOptions } from "./options.ts";
import { interpret } from "./read.ts";
import type { TagField } from "./tagFields.ts";
import { foldTag, isUsableTag, plainTagName } from "./tagName.ts";
import { applyEdits } from "./textEdits.ts";

export { applyEdits, invertEdits } from "./textEdits.ts";

export interface EditOptions {
  /** The options that the document was read with. */
  readonly read?: ReadOptions;
  /** The field that new tags go into, and the key of a field that has to be made. Default: the first of `read.tagKeys` there is. */
  readonly key?: string;
  /** How the workspace writes tags: for a field that is empty or has to be made. Default: a YAML block list. */
  readonly style?: TagStyle;
}

/** Edits that do what was asked, or none and the reason. No edits and no problem: there is nothing to do. */
export interface EditResult {
  readonly edits: readonly TextEdit[];
  readonly problem?: Problem;
}

/** Adds a tag behind the others of its field, written as they are; makes the field, and the front matter, where there is none. */
export function addTag(document: Document, tag: string, options: EditOptions = {}): EditResult {
  const name = cleanName(tag);
  if (!isUsableTag(name))
    return refusal("edit.unusable-tag", "This is no name for a tag. Write a shorter, plain one.");
  if (document.tags.some((known) => foldTag(known.name) === foldTag(name))) return { edits: [] };
  const whole = reinterpreted(document, options);
  const field = fieldForNewTags(whole, options);
  const expected = [...names(document), name];
  if (field) {
    return verified(
      document,
      additions(document.text, field, name, options.style, whole.dash),
      expected,
      options,
    );
  }
  if (!whole.newField) {
    const why = document.problems[0]?.message;
    return refusal(
      "edit.no-place",
      why ?? "There is no place for tags in this document. Write the first one by hand.",
    );
  }
  const { offset, write } = whole.newField;
  const key = options.key ?? (options.read ?? DEFAULT_READ_OPTIONS).tagKeys[0] ?? "tags";
  const styles = options.style ? [options.style, undefined] : [undefined];
  const candidates = styles.map((style) => [
    { span: { start: offset, end: offset }, newText: write(key, name, style) },
  ]);
  return verified(document, candidates, expected, options);
}

/** Removes a tag: every occurrence of a name however spelled, or the one occurrence that is given. */
export function removeTag(
  document: Document,
  tag: TagOccurrence | string,
  options: EditOptions = {},
): EditResult {
  const hit = matcher(tag);
  if (!document.tags.some(hit)) return { edits: [] };
  const whole = reinterpreted(document, options);
  const changes: Candidates[] = [];
  for (const field of whole.tagFields) {
    const indices = indicesOf(field, document, hit);
    if (indices.size > 0) changes.push(removals(document.text, field, indices));
  }
  const inline = document.tags.filter((known) => known.style === "inline" && hit(known));
  changes.push([inline.map((known) => inlineRemoval(document.text, known.span))]);
  return verified(
    document,
    combined(changes),
    names(document, (known) => !hit(known)),
    options,
  );
}

/** Gives a tag another name wherever it stands. Where the other name is there already the two become one. */
export function replaceTag(
  document: Document,
  name: string,
  newName: string,
  options: EditOptions = {},
): EditResult {
  const hit = matcher(name);
  const wanted = cleanName(newName);
  if (!isUsableTag(wanted))
    return refusal("edit.unusable-tag", "This is no name for a tag. Write a shorter, plain one.");
  if (!document.tags.some(hit)) return { edits: [] };
  const sameFold = foldTag(wanted) === foldTag(name);
  const isThere = (known: TagOccurrence) => !hit(known) && foldTag(known.name) === foldTag(wanted);
  if (!sameFold && document.tags.some((known) => known.style !== "inline" && isThere(known))) {
    return removeTag(document, name, options);
  }
  const whole = reinterpreted(document, options);
  const changes: Candidates[] = [];
  const expected = names(document, (known) => !hit(known));
  for (const field of whole.tagFields) {
    const [first, ...others] = indicesOf(field, document, hit);
    if (first === undefined) continue;
    expected.push(wanted);
    changes.push(replacements(document.text, field, first, wanted));
    if (others.length > 0) changes.push(removals(document.text, field, new Set(others)));
  }
  for (const { span, style } of document.tags.filter((known) => known.style === "inline" && hit(known))) {
    const spelling = inlineSpelling(wanted);
    if (style !== "inline" || spelling === undefined) return cannotWrite(wanted);
    expected.push(spelling);
    changes.push([[{ span, newText: `#${spelling}` }]]);
  }
  return verified(document, combined(changes), expected, options);
}

function reinterpreted(document: Document, options: EditOptions): Interpretation {
  return interpret(document.path, document.text, options.read)!;
}

function fieldForNewTags({ tagFields }: Interpretation, { key }: EditOptions): TagField | undefined {
  const open = tagFields.filter(({ shape }) => shape !== "closed");
  if (key !== undefined) {
    const named = open.find((field) => foldTag(field.key) === foldTag(key));
    if (named) return named;
  }
  return open.sort((a, b) => a.rank - b.rank)[0];
}

function indicesOf(field: TagField, document: Document, hit: (known: TagOccurrence) => boolean): Set<number> {
  const starts = new Set(document.tags.filter(hit).map(({ span }) => span.start));
  return new Set(field.items.flatMap(({ span }, index) => (starts.has(span.start) ? [index] : [])));
}

function matcher(tag: TagOccurrence | string): (known: TagOccurrence) => boolean {
  if (typeof tag !== "string") return (known) => known.span.start === tag.span.start;
  const fold = foldTag(tag);
  return (known) => foldTag(known.name) === fold;
}

/** One set of edits out of several changes: the first way of each, then the second, … */
function combined(changes: readonly Candidates[]): Candidates {
  const ways = Math.max(0, ...changes.map((candidates) => candidates.length));
  return Array.from({ length: ways }, (_, way) =>
    changes.flatMap((candidates) => candidates[Math.min(way, candidates.length - 1)] ?? []),
  );
}

/** The first candidate after which the document reads as it should. */
function verified(
  document: Document,
  candidates: Candidates,
  expected: readonly string[],
  options: EditOptions,
): EditResult {
  const wanted = [...expected].sort().join("\n");
  for (const edits of candidates) {
    const after = interpret(document.path, applyEdits(document.text, edits), options.read)?.document;
    if (
      after &&
      names(after).sort().join("\n") === wanted &&
      after.problems.length <= document.problems.length
    )
      return { edits };
  }
  return cannotWrite(expected.at(-1) ?? "");
}

function names(document: Document, keep: (known: TagOccurrence) => boolean = () => true): string[] {
  return document.tags.filter(keep).map(({ name }) => name);
}

function cleanName(tag: string): string {
  return plainTagName(tag.replace(/[ \t]+/g, " "));
}

function cannotWrite(name: string): EditResult {
  return refusal(
    "edit.cannot-write",
    `The tag \`${name.slice(0, 100)}\` cannot be written the way tags are written here. Change this document by hand.`,
  );
}

function refusal(code: string, message: string): EditResult {
  return { edits: [], problem: { code, message, span: { start: 0, end: 0 } } };
}
