import { createHash } from "node:crypto";
import type { Document, TagStyle } from "../documents/document.ts";
import { type ReadOptions, readDocument } from "../documents/read.ts";
import { mayHangOnInlineTags } from "./folderReading.ts";
import { rangesOf, type TextRange } from "./textRanges.ts";

/** One tag at one place of a document. */
export interface IndexedTag {
  readonly name: string;
  readonly style: TagStyle;
  /** The key of the field that holds it, as written; `#` for inline tags. */
  readonly field: string;
  /** Where it is written, quotes and `#` included. */
  readonly range: TextRange;
}

/** What the index keeps of a document. */
export interface DocumentFacts {
  /** At most `MAX_TITLE` UTF-16 code units. */
  readonly title: string;
  /** By place. */
  readonly tags: readonly IndexedTag[];
  /** How many problems it has. */
  readonly problems: number;
}

/** What the index keeps of a text. It hangs on the path, the text and the options of reading alone, not on other files. */
export interface FileReading {
  /** Equal digests mean equal texts. */
  readonly digest: string;
  /** As read with the options given; absent where the text is no document. */
  readonly facts?: DocumentFacts | undefined;
  /** Read as if `#tag` did not count, where that makes a difference. */
  readonly withoutInlineTags?: DocumentFacts | undefined;
}

export const MAX_TITLE = 300;

export function readFileText(path: string, text: string, options: ReadOptions): FileReading {
  const digest = createHash("sha256").update(text, "utf16le").digest("base64").slice(0, 22);
  const document = readDocument(path, text, options);
  if (document === undefined) return { digest };
  const facts = factsOf(document);
  if (!options.inlineTags || !mayHangOnInlineTags(document)) return { digest, facts };
  const other = readDocument(path, text, { ...options, inlineTags: false });
  return { digest, facts, withoutInlineTags: other && factsOf(other) };
}

function factsOf({ text, prose, tags, problems }: Document): DocumentFacts {
  const ranges = rangesOf(
    text,
    tags.map(({ span }) => span),
  );
  return copied({
    title: prose.title.slice(0, MAX_TITLE),
    tags: tags.map(({ name, style, field }, index) => ({ name, style, field, range: ranges[index] })),
    problems: problems.length,
  });
}

/** A piece of a string keeps the whole string in memory, here the text of the document. */
function copied(facts: DocumentFacts): DocumentFacts {
  return JSON.parse(JSON.stringify(facts));
}
