import type { Prose } from "../../../server/documents/document.ts";

/** Prose with what is given; the rest is empty. */
export function proseOf(parts: Partial<Prose>): Prose {
  return { title: "", description: "", headings: [], body: "", fields: [], ...parts };
}
