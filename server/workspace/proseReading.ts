import { createHash } from "node:crypto";
import type { Document, Prose, TagStyle } from "../documents/document.ts";
import type { Interpretation } from "../documents/interpretation.ts";
import { type Companions, interpret, type ReadOptions } from "../documents/read.ts";
import { mayHangOnInlineTags } from "./folderReading.ts";

/** What is learned from a document: its words and its tags, and no text. */
export interface ReadDocument {
  /** Relative to its folder, with forward slashes. */
  readonly path: string;
  readonly prose: Prose;
  /** By place. */
  readonly tags: readonly { readonly name: string; readonly style: TagStyle }[];
  readonly problems: readonly ReadProblem[];
  /** Whether it has a field for tags with nothing in it: its author wants none. */
  readonly isLeftUntagged: boolean;
}

/** What is wrong inside a document that was read nevertheless. */
export interface ReadProblem {
  readonly code: string;
  readonly message: string;
  /** From 1. */
  readonly line: number;
}

/** What is kept of a text to learn from. It hangs on the path, the text and the options of reading alone, not on other files. */
export interface ProseReading {
  /** Equal digests mean equal texts. */
  readonly digest: string;
  /** As read with the options given; absent where the text is no document. */
  readonly document?: ReadDocument | undefined;
  /** Read as if `#tag` did not count, where that makes a difference. */
  readonly withoutInlineTags?: ReadDocument | undefined;
}

/** @param known of an earlier version of the file: the same text is not read again */
export function readProse(
  path: string,
  text: string,
  options: ReadOptions,
  known?: ProseReading,
): ProseReading {
  const digest = createHash("sha256").update(text, "utf16le").digest("base64").slice(0, 22);
  if (known?.digest === digest) return known;
  const document = documentFrom(path, text, options);
  if (document === undefined) return { digest };
  if (!options.inlineTags || !mayHangOnInlineTags(document)) return { digest, document };
  const withoutInlineTags = documentFrom(path, text, { ...options, inlineTags: false });
  return { digest, document, withoutInlineTags };
}

/** What is learned from a text; undefined for one that is no document. */
export function documentFrom(
  path: string,
  text: string,
  options: ReadOptions,
  companions: Companions = {},
): ReadDocument | undefined {
  const read = interpret(path, text, options, companions);
  return read && learnedFrom(read);
}

function learnedFrom({ document, tagFields }: Interpretation): ReadDocument {
  const { path, prose, tags, problems, text } = document;
  return {
    path,
    prose,
    tags: tags.map(({ name, style }) => ({ name, style })),
    problems: problems.map((problem) => ({
      code: problem.code,
      message: problem.message,
      line: lineAt(text, problem.span.start),
    })),
    isLeftUntagged: tags.length === 0 && tagFields.length > 0,
  };
}

function lineAt(text: Document["text"], offset: number): number {
  let line = 1;
  for (let at = text.indexOf("\n"); at >= 0 && at < offset; at = text.indexOf("\n", at + 1)) line++;
  return line;
}
