/**
 * The product as a library: learn tags from documents in memory, suggest them, and measure how good they are. Nothing here reads or
 * writes a file. The model below it, without words, is `sdlgm`.
 *
 *     const model = train(documents, { seed: 1 });
 *     const { predicted, suggestions, level } = new Tagger(model).suggest(document);
 */
export type { CorpusDocument } from "./corpus/corpusDocument.ts";
export type { Prose } from "./documents/document.ts";
export { Cancelled } from "./kernels/index.ts";
export type {
  DocumentSuggestion,
  EvidenceTerm,
  LevelSuggestion,
  TagSuggestion,
} from "./models/suggestion.ts";
export { type SuggestOptions, Tagger } from "./models/tagger.ts";
export type { TagModel, TrainingSummary } from "./models/tagModel.ts";
export * as sdlgm from "./sdlgm/index.ts";
export { type EvaluateOptions, type EvaluationReport, evaluate, type Scores } from "./training/evaluate.ts";
export type { Stage, TrainingEvent, TrainingWatch } from "./training/events.ts";
export { train } from "./training/train.ts";
export { TooLittleToLearn, type TrainOptions } from "./training/trainOptions.ts";
