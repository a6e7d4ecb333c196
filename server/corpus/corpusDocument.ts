import type { Prose } from "../documents/document.ts";

/** A document as the model learns from it: words or ready features, and the names of its tags. */
export interface CorpusDocument {
  readonly id: string;
  readonly prose?: Prose;
  /** Column numbers, ascending, and their values. */
  readonly features?: { readonly columns: Int32Array; readonly values: Float64Array };
  readonly tags: readonly string[];
}

/** The folder of a document, from its path; empty for one at the top and for ready features. */
export function folderOf(document: CorpusDocument): string {
  if (document.prose === undefined) return "";
  const slash = document.id.lastIndexOf("/");
  return slash < 0 ? "" : document.id.slice(0, slash);
}
