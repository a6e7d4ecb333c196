import type { TokenizedDocument } from "../corpus/tokenizedDocument.ts";
import type { Prose } from "../documents/document.ts";
import type { EvidenceQuery } from "../evidence/query.ts";

/** A document as the model reads it. */
export interface ReadDocument {
  readonly prose: Prose | undefined;
  readonly tokens: TokenizedDocument | undefined;
  readonly query: EvidenceQuery;
}
