/**
 * The two-step Gumbel-Softmax sample of SDLGM: first a level L, then a subset of L of the K tags.
 *
 *   l̃ = softmax((g + G_L) / τ_L)
 *   s_1 = θ + G_Z,  A_t = softmax(s_t / τ_Z),  s_{t+1} = s_t + log max(1 - A_t, ε),  t = 1..L0
 *   w_t = Σ_{j≥t} l̃_j,  z̃ = Σ_t w_t A_t
 *
 * Straight-through: forward the hard sample (L = argmax g + G_L, the L largest θ + G_Z), backward the
 * gradients of the relaxed one.
 */
import { fillGumbel, type Random } from "./random.ts";
import { topIndices } from "./ranking.ts";

/** τ_L and τ_Z: how soft the relaxed level and the relaxed subset are. */
export interface Temperatures {
  readonly level: number;
  readonly subset: number;
}

/** Below this temperature the gradients of the relaxed sample are too noisy to train with. */
export const LOWEST_TEMPERATURE = 0.3;

/** ε of the relaxed removal of a drawn tag. */
export const REMOVAL_EPSILON = 1e-6;

/** One sample and all that its backward pass needs. Make one for a shape and reuse it. */
export interface SampleTape {
  readonly tagCount: number;
  readonly limit: number;
  /** z: relaxed or, after `sampleStraightThrough`, hard. Length K. */
  readonly code: Float64Array;
  /** l̃, length limit + 1. */
  readonly relaxedLevel: Float64Array;
  /** w_t at index t - 1, length limit. */
  readonly weights: Float64Array;
  /** A_t at row t - 1, limit x K. */
  readonly attention: Float64Array;
  readonly gumbelLevel: Float64Array;
  readonly gumbelTags: Float64Array;
  /** Two work rows, 2 x K. */
  readonly work: Float64Array;
  temperatures: Temperatures;
  epsilon: number;
}

/** A hard sample: the level and its tags, the one with the largest perturbed score first. */
export interface HardSample {
  readonly level: number;
  readonly tags: Int32Array;
}

export function createSampleTape(tagCount: number, limit: number): SampleTape {
  return {
    tagCount,
    limit,
    code: new Float64Array(tagCount),
    relaxedLevel: new Float64Array(limit + 1),
    weights: new Float64Array(limit),
    attention: new Float64Array(limit * tagCount),
    gumbelLevel: new Float64Array(limit + 1),
    gumbelTags: new Float64Array(tagCount),
    work: new Float64Array(2 * tagCount),
    temperatures: { level: 1, subset: 1 },
    epsilon: REMOVAL_EPSILON,
  };
}

/**
 * Draws a relaxed sample; the code is in `tape.code`, its sum is Σ_t w_t, between 0 and the limit.
 *
 * @param levelLogits g, length limit + 1
 * @param theta θ, length K
 * @throws RangeError for a temperature below 0.3
 */
export function sampleRelaxed(
  levelLogits: Float64Array,
  theta: Float64Array,
  temperatures: Temperatures,
  random: Random,
  tape: SampleTape,
): void {
  requireTemperature("level", temperatures.level);
  requireTemperature("subset", temperatures.subset);
  fillGumbel(tape.gumbelLevel, random);
  fillGumbel(tape.gumbelTags, random);
  relaxedTwoStepForward(levelLogits, theta, temperatures, REMOVAL_EPSILON, tape);
}

/**
 * Draws a straight-through sample: `tape.code` is the L-hot vector of the hard sample, which is also
 * returned; `relaxedTwoStepBackward` then gives the gradients of the relaxed one. The hard level follows
 * softmax(g), the hard order the Plackett-Luce distribution of θ.
 *
 * @throws RangeError for a temperature below 0.3
 */
export function sampleStraightThrough(
  levelLogits: Float64Array,
  theta: Float64Array,
  temperatures: Temperatures,
  random: Random,
  tape: SampleTape,
): HardSample {
  sampleRelaxed(levelLogits, theta, temperatures, random, tape);
  const sample = hardTwoStep(levelLogits, theta, tape);
  tape.code.fill(0);
  for (let i = 0; i < sample.tags.length; i++) tape.code[sample.tags[i]] = 1;
  return sample;
}

/**
 * The relaxed sample for the noise in `tape.gumbelLevel` and `tape.gumbelTags`, any temperatures > 0.
 * Writes `code`, `relaxedLevel`, `weights` and `attention` of the tape. O(limit·K).
 */
