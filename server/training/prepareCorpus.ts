import type { Analyzer } from "../corpus/analyzer.ts";
import type { CorpusDocument } from "../corpus/corpusDocument.ts";
import { inventoryOf, type TagInventory } from "../corpus/tagInventory.ts";
import { type TokenizedDocument, tokenize, WordDictionary } from "../corpus/tokenizedDocument.ts";
import type { VectorizerInput } from "../corpus/vectorized.ts";
import { type FittedVectorizer, fitVectorizer } from "../corpus/vectorizer.ts";
import { foldTag } from "../documents/tagName.ts";

/** The documents as words and tag numbers: what all later stages look things up in. */
export interface PreparedCorpus {
  readonly documents: readonly CorpusDocument[];
  readonly dictionary: WordDictionary;
  /** Undefined for documents with ready features. */
  readonly tokens: readonly (TokenizedDocument | undefined)[];
  readonly inventory: TagInventory;
  /** Numbers of the documents that have a tag, in order. */
  readonly tagged: Int32Array;
  /** In how many documents each word of the dictionary stands. */
  readonly documentFrequency: Int32Array;
}

/** @param checkpoint called with the share done; throws to give up */
export function prepareCorpus(
  documents: readonly CorpusDocument[],
  checkpoint: (fraction: number) => void,
): PreparedCorpus {
  const dictionary = new WordDictionary();
  const tokens = documents.map((document, i) => {
    checkpoint(i / documents.length);
    return document.prose && tokenize(document.prose, document.id, dictionary);
  });
  const inventory = inventoryOf(
    documents.map((document) => document.tags),
    foldTag,
  );
  const tagged = documents.map((_, i) => i).filter((i) => inventory.documentTags[i].length > 0);
  return {
    documents,
    dictionary,
    tokens,
    inventory,
    tagged: Int32Array.from(tagged),
    documentFrequency: documentFrequency(tokens, dictionary.words.size),
  };
}

/** tf-idf of all documents, or of the given ones only. */
export function vectorize(
  corpus: PreparedCorpus,
  analyzer: Analyzer,
  checkpoint: (fraction: number) => void,
  numbers: Iterable<number> = corpus.documents.keys(),
): FittedVectorizer {
  const inputs = Array.from(numbers, (i): VectorizerInput => {
    const tokens = corpus.tokens[i];
    const { features } = corpus.documents[i];
    return { ...(tokens && { tokens }), ...(features && { features }) };
  });
  return fitVectorizer(inputs, corpus.dictionary, analyzer, checkpoint);
}

/** Inverse document frequency of a folded word, `log((1 + N) / (1 + df)) + 1`. */
export function wordIdf(corpus: PreparedCorpus, word: string): number {
  const number = corpus.dictionary.words.find(word);
  const df = number < 0 ? 0 : corpus.documentFrequency[number];
  return Math.log((1 + corpus.documents.length) / (1 + df)) + 1;
}

function documentFrequency(tokens: readonly (TokenizedDocument | undefined)[], words: number): Int32Array {
  const frequency = new Int32Array(words);
  const lastSeen = new Int32Array(words).fill(-1);
  tokens.forEach((document, i) => {
    if (document === undefined) return;
    for (const zone of [document.title, document.description, document.headings, document.body]) {
      for (const word of zone) {
        if (lastSeen[word] === i) continue;
        lastSeen[word] = i;
        frequency[word]++;
      }
    }
  });
  return frequency;
}
