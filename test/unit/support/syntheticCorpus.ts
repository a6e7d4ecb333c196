import type { CorpusDocument } from "../../../server/corpus/corpusDocument.ts";
import { fork, type Random } from "../../../server/sdlgm/random.ts";

export interface SyntheticCorpusOptions {
  /** How many documents; every tenth has no tags. */
  readonly documents: number;
  /** How many tags there are to choose from; the first are the commonest. Every third has a name of two words. */
  readonly tags: number;
  readonly seed: number;
}

const TOPIC_WORDS = 12;
const COMMON_WORDS = 150;
const MOST_TAGS = 5;
const AUTHORS = ["ana", "bo", "cy"];

/**
 * Made-up documents that can be learned from: each tag has words of its own, which stand in the documents that have it among words
 * that stand anywhere; every second such document names the tag, and one in six writes it in capitals. Words and names of other tags
 * are mixed in, so that what is learned is right most of the time but not always. The folder hints at the first tag, and the folder
 * `long` at many tags. The same options give the same documents.
 */
export function syntheticCorpus({ documents, tags, seed }: SyntheticCorpusOptions): CorpusDocument[] {
  const words = wordMaker(fork(seed, "words"));
  const common = Array.from({ length: COMMON_WORDS }, words);
  const topics = Array.from({ length: tags }, (_, tag) => ({
    name: tag % 3 === 2 ? `${words()}-${words()}` : words(),
    words: Array.from({ length: TOPIC_WORDS }, words),
  }));
  const random = fork(seed, "documents");
  return Array.from({ length: documents }, (_, i): CorpusDocument => {
    const isLong = i % 4 === 3;
    const count = isLong ? 3 + below(random, MOST_TAGS - 2) : 1 + below(random, 3);
    const own = new Set<number>();
    while (own.size < Math.min(count, tags)) own.add(Math.floor(tags * random() ** 1.7));
    const mine = Array.from(own, (tag) => topics[tag]);
    const body = Array.from({ length: 30 }, () => pick(common, random));
    for (const topic of mine) {
      for (let n = 0; n < 4; n++) body.push(pick(topic.words, random));
      if (random() < 0.5) body.push(topic.name.replace("-", " "));
    }
    // What is only touched upon, so that the tags do not follow from the words.
    for (let n = 0; n < 6; n++) body.push(pick(pick(topics, random).words, random));
    if (random() < 0.3) body.push(pick(topics, random).name.replace("-", " "));
    const names = mine.map(({ name }) => (random() < 1 / 6 ? name.toUpperCase() : name));
    return {
      id: `${isLong ? "long" : `area${[...own][0] % 3}`}/${pick(common, random)}-${i}.md`,
      prose: {
        title: `${pick(mine[0].words, random)} ${pick(common, random)}`,
        description: `${pick(common, random)} ${pick(mine[0].words, random)}`,
        headings: [pick(common, random), pick(pick(mine, random).words, random)],
        body: `${inAnyOrder(body, random).join(" ")}.`,
        fields: [{ key: "author", value: pick(AUTHORS, random) }],
      },
      tags: i % 10 === 9 ? [] : names,
    };
  });
}

/** Words of two or three syllables, each once; none ends in `s`, so that folding leaves them alone. */
function wordMaker(random: Random): () => string {
  const made = new Set<string>();
  return () => {
    for (;;) {
      let word = "";
      const syllables = 2 + below(random, 2);
      for (let s = 0; s < syllables; s++) {
        word += pick([..."bdfgklmnprtvz"], random) + pick([..."aeiou"], random);
      }
      if (made.has(word)) continue;
      made.add(word);
      return word;
    }
  };
}

function below(random: Random, n: number): number {
  return Math.floor(n * random());
}

function pick<T>(items: readonly T[], random: Random): T {
  return items[below(random, items.length)];
}

function inAnyOrder(words: readonly string[], random: Random): string[] {
  return words
    .map((word) => ({ word, key: random() }))
    .sort((a, b) => a.key - b.key)
    .map(({ word }) => word);
}
