import type { CorpusDocument } from "../corpus/corpusDocument.ts";
import { folderOf } from "../corpus/corpusDocument.ts";
import { MentionMatcher, noMentions } from "../corpus/mentions.ts";
import { tokenize, WordDictionary } from "../corpus/tokenizedDocument.ts";
import { Vectorizer } from "../corpus/vectorizer.ts";
import type { EvidenceQuery } from "../evidence/query.ts";
import { levelInterval, meanLevel, medianLevel, modeLevel } from "../sdlgm/decision.ts";
import { decide, type Prediction, Predictor, predict } from "../sdlgm/model.ts";
import { topIndices } from "../sdlgm/ranking.ts";
import { Explainer } from "./explain.ts";
import { FittedEvidence } from "./fittedEvidence.ts";
import type { ReadDocument } from "./readDocument.ts";
import type { DocumentSuggestion, EvidenceTerm } from "./suggestion.ts";
import type { TagModel } from "./tagModel.ts";
import { TrainingLookup } from "./trainingLookup.ts";

export interface SuggestOptions {
  /** How many tags, the likeliest first. Default 20. */
  readonly top?: number | undefined;
  /** Whether to say what speaks for each. Default true. */
  readonly evidence?: boolean | undefined;
}

export interface TaggerOptions {
  /**
   * Whether a document that was edited since it was learned from gets an answer at once that is only near, as long as `prepareEdits` has
   * not run for it. Default: false, the answer is exact and takes some tenths of a second.
   */
  readonly hasty?: boolean | undefined;
  /** The evidence of this model, where it is at hand: to make it takes time and memory. */
  readonly evidence?: FittedEvidence | undefined;
}

/** Evidence is given for the first few tags, and for others that have a chance. */
const ALWAYS_EXPLAINED = 3;
const WORTH_EXPLAINING = 0.05;

/** Suggests tags with a trained model. Documents that were learned from are served without their own labels. */
export class Tagger {
  readonly model: TagModel;
  readonly #dictionary = new WordDictionary();
  readonly #vectorizer: Vectorizer;
  readonly #matcher: MentionMatcher;
  readonly #evidence: FittedEvidence;
  readonly #lookup: TrainingLookup;
  readonly #predictor: Predictor;
  readonly #buffer: Float64Array;
  readonly #explainer: Explainer;
  readonly #numberOf: ReadonlyMap<string, number>;

  constructor(model: TagModel, options: TaggerOptions = {}) {
    const { hasty = false, evidence = new FittedEvidence(model) } = options;
    this.model = model;
    const { vocabulary, mentions } = model;
    this.#vectorizer = new Vectorizer(vocabulary.analyzer, vocabulary.blocks, this.#dictionary);
    const names = model.tags.map((tag) => tag.name);
    const { splits, wordIdf: idf, inflections } = mentions;
    this.#matcher = new MentionMatcher({ names, splits, idf, inflections }, this.#dictionary);
    this.#evidence = evidence;
    evidence.ridge.isHasty = hasty;
    this.#lookup = new TrainingLookup(model.training);
    this.#predictor = new Predictor(names.length, model.sdlgm.level.limit);
    this.#buffer = new Float64Array(names.length * this.#evidence.set.columns.length);
    this.#numberOf = new Map(names.map((name, tag) => [name, tag]));
    this.#explainer = new Explainer(model, this.#evidence, this.#vectorizer, this.#dictionary);
  }

  suggest(document: CorpusDocument, options: SuggestOptions = {}): DocumentSuggestion {
    const { top = 20, evidence = true } = options;
    const read = this.#read(document);
    const prediction = this.#predict(read.query, folderOf(document));
    const { marginals, levelProbabilities, theta } = prediction;
    const possible = theta.reduce((count, logit) => count + (logit > Number.NEGATIVE_INFINITY ? 1 : 0), 0);
    const ranked = topIndices(theta, Math.min(top, possible));
    const worthExplaining = ranked.filter(
      (tag, rank) => rank < ALWAYS_EXPLAINED || marginals[tag] >= WORTH_EXPLAINING,
    );
    const explained = evidence ? this.#explainer.explain(read, this.#buffer, worthExplaining) : undefined;
    return {
      level: {
        mean: meanLevel(levelProbabilities),
        mode: modeLevel(levelProbabilities),
        median: medianLevel(levelProbabilities),
        interval: levelInterval(levelProbabilities),
        probabilities: Array.from(levelProbabilities),
      },
      suggestions: Array.from(ranked, (tag, r) => ({
        tag: this.model.tags[tag].name,
        probability: marginals[tag],
        evidence: explained?.[r] ?? [],
      })),
      predicted: Array.from(decide(this.model.sdlgm, prediction), (tag) => this.model.tags[tag].name),
      learnedFrom: read.query.self >= 0,
    };
  }

  /**
   * What speaks for and against some of the model's tags in a document, for each the strongest first.
   *
   * @param tags by their names in the model; what the model does not know has no terms
   */
  explain(document: CorpusDocument, tags: readonly string[]): EvidenceTerm[][] {
    const read = this.#read(document);
    this.#evidence.set.score(read.query, this.#buffer);
    const known = tags.map((tag) => this.#numberOf.get(tag));
    const terms = this.#explainer.explain(
      read,
      this.#buffer,
      Int32Array.from(known.filter((tag) => tag !== undefined)),
    );
    let next = 0;
    return known.map((tag) => (tag === undefined ? [] : terms[next++]));
  }

  /**
   * What a document that was learned from and is about to be edited will need, in steps of a few milliseconds; without it, the first
   * suggestion for its edited text takes some tenths of a second.
   */
  *prepareEdits(document: CorpusDocument): Generator<void, void, void> {
    const { self } = this.#read(document).query;
    yield;
    if (self >= 0) yield* this.#evidence.ridge.prepareEdits(self);
  }

  /** What the model thinks of a document, in numbers. */
  predict(document: CorpusDocument): Prediction {
    return this.#predict(this.#read(document).query, folderOf(document));
  }

  #predict(query: EvidenceQuery, folder: string): Prediction {
    this.#evidence.set.score(query, this.#buffer);
    const candidates = this.#evidence.set.candidates(query.self);
    const hints = this.#evidence.hints(query, folder);
    return predict(this.model.sdlgm, this.#buffer, candidates, hints, this.#predictor);
  }

  #read(document: CorpusDocument): ReadDocument {
    const tokens = document.prose && tokenize(document.prose, document.id, this.#dictionary);
    const { row, logCounts } = this.#vectorizer.transform({
      ...(tokens && { tokens }),
      ...(document.features && { features: document.features }),
    });
    const known = this.#lookup.find(document.id, row);
    const query = this.#evidence.query({
      row,
      logCounts,
      mentions: tokens === undefined ? noMentions() : this.#matcher.match(tokens),
      self: known?.self ?? -1,
      edited: known?.edited ?? false,
    });
    return { prose: document.prose, tokens, query };
  }
}
