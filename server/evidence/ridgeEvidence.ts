import { dot, rowOf, type SparseRow } from "../corpus/sparseRow.ts";
import type { CsrMatrix } from "../kernels/index.ts";
import { regularisedGramSteps, solveRegularisedGram } from "./conjugateGradients.ts";
import type { Labels } from "./labels.ts";
import { type ColumnChoice, choiceOf, narrowMatrix, narrowRow } from "./narrow.ts";
import type { Evidence, EvidenceQuery } from "./query.ts";
import { descendingRanks, rankScratch } from "./ranks.ts";
import { leaveOut, meanOf, primalScores, type RidgeState, residualsToDual } from "./ridge.ts";

/** Documents that are being edited, and for which a column of the inverse is kept: n numbers each. */
const MOST_KEPT_COLUMNS = 32;
/** Of such a column, in a hurry: what is made of it is shown to the per cent. */
const HASTY_TOLERANCE = 1e-4;
/** Weights of words kept for explanations: 64 MB. */
const MOST_KEPT_WEIGHTS = 16_000_000;

/** Ridge scores as evidence: their logit, themselves, relative to the document's largest, and their rank. */
export class RidgeEvidence implements Evidence {
  readonly columns = ["ridgeLogit", "ridge", "ridgeRelative", "ridgeRank"];
  readonly #state: RidgeState;
  readonly #choice: ColumnChoice | undefined;
  readonly #matrix: CsrMatrix;
  readonly #labels: Labels;
  readonly #scores: Float64Array;
  readonly #ranks: Float64Array;
  readonly #scratch;
  readonly #leaveOneOut: ((i: number, scores: Float64Array) => void) | undefined;
  readonly #tagWeights = new Map<number, Float32Array>();
  readonly #inverseColumns = new Map<number, Float64Array>();
  /** Whether an edited document that was not prepared for gets a near answer at once, and not an exact one some tenths of a second later. */
  isHasty = false;

  /** @param leaveOneOut a quicker way to the training documents' scores than solving for them, while training */
  constructor(
    state: RidgeState,
    matrix: CsrMatrix,
    labels: Labels,
    leaveOneOut?: (i: number, scores: Float64Array) => void,
  ) {
    this.#state = state;
    this.#choice = state.columns && choiceOf(state.columns, matrix.columns);
    this.#matrix = this.#choice === undefined ? matrix : narrowMatrix(matrix, this.#choice);
    this.#labels = labels;
    this.#scores = new Float64Array(labels.tags);
    this.#ranks = new Float64Array(labels.tags);
    this.#scratch = rankScratch(labels.tags);
    this.#leaveOneOut = leaveOneOut;
  }

