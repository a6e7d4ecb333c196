import type { Prose } from "../documents/document.ts";
import { foldWord, forEachWord } from "./words.ts";

/** How the words of a document are written in it, lower-cased, by their folded form; the first way where there are several. */
export function writtenForms({ title, description, headings, body }: Prose): Map<string, string> {
  const forms = new Map<string, string>();
  for (const text of [title, description, ...headings, body]) {
    forEachWord(text, (word) => {
      const folded = foldWord(word);
      if (!forms.has(folded)) forms.set(folded, word);
    });
  }
  return forms;
}
