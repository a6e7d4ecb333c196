import { compoundSplits, MentionMatcher, type Mentions, nameWords, noMentions } from "../corpus/mentions.ts";
import type { Labels } from "../evidence/labels.ts";
import { countStrata, mentionIdf } from "../evidence/mentionEvidence.ts";
import type { MentionState } from "../models/tagModel.ts";
import { type PreparedCorpus, wordIdf } from "./prepareCorpus.ts";

export interface FoundMentions {
  readonly state: MentionState;
  /** Of each tagged document. */
  readonly ofTagged: readonly Mentions[];
}

/** A name is taken for two words only if so many documents have each of them. */
const KNOWN_WORD = 2;

/**
 * Looks for every tag's own words in every document, and counts how far their mention can be trusted.
 *
 * @param inflections whether inflected forms count, as a kind of their own
 * @param checkpoint called with the share done; throws to give up
 */
export function findMentions(
  corpus: PreparedCorpus,
  labels: Labels,
  inflections: boolean,
  checkpoint: (fraction: number) => void,
): FoundMentions {
  const { dictionary, documentFrequency, inventory, tokens, tagged } = corpus;
  checkpoint(0);
  const names = inventory.tags.map((tag) => tag.name);
  const splits = compoundSplits(names, (word) => {
    const number = dictionary.words.find(word);
    return number >= 0 && documentFrequency[number] >= KNOWN_WORD;
  });
  const idf = new Map<string, number>();
  for (const name of names) for (const word of nameWords(name)) idf.set(word, wordIdf(corpus, word));
  const matcher = new MentionMatcher({ names, splits, idf, inflections }, dictionary);
  checkpoint(0);
  const mentions = tokens.map((document, i) => {
    checkpoint(i / tokens.length);
    return document === undefined ? noMentions() : matcher.match(document);
  });
  const ofTagged = Array.from(tagged, (i) => mentions[i]);
  return {
    state: {
      inflections,
      splits,
      wordIdf: idf,
      idf: mentionIdf(mentions, names.length),
      ...countStrata(labels, ofTagged),
    },
    ofTagged,
  };
}
