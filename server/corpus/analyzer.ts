import { isNumber } from "./words.ts";

/**
 * What a word counts as. `words`: itself. `prefixes`: its first six letters. `grams`: its 4- to 6-letter pieces, for languages
 * that inflect and compound. Which of them serves a workspace best is chosen by held-out scores.
 */
export type Analyzer = "words" | "prefixes" | "grams";

const PREFIX_LENGTH = 6;
const SHORTEST_GRAM = 4;
const LONGEST_GRAM = 6;

/** The terms that one folded word counts as. */
export function termsOf(word: string, analyzer: Analyzer): string[] {
  if (word.length > 4 && isNumber(word)) return [];
  if (analyzer === "words") return [word];
  if (analyzer === "prefixes") return [word.slice(0, PREFIX_LENGTH)];
  return gramsOf(word);
}

function gramsOf(word: string): string[] {
  const padded = ` ${word} `;
  if (padded.length <= SHORTEST_GRAM) return [padded];
  const grams = new Set<string>();
  for (let length = SHORTEST_GRAM; length <= LONGEST_GRAM && length <= padded.length; length++) {
    for (let start = 0; start + length <= padded.length; start++)
      grams.add(padded.slice(start, start + length));
  }
  return [...grams];
}
