import type { Dense } from "../dense.ts";
import { gumbel, streamOf } from "./noise.ts";

/**
 * The two-step Gumbel-Softmax sample of SDLGM for a batch: a level from 0 to `limit`, then a subset of so many of the features.
 *
 *   l̃ = softmax((g + G_L) / τ_L),  w_t = Σ_{j≥t} l̃_j
 *   s_1 = θ + G,  A_t = softmax(s_t / τ),  s_{t+1} = s_t + log max(1 − A_t, ε),  t = 1 .. limit
 *   z̃ = Σ_t w_t A_t
 */
export interface TwoStepOptions {
  readonly rows: number;
  readonly features: number;
  /** L0 ≥ 1. */
  readonly limit: number;
  readonly levelTemperature: number;
  readonly temperature: number;
  /** ε of the relaxed removal of a drawn feature. Default: 1e-6. */
  readonly epsilon?: number | undefined;
  /** Of the noise, a whole number of 32 bits; row i of every batch with this seed has the same noise. */
  readonly seed: number;
  /** Whether the code is the hard sample; the gradients are those of the relaxed one all the same ("straight-through"). */
  readonly hard?: boolean | undefined;
}

/** A sample, and what its backward pass needs. All arrays are row-major. */
export interface TwoStepSample {
  /** z: rows × features. */
  readonly code: Dense;
  /** l̃: rows × (limit + 1). */
  readonly relaxedLevel: Dense;
  /** A: rows × limit × features. */
  readonly attention: Dense;
  /** argmax g + G_L, of each row. */
  readonly level: Int32Array;
  /** rows × limit: the features with the largest θ + G, largest first; −1 where there are none left. The first `level` of them are the hard sample. */
  readonly order: Int32Array;
}

/** ε where none is given. */
export const REMOVAL_EPSILON = 1e-6;
/** The noise of the level is drawn from here on, that of the features from 0. */
const FIRST_DRAW_OF_LEVEL = 0x40000000;

/** @param levelLogits g, rows × (limit + 1). @param theta θ, rows × features */
export function twoStepForward(
  options: TwoStepOptions,
  levelLogits: Dense,
  theta: Dense,
  sample: TwoStepSample,
): void {
  const { rows, features, limit, levelTemperature, temperature, epsilon = REMOVAL_EPSILON } = options;
  const keys = new Float64Array(features);
  const levelKeys = new Float64Array(limit + 1);
  for (let d = 0; d < rows; d++) {
    const stream = streamOf(options.seed, d);
    const relaxed = rowOf(sample.relaxedLevel, d, limit + 1);
    for (let l = 0; l <= limit; l++) {
      levelKeys[l] = levelLogits[d * (limit + 1) + l] + gumbel(stream, FIRST_DRAW_OF_LEVEL + l);
    }
    softmax(levelKeys, levelTemperature, relaxed);
    sample.level[d] = levelKeys.indexOf(Math.max(...levelKeys));
    for (let k = 0; k < features; k++) keys[k] = theta[d * features + k] + gumbel(stream, k);
    const order = sample.order.subarray(d * limit, (d + 1) * limit);
    order.fill(-1);
    order.set(descending(keys).slice(0, limit));
    const code = rowOf(sample.code, d, features);
    code.fill(0);
    for (let t = 0; t < limit; t++) {
      const attention = rowOf(sample.attention, d * limit + t, features);
      softmax(keys, temperature, attention);
      const weight = atLeast(relaxed, t + 1);
      for (let k = 0; k < features; k++) {
        code[k] += weight * attention[k];
        keys[k] += Math.log(Math.max(1 - attention[k], epsilon));
      }
    }
    if (!options.hard) continue;
    code.fill(0);
    for (const k of order.subarray(0, sample.level[d])) if (k >= 0) code[k] = 1;
  }
}

/**
 * The gradients by g and θ, written, from that by the code.
 *
 * @param dCode rows × features. @param dLevelLogits rows × (limit + 1). @param dTheta rows × features
 */
export function twoStepBackward(
  options: TwoStepOptions,
  sample: TwoStepSample,
  dCode: Dense,
  dLevelLogits: Dense,
  dTheta: Dense,
): void {
  const { rows, features, limit, levelTemperature, temperature, epsilon = REMOVAL_EPSILON } = options;
  const dScores = new Float64Array(features);
  const slopes = new Float64Array(features);
  const dots = new Float64Array(limit + 1);
  for (let d = 0; d < rows; d++) {
    const relaxed = rowOf(sample.relaxedLevel, d, limit + 1);
    const upstream = rowOf(dCode, d, features);
    dScores.fill(0);
    for (let t = limit; t >= 1; t--) {
      const attention = rowOf(sample.attention, d * limit + t - 1, features);
      const weight = atLeast(relaxed, t);
      let mean = 0;
      dots[t] = 0;
      for (let k = 0; k < features; k++) {
        const rest = 1 - attention[k];
        slopes[k] = weight * upstream[k] - (rest > epsilon ? dScores[k] / rest : 0);
        dots[t] += attention[k] * upstream[k];
        mean += attention[k] * slopes[k];
      }
      for (let k = 0; k < features; k++) dScores[k] += (attention[k] * (slopes[k] - mean)) / temperature;
    }
    dTheta.set(dScores, d * features);
    // d l̃_j = Σ_{t ≤ j} ⟨dCode, A_t⟩, and back through the softmax.
    for (let l = 1; l <= limit; l++) dots[l] += dots[l - 1];
    const expected = dots.reduce((sum, dot, l) => sum + relaxed[l] * dot, 0);
    for (let l = 0; l <= limit; l++) {
      dLevelLogits[d * (limit + 1) + l] = (relaxed[l] * (dots[l] - expected)) / levelTemperature;
    }
  }
}

function rowOf(array: Dense, row: number, width: number): Dense {
  return array.subarray(row * width, (row + 1) * width);
}

function atLeast(levels: Dense, level: number): number {
  let sum = 0;
  for (let l = level; l < levels.length; l++) sum += levels[l];
  return sum;
}

function descending(keys: Float64Array): number[] {
  return Array.from(keys, (_, k) => k).sort((one, other) => keys[other] - keys[one] || one - other);
}

function softmax(keys: Float64Array, temperature: number, out: Dense): void {
  let top = -Infinity;
  for (const key of keys) top = Math.max(top, key);
  let sum = 0;
  for (let k = 0; k < keys.length; k++) {
    out[k] = Math.exp((keys[k] - top) / temperature);
    sum += out[k];
  }
  for (let k = 0; k < keys.length; k++) out[k] /= sum;
}