  score(query: EvidenceQuery, out: Float64Array, stride: number, offset: number): void {
    const scores = this.rawScores(query);
    descendingRanks(scores, this.#ranks, this.#scratch);
    let largest = 1e-3;
    for (const score of scores) largest = Math.max(largest, score);
    for (let tag = 0; tag < scores.length; tag++) {
      const at = tag * stride + offset;
      const p = Math.min(Math.max(scores[tag], 0.002), 0.998);
      out[at] = Math.log(p / (1 - p));
      out[at + 1] = scores[tag];
      out[at + 2] = scores[tag] / largest;
      out[at + 3] = Math.log1p(this.#ranks[tag]);
    }
  }

  /** The words of the document that the ridge was fitted on. */
  #rowOf({ row }: EvidenceQuery): SparseRow {
    return this.#choice === undefined ? row : narrowRow(row, this.#choice);
  }

  /** f(x) for every tag, as if the document had not been learned from. The array is used again by the next call. */
  rawScores(query: EvidenceQuery): Float64Array {
    const scores = this.#scores;
    const { self } = query;
    if (self < 0) {
      this.#predict(this.#rowOf(query), query.similarities, scores);
    } else if (query.edited) {
      this.#predictEdited(query, scores);
    } else if (this.#leaveOneOut !== undefined) {
      this.#leaveOneOut(self, scores);
    } else {
      this.#dualRow(self, scores);
      leaveOut(scores, this.#state.inverseDiagonal[self], this.#labels, self);
    }
    return scores;
  }

  /**
   * What each word of the document adds to the scores of a few tags, the document itself left out: x_v · Σ_i α_ik X_iv. Where α is not
   * kept, the votes of the documents that have the tag are shared out over the words that they share with this one.
   *
   * @returns weights[t * J + j] for tag `tags[t]` and entry j of the J entries of `query.row`
   */
  wordWeights(query: EvidenceQuery, tags: ArrayLike<number>): Float64Array {
    if (this.#choice === undefined) return this.#wordWeights(query, tags);
    const narrow = narrowRow(query.row, this.#choice);
    const weights = this.#wordWeights({ ...query, row: narrow }, tags);
    const J = query.row.columns.length;
    const all = new Float64Array(tags.length * J);
    for (let t = 0; t < tags.length; t++) {
      for (let j = 0; j < narrow.from.length; j++)
        all[t * J + narrow.from[j]] = weights[t * narrow.from.length + j];
    }
    return all;
  }

  #wordWeights(query: EvidenceQuery, tags: ArrayLike<number>): Float64Array {
    const { columns, values } = query.row;
    const J = columns.length;
    const weights = new Float64Array(tags.length * J);
    if (this.#state.form === "implicit") return this.#sharedVotes(query, tags, weights);
    for (let t = 0; t < tags.length; t++) {
      const ofWords = this.#weightsOf(tags[t]);
      for (let j = 0; j < J; j++) weights[t * J + j] = values[j] * ofWords[columns[j]];
    }
    if (query.self >= 0) this.#withoutOwnVote(query, tags, weights);
    return weights;
  }

  /** W_·k = Σ_i α_ik x_i, V; kept for the tags asked for last. */
  #weightsOf(tag: number): Float32Array {
    let weights = this.#tagWeights.get(tag);
    if (weights !== undefined) return weights;
    const { form, coefficients } = this.#state;
    const K = this.#labels.tags;
    weights = new Float32Array(this.#matrix.columns);
    if (form === "primal") {
      for (let v = 0; v < weights.length; v++) weights[v] = coefficients[v * K + tag];
    } else {
      const sums = new Float64Array(weights.length);
      const { rows, rowStart, columnIndex, values } = this.#matrix;
      for (let i = 0; i < rows; i++) {
        const alpha = coefficients[i * K + tag];
        for (let at = rowStart[i]; at < rowStart[i + 1]; at++) sums[columnIndex[at]] += alpha * values[at];
      }
      weights.set(sums);
    }
    if ((this.#tagWeights.size + 1) * weights.length > MOST_KEPT_WEIGHTS) this.#tagWeights.clear();
    this.#tagWeights.set(tag, weights);
    return weights;
  }

  /** Takes α_ik X_iv of the document itself out of the words' weights W = Xᵀα. */
  #withoutOwnVote({ row, self }: EvidenceQuery, tags: ArrayLike<number>, weights: Float64Array): void {
    const own = new Float64Array(this.#labels.tags);
    this.#dualRow(self, own);
    const learned = rowOf(this.#matrix, self);
    for (let j = 0, k = 0; j < row.columns.length && k < learned.columns.length; ) {
      if (row.columns[j] === learned.columns[k]) {
        const shared = row.values[j] * learned.values[k++];
        for (let t = 0; t < tags.length; t++) weights[t * row.columns.length + j] -= own[tags[t]] * shared;
        j++;
      } else if (row.columns[j] < learned.columns[k]) j++;
      else k++;
    }
  }

  #sharedVotes(query: EvidenceQuery, tags: ArrayLike<number>, weights: Float64Array): Float64Array {
    const { columns, values } = query.row;
    const votes = this.#solve(query.similarities);
    for (let t = 0; t < tags.length; t++) {
      for (const i of this.#labels.documentsOf(tags[t])) {
        const similarity = query.similarities[i];
        if (i === query.self || similarity <= 0) continue;
        const other = rowOf(this.#matrix, i);
        for (let j = 0, k = 0; j < columns.length && k < other.columns.length; ) {
          if (columns[j] === other.columns[k]) {
            weights[t * columns.length + j] += (votes[i] * values[j++] * other.values[k++]) / similarity;
          } else if (columns[j] < other.columns[k]) j++;
          else k++;
        }
      }
    }
    return weights;
  }

  /** μ + Σ_i α_i g_i, with g the cosines given. */
  #predict(row: SparseRow, similarities: Float64Array, scores: Float64Array): void {
    const { form, coefficients } = this.#state;
    const { tags } = this.#labels;
    if (form === "primal") {
      primalScores(row, this.#state, this.#labels, scores);
      return;
    }
    for (let tag = 0; tag < tags; tag++) scores[tag] = meanOf(this.#labels, tag);
    if (form === "dual") {
      for (let i = 0; i < similarities.length; i++) {
        const g = similarities[i];
        if (g === 0) continue;
        const base = i * tags;
        for (let tag = 0; tag < tags; tag++) scores[tag] += g * coefficients[base + tag];
      }
      return;
    }
    this.#addLabels(this.#solve(similarities), scores);
  }

  /**
   * What an edited version of training document `self` will need, in steps of a few milliseconds: the first one would take hundreds
   * otherwise.
   */
  *prepareEdits(self: number): Generator<void, Float64Array, void> {
    let column = this.#inverseColumns.get(self);
    if (column === undefined) {
      const unit = new Float64Array(this.#matrix.rows);
      unit[self] = 1;
      const tolerance = this.isHasty ? HASTY_TOLERANCE : undefined;
      column = yield* regularisedGramSteps(this.#matrix, this.#state.lambda, unit, tolerance);
    }
    // Set anew, so that the first in the map is the one that was not used for the longest time.
    this.#inverseColumns.delete(self);
    this.#inverseColumns.set(self, column);
    if (this.#inverseColumns.size > MOST_KEPT_COLUMNS) {
      this.#inverseColumns.delete(this.#inverseColumns.keys().next().value!);
    }
    return column;
  }

  /** A_·i of the inverse A = (XXᵀ + λI)⁻¹. */
  #inverseColumn(i: number): Float64Array {
    const steps = this.prepareEdits(i);
    for (let step = steps.next(); ; step = steps.next()) {
      if (step.done) return step.value;
    }
  }

  /**
   * The model without document i, applied to its edited text x': f(x') − α_i / A_ii · ⟨A_·i, g'⟩ (block inverse). ⟨A_·i, g'⟩ is
   * x'ᵀ (XᵀX + λI)⁻¹ x_i, which for x' = x_i is 1 − λ A_ii; in a hurry, what x' shares with x_i has its part of that, and the rest none.
   */
  #predictEdited(query: EvidenceQuery, scores: Float64Array): void {
    const { self } = query;
    const row = this.#rowOf(query);
    const n = this.#matrix.rows;
    const likeness = dot(row, rowOf(this.#matrix, self));
    const similarities =
      this.#choice === undefined
        ? Float64Array.from(query.similarities)
        : Float64Array.from({ length: n }, (_, i) => dot(row, rowOf(this.#matrix, i)));
    similarities[self] = likeness;
    const own = new Float64Array(this.#labels.tags);
    this.#dualRow(self, own);
    this.#predict(row, similarities, scores);
    let along = 0;
    let diagonal = this.#state.inverseDiagonal[self];
    if (this.isHasty && !this.#inverseColumns.has(self)) {
      along = likeness * (1 - this.#state.lambda * diagonal);
    } else {
      const column = this.#inverseColumn(self);
      for (let i = 0; i < n; i++) along += column[i] * similarities[i];
      diagonal = column[self];
    }
    for (let tag = 0; tag < scores.length; tag++) scores[tag] -= (own[tag] / diagonal) * along;
  }

  /** α_i, for every tag. */
  #dualRow(i: number, out: Float64Array): void {
    const { form, coefficients, lambda } = this.#state;
    const { tags } = this.#labels;
    if (form === "dual") {
      for (let tag = 0; tag < tags; tag++) out[tag] = coefficients[i * tags + tag];
    } else if (form === "primal") {
      primalScores(rowOf(this.#matrix, i), this.#state, this.#labels, out);
      residualsToDual(out, lambda, this.#labels, i);
    } else {
      const unit = new Float64Array(this.#matrix.rows);
      unit[i] = 1;
      out.fill(0);
      this.#addLabels(this.#solve(unit), out);
    }
  }

  /** Adds (Y − μ)ᵀ v. */
  #addLabels(v: Float64Array, out: Float64Array): void {
    let sum = 0;
    for (let i = 0; i < v.length; i++) {
      sum += v[i];
      this.#labels.addTo(out, i, v[i]);
    }
    for (let tag = 0; tag < out.length; tag++) out[tag] -= sum * meanOf(this.#labels, tag);
  }

  #solve(rightSide: Float64Array): Float64Array {
    return solveRegularisedGram(this.#matrix, this.#state.lambda, rightSide);
  }
}
