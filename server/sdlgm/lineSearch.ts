/** A function along a ray at one step: its value and its derivative with respect to the step. */
export interface Probe {
  readonly step: number;
  readonly value: number;
  readonly slope: number;
}

/** Sufficient decrease and curvature, as usual for quasi-Newton methods. */
const DECREASE = 1e-4;
const CURVATURE = 0.9;
const MOST_PROBES = 25;

/**
 * A step that satisfies the strong Wolfe conditions (Nocedal and Wright, algorithms 3.5 and 3.6, with
 * cubic interpolation), or at least lowers the value. A value that is not finite counts as too long a step.
 *
 * @param probe evaluates at a step; the last call made is always the one at the step returned
 * @param value at step 0
 * @param slope at step 0, negative
 * @returns undefined when no step lowers the value
 */
export function searchStep(
  probe: (step: number) => Probe,
  value: number,
  slope: number,
  firstStep: number,
): Probe | undefined {
  const tooHigh = (at: Probe) => !(at.value <= value + DECREASE * at.step * slope);
  const flatEnough = (at: Probe) => Math.abs(at.slope) <= -CURVATURE * slope;

  let low: Probe = { step: 0, value, slope };
  let high: Probe | undefined;
  let step = firstStep;
  let last: Probe = low;
  for (let probes = 0; probes < MOST_PROBES; probes++) {
    const at = probe(step);
    last = at;
    if (tooHigh(at) || at.value > low.value) {
      high = at;
    } else {
      if (flatEnough(at)) return at;
      const risesTowardsHigh = high === undefined ? at.slope >= 0 : at.slope * (high.step - low.step) >= 0;
      if (risesTowardsHigh) high = low;
      low = at;
    }

    if (high === undefined) {
      const aim = cubicMinimum({ step: 0, value, slope }, low);
      step = aim > 2 * step ? Math.min(aim, 10 * step) : 2 * step;
    } else {
      const width = high.step - low.step;
      if (Math.abs(width) <= Number.EPSILON * Math.abs(low.step)) break;
      step = cubicMinimum(low, high);
      const share = (step - low.step) / width;
      // Too close to an end, or not a number: halve, so that the bracket always shrinks.
      if (!(share > 0.1 && share < 0.9)) step = low.step + 0.5 * width;
    }
  }
  if (low.step === 0) return undefined;
  return last.step === low.step ? last : probe(low.step);
}

/** Where the cubic through two points with their slopes is smallest; NaN when it has no minimum. */
function cubicMinimum(a: Probe, b: Probe): number {
  const width = b.step - a.step;
  const d1 = a.slope + b.slope - (3 * (b.value - a.value)) / width;
  const discriminant = d1 * d1 - a.slope * b.slope;
  const d2 = Math.sign(width) * Math.sqrt(discriminant);
  return b.step - (width * (b.slope + d2 - d1)) / (b.slope - a.slope + 2 * d2);
}
