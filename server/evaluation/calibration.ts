/** The predictions whose probability lies in from..to (the upper end belongs to the next bin, save for 1). */
export interface ReliabilityBin {
  from: number;
  to: number;
  count: number;
  /** Mean predicted probability; 0 for an empty bin. */
  predicted: number;
  /** Share of these predictions that came true; 0 for an empty bin. */
  observed: number;
}

/**
 * Predicted probabilities (0..1) beside what came true (0 or 1, one each), in bins of equal width.
 *
 * @throws RangeError for arrays of different lengths or a probability outside 0..1.
 */
export function reliability(
  probabilities: ArrayLike<number>,
  outcomes: ArrayLike<number>,
  bins = 10,
): ReliabilityBin[] {
  if (probabilities.length !== outcomes.length) {
    throw new RangeError(`${probabilities.length} probabilities, but ${outcomes.length} outcomes.`);
  }
  const counts = new Float64Array(bins);
  const sums = new Float64Array(bins);
  const hits = new Float64Array(bins);
  for (let i = 0; i < probabilities.length; i++) {
    const probability = probabilities[i];
    if (!(probability >= 0 && probability <= 1)) throw new RangeError(`${probability} is no probability.`);
    const bin = Math.min(bins - 1, Math.floor(probability * bins));
    counts[bin]++;
    sums[bin] += probability;
    hits[bin] += outcomes[i];
  }
  return Array.from(counts, (count, bin) => ({
    from: bin / bins,
    to: (bin + 1) / bins,
    count,
    predicted: count === 0 ? 0 : sums[bin] / count,
    observed: count === 0 ? 0 : hits[bin] / count,
  }));
}

/**
 * The mean distance between predicted and observed over the bins, weighted by their counts; 0 of nothing.
 * Naeini, Cooper, Hauskrecht, "Obtaining well calibrated probabilities using Bayesian binning", AAAI 2015.
 */
export function expectedCalibrationError(table: readonly ReliabilityBin[]): number {
  const total = table.reduce((sum, bin) => sum + bin.count, 0);
  if (total === 0) return 0;
  return table.reduce((sum, bin) => sum + (bin.count / total) * Math.abs(bin.predicted - bin.observed), 0);
}
