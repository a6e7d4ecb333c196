import type { WordDictionary } from "../corpus/tokenizedDocument.ts";
import type { Vectorizer } from "../corpus/vectorizer.ts";
import { writtenForms } from "../corpus/writtenForms.ts";
import { isExactMention } from "../evidence/mentionEvidence.ts";
import { nearestNeighbours } from "../evidence/neighbours.ts";
import type { FittedEvidence } from "./fittedEvidence.ts";
import type { ReadDocument } from "./readDocument.ts";
import type { EvidenceTerm } from "./suggestion.ts";
import type { TagModel } from "./tagModel.ts";

/** So many terms say enough. */
const MOST_TERMS = 5;
/** In logits: what adds less than this is not worth a line. */
const LEAST_WEIGHT = 0.05;
/** Of them, what speaks against the tag. */
const MOST_AGAINST = 1;
const NEIGHBOURS_LOOKED_AT = 20;

/**
 * Says in words and names what the head's numbers are made of: contributions a_m (s_m − mean_m) / sd_m to a tag's logit, a_m with what
 * is peculiar to the tag.
 */
export class Explainer {
  readonly #model: TagModel;
  readonly #evidence: FittedEvidence;
  readonly #vectorizer: Vectorizer;
  readonly #dictionary: WordDictionary;
  readonly #column: ReadonlyMap<string, number>;

  constructor(model: TagModel, evidence: FittedEvidence, vectorizer: Vectorizer, dictionary: WordDictionary) {
    this.#model = model;
    this.#evidence = evidence;
    this.#vectorizer = vectorizer;
    this.#dictionary = dictionary;
    this.#column = new Map(evidence.set.columns.map((name, m) => [name, m]));
  }

  /**
   * What speaks for and against each of the given tags, the strongest first.
   *
   * @param scores evidence of the document, K × M
   */
  explain(document: ReadDocument, scores: Float64Array, tags: Int32Array): EvidenceTerm[][] {
    const terms = this.#wordTerms(document, scores, tags);
    const { query } = document;
    const neighbours = nearestNeighbours(query, NEIGHBOURS_LOOKED_AT);
    return Array.from(tags, (tag, t) => {
      const all = terms[t];
      const mention = query.mentions.tags.indexOf(tag);
      if (mention >= 0 && isExactMention(query.mentions, mention)) {
        const weight = this.#contribution(scores, tag, /^mention/);
        all.push({ term: this.#model.tags[tag].name, weight, kind: "mention" });
      }
      const nearest = neighbours.find(({ document: i }) => this.#evidence.labels.has(i, tag));
      if (nearest !== undefined) {
        const weight = this.#contribution(scores, tag, /^neighbours/);
        all.push({ term: this.#model.training.ids[nearest.document], weight, kind: "neighbour" });
      }
      return strongestFirst(all);
    });
  }

  /** Σ of the contributions of the columns whose names match. */
  #contribution(scores: Float64Array, tag: number, names: RegExp): number {
    const { mean } = this.#model.sdlgm.head;
    const M = mean.length;
    let sum = 0;
    for (const [name, m] of this.#column) {
      if (names.test(name)) sum += this.#slope(tag, m) * (scores[tag * M + m] - mean[m]);
    }
    return sum;
  }

  /** Words by their part in the ridge score, times the slope of the logit in that score. */
  #wordTerms(document: ReadDocument, scores: Float64Array, tags: Int32Array): EvidenceTerm[][] {
    const { columns } = document.query.row;
    const weights = this.#evidence.ridge.wordWeights(document.query, tags);
    const names = this.#termNames(document, columns);
    return Array.from(tags, (tag, t) => {
      const slope = this.#ridgeSlope(scores, tag);
      const byName = new Map<string, number>();
      for (let j = 0; j < columns.length; j++) {
        const weight = weights[t * columns.length + j] * slope;
        if (weight === 0) continue;
        for (const name of names[j]) byName.set(name, (byName.get(name) ?? 0) + weight / names[j].length);
      }
      return [...byName]
        .filter(([term]) => tellsSomething(term))
        .map(([term, weight]) => ({ term, weight, kind: "word" as const }));
    });
  }

  /** dθ / d(ridge score), by the columns that are made of it. */
  #ridgeSlope(scores: Float64Array, tag: number): number {
    const M = this.#column.size;
    const per = (name: string): number => this.#slope(tag, this.#column.get(name)!);
    const p = Math.min(Math.max(scores[tag * M + this.#column.get("ridge")!], 0.05), 0.95);
    return per("ridgeLogit") / (p * (1 - p)) + per("ridge");
  }

  /** dθ / ds_m, for one tag. */
  #slope(tag: number, m: number): number {
    const { weights, scale, perTag } = this.#model.sdlgm.head;
    if (perTag === undefined) return weights[m] / scale[m];
    const { columns, values } = perTag;
    const j = columns.indexOf(m);
    return (weights[m] + (j < 0 ? 0 : values[tag * (columns.length + 1) + 1 + j])) / scale[m];
  }

  /**
   * What each column is called: its term as the document writes it or, where columns are pieces of words, the words of the document
   * that have the piece.
   */
  #termNames({ prose, tokens }: ReadDocument, columns: Int32Array): string[][] {
    const forms = prose && writtenForms(prose);
    const written = (word: string): string => forms?.get(word) ?? word;
    if (this.#vectorizer.analyzer === "words" || tokens === undefined) {
      return Array.from(columns, (column) => {
        const { block, term } = this.#vectorizer.termOf(column);
        return [block === "features" ? `feature ${term}` : written(term)];
      });
    }
    const position = new Map(Array.from(columns, (column, j) => [column, j]));
    const names: string[][] = Array.from(columns, () => []);
    for (const word of new Set([...tokens.title, ...tokens.headings, ...tokens.body])) {
      for (const column of this.#vectorizer.textColumnsOf(word)) {
        const j = position.get(column);
        if (j !== undefined) names[j].push(written(this.#dictionary.words.strings[word]));
      }
    }
    return names;
  }
}

/** What speaks for a tag, then the little that is said of what speaks against it. */
function strongestFirst(terms: readonly EvidenceTerm[]): EvidenceTerm[] {
  const strong = terms.filter(({ weight }) => Math.abs(weight) >= LEAST_WEIGHT);
  const against = strong.filter(({ weight }) => weight < 0).sort((a, b) => a.weight - b.weight);
  const supporting = strong.filter(({ weight }) => weight > 0).sort((a, b) => b.weight - a.weight);
  const room = MOST_TERMS - Math.min(against.length, MOST_AGAINST);
  return [...supporting.slice(0, room), ...against.slice(0, MOST_AGAINST)];
}

/** A single letter, such as the s of a possessive, explains nothing; a single ideograph may. */
function tellsSomething(term: string): boolean {
  return term.length > 1 || !/^[\p{Script=Latin}\p{N}]$/u.test(term);
}
