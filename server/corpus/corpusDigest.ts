import { createHash } from "node:crypto";
import type { CorpusDocument } from "./corpusDocument.ts";

/** SHA-256 over the documents' names, words and tags, in their order: the same documents have the same digest. */
export function corpusDigest(documents: readonly CorpusDocument[]): string {
  const hash = createHash("sha256");
  const add = (text: string): void => {
    hash.update(`${text.length}:`).update(text);
  };
  for (const { id, prose, features, tags } of documents) {
    add(id);
    for (const tag of tags) add(tag);
    if (prose !== undefined) {
      add(prose.title);
      add(prose.description);
      for (const heading of prose.headings) add(heading);
      add(prose.body);
      for (const { key, value } of prose.fields) add(`${key}=${value}`);
    }
    if (features !== undefined) {
      hash.update(bytesOf(features.columns)).update(bytesOf(features.values));
    }
  }
  return hash.digest("hex");
}

function bytesOf(array: Int32Array | Float64Array): Uint8Array {
  return new Uint8Array(array.buffer, array.byteOffset, array.byteLength);
}
