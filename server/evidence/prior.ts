import type { Labels } from "./labels.ts";
import type { Evidence } from "./query.ts";

/** How common a tag is: log(n_k / n), counted outside the document's fold. */
export function priorEvidence(labels: Labels): Evidence {
  return {
    columns: ["prior"],
    score(query, out, stride, offset) {
      const documents = labels.documentsOutside(query.self);
      for (let tag = 0; tag < labels.tags; tag++) {
        out[tag * stride + offset] = Math.log(
          Math.max(labels.countOutside(tag, query.self), 0.5) / documents,
        );
      }
    },
  };
}
