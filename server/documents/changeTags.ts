import type { Document, Problem } from "./document.ts";
import { addTag, applyEdits, type EditOptions, type EditResult, removeTag, replaceTag } from "./edit.ts";
import { headOf } from "./head.ts";
import { PieceTable } from "./pieceTable.ts";
import { readDocument } from "./read.ts";

/** What is to become of a document's tags. Done in this order: `replace`, `add`, `remove`, so that a field keeps its style. */
export interface TagChanges {
  readonly add: readonly string[];
  readonly remove: readonly string[];
  readonly replace?: readonly { readonly name: string; readonly newName: string }[];
}

/**
 * Several changes as one set of edits of the document's text that do not overlap. What cannot be done is skipped, and the first
 * reason stands beside the edits that do the rest.
 */
export function changeTags(
  document: Document,
  { add, remove, replace = [] }: TagChanges,
  options: EditOptions = {},
): EditResult {
  const steps: readonly ((now: Document) => EditResult)[] = [
    ...replace.map(
      ({ name, newName }) =>
        (now: Document) =>
          replaceTag(now, name, newName, options),
    ),
    ...add.map((tag) => (now: Document) => addTag(now, tag, options)),
    ...remove.map((tag) => (now: Document) => removeTag(now, tag, options)),
  ];
  const isInFields = document.tags.every(({ style }) => style !== "inline");
  const head = (isInFields && headOf(document, options.read)) || document;
  const pieces = new PieceTable(head.text.length);
  let now = head;
  let problem: Problem | undefined;
  for (const step of steps) {
    const result = step(now);
    problem ??= result.problem;
    if (result.edits.length === 0) continue;
    pieces.apply(result.edits);
    now = readDocument(now.path, applyEdits(now.text, result.edits), options.read)!;
  }
  const edits = pieces.edits(head.text);
  return problem ? { edits, problem } : { edits };
}
