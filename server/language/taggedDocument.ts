import type { TagUsage } from "../corpus/tagUsage.ts";
import type { Document } from "../documents/document.ts";
import type { EditOptions } from "../documents/edit.ts";
import type { DocumentSuggestion, EvidenceTerm } from "../models/suggestion.ts";
import type { Settings } from "./settings.ts";
import type { TextLines } from "./textLines.ts";

/** A document with everything that a language feature may want to know about it. A snapshot: nothing in it changes. */
export interface TaggedDocument {
  readonly uri: string;
  /** Null where it is not open in the editor. */
  readonly version: number | null;
  readonly document: Document;
  readonly lines: TextLines;
  readonly folder: TagFolder;
  /** Undefined while there is no model. */
  readonly opinion: Opinion | undefined;
  readonly decisions: DocumentDecisions;
}

/** What is known of the folder that a document lies in. */
export interface TagFolder {
  /** URI of the folder. */
  readonly uri: string;
  readonly settings: Settings;
  readonly tags: TagUsage;
  /** How its documents are read and how new tags are written into them: for the functions of documents/edit.ts. */
  readonly editing: EditOptions;
  /** The URI of a document of this folder by its path. */
  uriOf(path: string): string;
}

/** What the model says of a document. */
export interface Opinion extends DocumentSuggestion {
  /** L0. */
  readonly limit: number;
  /** The probability of a tag in any spelling; undefined for one that the model does not know, or could not learn without this document. */
  probabilityOf(tag: string): number | undefined;
  /** What speaks for and against tags, for each the strongest first. Costs a few milliseconds. */
  explain(tags: readonly string[]): readonly (readonly EvidenceTerm[])[];
}

/** What the author has decided about this document, by fold of the tag. */
export interface DocumentDecisions {
  /** Never to be suggested here. */
  readonly rejected: ReadonlySet<string>;
  /** Right here, whatever the model says. */
  readonly kept: ReadonlySet<string>;
}