export function relaxedTwoStepForward(
  levelLogits: Float64Array,
  theta: Float64Array,
  temperatures: Temperatures,
  epsilon: number,
  tape: SampleTape,
): void {
  const { tagCount, limit, code, relaxedLevel, weights, attention, work } = tape;
  tape.temperatures = temperatures;
  tape.epsilon = epsilon;

  for (let l = 0; l <= limit; l++) relaxedLevel[l] = levelLogits[l] + tape.gumbelLevel[l];
  softmaxRow(relaxedLevel, 0, limit + 1, temperatures.level, relaxedLevel, 0);
  let atLeast = 0;
  for (let t = limit; t >= 1; t--) {
    atLeast += relaxedLevel[t];
    weights[t - 1] = atLeast;
  }

  for (let k = 0; k < tagCount; k++) work[k] = theta[k] + tape.gumbelTags[k];
  code.fill(0);
  for (let t = 0; t < limit; t++) {
    const row = t * tagCount;
    softmaxRow(work, 0, tagCount, temperatures.subset, attention, row);
    const weight = weights[t];
    for (let k = 0; k < tagCount; k++) {
      const a = attention[row + k];
      code[k] += weight * a;
      work[k] += Math.log(Math.max(1 - a, epsilon));
    }
  }
}

/**
 * Backward pass of the last sample on the tape, relaxed or straight-through.
 *
 * @param dCode d loss / d code, length K
 * @param dLevelLogits length limit + 1, added to
 * @param dTheta length K, added to
 */
export function relaxedTwoStepBackward(
  dCode: Float64Array,
  tape: SampleTape,
  dLevelLogits: Float64Array,
  dTheta: Float64Array,
): void {
  const { tagCount, limit, relaxedLevel, weights, attention, work, epsilon } = tape;

  // d l̃_j = Σ_{t≤j} <dCode, A_t>, then the softmax; d l̃_0 is 0.
  let cumulative = 0;
  let expected = 0;
  const dLevel = tape.gumbelLevel;
  dLevel[0] = 0;
  for (let t = 1; t <= limit; t++) {
    const row = (t - 1) * tagCount;
    for (let k = 0; k < tagCount; k++) cumulative += dCode[k] * attention[row + k];
    dLevel[t] = cumulative;
    expected += relaxedLevel[t] * cumulative;
  }
  for (let l = 0; l <= limit; l++) {
    dLevelLogits[l] += (relaxedLevel[l] * (dLevel[l] - expected)) / tape.temperatures.level;
  }

  // work[0..K) is d s_{t+1}, work[K..2K) is d A_t.
  work.fill(0);
  for (let t = limit - 1; t >= 0; t--) {
    const row = t * tagCount;
    const weight = weights[t];
    let mean = 0;
    for (let k = 0; k < tagCount; k++) {
      const a = attention[row + k];
      const rest = 1 - a;
      const removal = rest > epsilon ? work[k] / rest : 0;
      const dAttention = weight * dCode[k] - removal;
      work[tagCount + k] = dAttention;
      mean += a * dAttention;
    }
    for (let k = 0; k < tagCount; k++) {
      work[k] += (attention[row + k] * (work[tagCount + k] - mean)) / tape.temperatures.subset;
    }
  }
  for (let k = 0; k < tagCount; k++) dTheta[k] += work[k];
}

/** The hard sample for the noise on the tape: argmax of g + G_L, then the that many largest θ + G_Z. */
export function hardTwoStep(levelLogits: Float64Array, theta: Float64Array, tape: SampleTape): HardSample {
  let level = 0;
  for (let l = 1; l <= tape.limit; l++) {
    if (levelLogits[l] + tape.gumbelLevel[l] > levelLogits[level] + tape.gumbelLevel[level]) level = l;
  }
  const perturbed = tape.work.subarray(0, tape.tagCount);
  for (let k = 0; k < tape.tagCount; k++) perturbed[k] = theta[k] + tape.gumbelTags[k];
  return { level, tags: topIndices(perturbed, level) };
}

function softmaxRow(
  logits: Float64Array,
  from: number,
  length: number,
  temperature: number,
  out: Float64Array,
  to: number,
): void {
  let top = -Infinity;
  for (let i = 0; i < length; i++) if (logits[from + i] > top) top = logits[from + i];
  let sum = 0;
  for (let i = 0; i < length; i++) {
    const e = Math.exp((logits[from + i] - top) / temperature);
    out[to + i] = e;
    sum += e;
  }
  for (let i = 0; i < length; i++) out[to + i] /= sum;
}

function requireTemperature(name: string, temperature: number): void {
  if (!(temperature >= LOWEST_TEMPERATURE)) {
    throw new RangeError(
      `The ${name} temperature is ${temperature}; give at least ${LOWEST_TEMPERATURE}, or gradients become noise.`,
    );
  }
}
