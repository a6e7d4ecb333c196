import type { OptionName } from "./options.ts";

export type VerbName = "train" | "suggest" | "evaluate" | "topics";

interface Verb {
  /** One line for the list of verbs. */
  readonly summary: string;
  /** What its own help says besides. */
  readonly details: string;
  readonly options: readonly OptionName[];
}

/** What can be asked of the command line. */
export const VERBS: Readonly<Record<VerbName, Verb>> = {
  train: {
    summary: "learn the tags of a folder and write the model",
    details: `Reads the documents of every PATH, learns from those that have tags, and writes the model as one file.
The last line of --json is a summary; the lines before it, with the key "event", say how far the training is.`,
    options: ["model", "seed", "limit", "threads", "reproducible", "unsupervised", "json", "help"],
  },
  suggest: {
    summary: "say for each document which tags it should have, and how many",
    details: `Needs a model: run "sdlgm train" first. The tags that a document has already do not count as evidence for themselves.
In the list, "+" is a tag that the model would add, "=" one that it would give and that is there already,
and "-" one that is there and that it would not give.`,
    options: ["model", "untagged", "top", "json", "help"],
  },
  evaluate: {
    summary: "hide the tags of some documents, and measure how well they are found again",
    details: `Trains on the other documents, and scores the suggestions for the hidden ones beside four simpler methods.
Writes no model. With --html it writes one page that needs nothing else: the same figures, how far the probabilities can be trusted,
how many tags there are and would be, and every tag; an older report of that name is replaced, any other file is not.`,
    options: ["test-fraction", "seed", "threads", "reproducible", "html", "json", "help"],
  },
  topics: {
    summary: "unsupervised sparse codes (not in this version yet)",
    details: "Not in this version yet.",
    options: ["model", "json", "help"],
  },
};

export function isVerb(word: string): word is VerbName {
  return Object.hasOwn(VERBS, word);
}
