/**
 * SDLGM for tags as a plain module: numbers in, numbers out. It reads no file and knows no editor.
 *
 * The model (Z. Xu, D. Oñoro Rubio, G. Serra, M. Niepert, "Learning Sparsity of Representations with Discrete Latent Variables",
 * arXiv 2304.00935): a document has a sparsity level L, 0..L0, and given it a subset of exactly L of the K tags. Here both are
 * inferred from *evidence*, M numbers that speak for each tag.
 *
 *     const { parameters } = fit(examples, { seed: 1 });
 *     const prediction = predict(parameters, evidence, candidates, hints);
 *     const tags = decide(parameters, prediction);
 *     const code = encode(prediction);
 *
 * | name | shape | what |
 * |---|---|---|
 * | `evidence` | K × M, row-major | what speaks for each tag, made as if the document were new: never from its own tags |
 * | `candidates` | K | 1 for tags that may be suggested, else 0 |
 * | `hints` | any, always as many | numbers that speak of the number of tags, such as the neighbours' mean; may be none |
 * | `theta` | K | logits of the tags, −∞ for one that is no candidate |
 * | `levelProbabilities` | L0 + 1 | q(L = l), sums to 1 |
 * | `marginals` | K | P(y_k = 1), sum to E[L]; none above 1 |
 * | `decide(…)` | ≤ L0 | the chosen tags, the likeliest first |
 * | `encode(…)` | K, round(E[L]) | E[z] to compare documents by, and the active tags to show |
 *
 * `fit` runs on documents of an {@link ExampleSet}; the same examples, options and seed give the same parameters. A fitted model is
 * plain data and is never changed.
 */
export { levelInterval, meanLevel, medianLevel, modeLevel } from "./decision.ts";
export { type Code, encode } from "./encode.ts";
export type { Example, ExampleSet } from "./example.ts";
export { type Fit, type FitOptions, type FitProgress, fit, suggestedLimit } from "./fit.ts";
export type { HeldOutDocument } from "./fitDecision.ts";
export type { HeadParameters, HeadPrior } from "./head.ts";
export type { LevelParameters } from "./level.ts";
export {
  type DecisionParameters,
  decide,
  type Prediction,
  Predictor,
  predict,
  type SdlgmParameters,
} from "./model.ts";
export type { Objective } from "./refine.ts";
