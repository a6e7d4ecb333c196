import { draw } from "./draw";
import { multiplyAdd } from "./lanes";
import { gumbels, streamOf } from "./noise";
import { exponentialsOf, largestLane, loadLanes, logarithm, storeLanes, sumOfLanes } from "./vectors";

// The scratch: w_t, the keys of the largest or a list of some, and a row of K numbers. server/kernels/fast/twoStep.ts knows what fits.
const MOST_LEVELS: usize = 1024;
const ROW_OF_SCRATCH: usize = 2 * MOST_LEVELS * 4;
/** The noise of the level is drawn from here on, that of the features from 0. */
const FIRST_DRAW_OF_LEVEL: i32 = 0x40000000;
/** Below this sum of the weights that are left, those that went to zero in float32 begin to count. */
const SMALLEST_SUM: f32 = 1e-10;

/**
 * Rows `from` to `to` of the two-step sample; server/kernels/network/twoStep.ts has the equations. The weights
 * u = e^(s/τ) are multiplied by (1 − A)^(1/τ) from draw to draw: no logarithm and no exponential for all features that have a small A.
 *
 * @param hard whether `code` is the hard sample
 * @param order the `limit` features with the largest θ + G, largest first, −1 where there are none
 */
export function twoStepForward(
  from: i32,
  to: i32,
  scratch: usize,
  levelLogits: usize,
  theta: usize,
  features: i32,
  limit: i32,
  sharpnessOfLevel: f32,
  sharpness: f32,
  epsilon: f32,
  seed: i32,
  hard: i32,
  code: usize,
  relaxedLevel: usize,
  attention: usize,
  level: usize,
  order: usize,
): void {
  const rowBytes = (<usize>features) << 2;
  const values = scratch + MOST_LEVELS * 4;
  const u = scratch + ROW_OF_SCRATCH;
  for (let d = from; d < to; d++) {
    const stream = streamOf(seed, d);
    const scores = theta + <usize>d * rowBytes;
    const codeOfRow = code + <usize>d * rowBytes;
    const levelOffset = (<usize>d * <usize>(limit + 1)) << 2;
    const levels = relaxedLevel + levelOffset;
    const chosen = levelForward(levels, levelLogits + levelOffset, limit, sharpnessOfLevel, stream);
    store<i32>(level + ((<usize>d) << 2), chosen);
    let atLeast: f32 = 0;
    for (let t = limit; t >= 1; t--) {
      atLeast += load<f32>(levels + ((<usize>t) << 2));
      store<f32>(scratch + ((<usize>(t - 1)) << 2), atLeast);
    }
    const top = perturbedKeys(u, scores, features, sharpness, stream);
    const orderOfRow = order + ((<usize>d * <usize>limit) << 2);
    largest(u, features, limit, orderOfRow, values);
    let sum = exponentialsOf(u, features, top);
    memory.fill(codeOfRow, 0, rowBytes);
    const draws = attention + <usize>d * <usize>limit * rowBytes;
    for (let t = 0; t < limit; t++) {
      const weight = load<f32>(scratch + ((<usize>t) << 2));
      const row = draws + <usize>t * rowBytes;
      sum = draw(u, row, codeOfRow, features, 1 / sum, weight, sharpness, epsilon, values);
      if (sum < SMALLEST_SUM && t + 1 < limit) {
        const highest = keysAfter(u, scores, draws, features, t + 1, sharpness, epsilon, stream);
        sum = exponentialsOf(u, features, highest);
      }
    }
    if (hard) {
      memory.fill(codeOfRow, 0, rowBytes);
      for (let t = 0; t < chosen; t++) {
        const feature = load<i32>(orderOfRow + ((<usize>t) << 2));
        if (feature >= 0) store<f32>(codeOfRow + ((<usize>feature) << 2), 1);
      }
    }
  }
}

/** Rows `from` to `to` of the gradient of the relaxed sample by the level's logits and by θ, from that by the code. */
export function twoStepBackward(
  from: i32,
  to: i32,
  scratch: usize,
  dCode: usize,
  features: i32,
  limit: i32,
  sharpnessOfLevel: f32,
  sharpness: f32,
  epsilon: f32,
  relaxedLevel: usize,
  attention: usize,
  dLevelLogits: usize,
  dTheta: usize,
): void {
  const rowBytes = (<usize>features) << 2;
  const slopes = scratch + ROW_OF_SCRATCH;
  for (let d = from; d < to; d++) {
    const upstream = dCode + <usize>d * rowBytes;
    const dKeys = dTheta + <usize>d * rowBytes;
    const levelOffset = (<usize>d * <usize>(limit + 1)) << 2;
    const levels = relaxedLevel + levelOffset;
    memory.fill(dKeys, 0, rowBytes);
    let weight: f32 = 0;
    for (let t = limit; t >= 1; t--) {
      weight += load<f32>(levels + ((<usize>t) << 2));
      const row = attention + <usize>(d * limit + t - 1) * rowBytes;
      const dot = scratch + ((<usize>t) << 2);
      const mean = slopesOfDraw(slopes, dot, row, upstream, dKeys, features, weight, sharpness, epsilon);
      throughSoftmax(dKeys, row, slopes, features, mean, t === 1 ? sharpness : 1);
    }
    levelBackward(dLevelLogits + levelOffset, levels, scratch, limit, sharpnessOfLevel);
  }
}

/** Writes softmax((g + G)/τ); returns the level with the largest g + G. */
function levelForward(levels: usize, logits: usize, limit: i32, sharpness: f32, stream: i32): i32 {
  let top: f32 = -Infinity;
  let chosen = 0;
  for (let l = 0; l <= limit; l += 4) {
    const at = (<usize>l) << 2;
    const present = limit + 1 - l;
    const noise = gumbels(stream, FIRST_DRAW_OF_LEVEL + l);
    const perturbed = f32x4.add(loadLanes(logits + at, present, 0), noise);
    storeLanes(levels + at, present, f32x4.mul(perturbed, f32x4.splat(sharpness)));
  }
  for (let l = 0; l <= limit; l++) {
    const key = load<f32>(levels + ((<usize>l) << 2));
    if (key > top) {
      top = key;
      chosen = l;
    }
  }
  const sum = exponentialsOf(levels, limit + 1, top);
  for (let l = 0; l <= limit; l++) {
    const at = levels + ((<usize>l) << 2);
    store<f32>(at, load<f32>(at) / sum);
  }
  return chosen;
}

/** d l̃_j = Σ_{t ≤ j} ⟨dCode, A_t⟩, and back through the softmax. */
function levelBackward(dLogits: usize, levels: usize, dots: usize, limit: i32, sharpness: f32): void {
  let slope: f32 = 0;
  let expected: f32 = 0;
  store<f32>(dLogits, 0);
  for (let l = 1; l <= limit; l++) {
    const at = (<usize>l) << 2;
    slope += load<f32>(dots + at);
    store<f32>(dLogits + at, slope);
    expected += load<f32>(levels + at) * slope;
  }
  for (let l = 0; l <= limit; l++) {
    const at = (<usize>l) << 2;
    const share = load<f32>(levels + at) * sharpness;
    store<f32>(dLogits + at, share * (load<f32>(dLogits + at) - expected));
  }
}

/** Writes (θ + G)/τ; returns the largest. */
function perturbedKeys(keys: usize, theta: usize, features: i32, sharpness: f32, stream: i32): f32 {
  const factor = f32x4.splat(sharpness);
  let top = f32x4.splat(-Infinity);
  for (let k = 0; k < features; k += 4) {
    const at = (<usize>k) << 2;
    const present = features - k;
    const key = f32x4.mul(factor, f32x4.add(loadLanes(theta + at, present, -Infinity), gumbels(stream, k)));
    storeLanes(keys + at, present, key);
    top = f32x4.max(top, key);
  }
  return largestLane(top);
}

/** The keys after so many draws, from the beginning: (θ + G)/τ + Σ log(max(1 − A, ε))/τ; returns the largest. */
function keysAfter(
  keys: usize,
  theta: usize,
  draws: usize,
  features: i32,
  count: i32,
  sharpness: f32,
  epsilon: f32,
  stream: i32,
): f32 {
  perturbedKeys(keys, theta, features, sharpness, stream);
  const floor = f32x4.splat(epsilon);
  let top = f32x4.splat(-Infinity);
  for (let k = 0; k < features; k += 4) {
    const present = features - k;
    const at = (<usize>k) << 2;
    let logs = f32x4.splat(0);
    for (let t = 0; t < count; t++) {
      const a = loadLanes(draws + ((<usize>t * <usize>features) << 2) + at, present, 0);
      logs = f32x4.add(logs, logarithm(f32x4.max(f32x4.sub(f32x4.splat(1), a), floor)));
    }
    const key = multiplyAdd(f32x4.splat(sharpness), logs, loadLanes(keys + at, present, -Infinity));
    storeLanes(keys + at, present, key);
    top = f32x4.max(top, key);
  }
  return largestLane(top);
}

/** Writes the features with the largest keys, largest first and the first of equal ones first. */
function largest(keys: usize, features: i32, count: i32, order: usize, values: usize): void {
  let found = 0;
  let threshold: f32 = -Infinity;
  for (let k = 0; k < features; k += 4) {
    const present = features - k;
    const four = loadLanes(keys + ((<usize>k) << 2), present, -Infinity);
    if (!v128.any_true(f32x4.gt(four, f32x4.splat(threshold)))) continue;
    for (let feature = k; feature < min(features, k + 4); feature++) {
      const key = load<f32>(keys + ((<usize>feature) << 2));
      if (!(key > threshold)) continue;
      if (found < count) found++;
      let at = (<usize>(found - 1)) << 2;
      for (; at > 0 && load<f32>(values + at - 4) < key; at -= 4) {
        store<f32>(values + at, load<f32>(values + at - 4));
        store<i32>(order + at, load<i32>(order + at - 4));
      }
      if (found === 0) continue;
      store<f32>(values + at, key);
      store<i32>(order + at, feature);
      if (found === count) threshold = load<f32>(values + ((<usize>(count - 1)) << 2));
    }
  }
  for (; found < count; found++) store<i32>(order + ((<usize>found) << 2), -1);
}

/** Writes d loss / d A_t = w g − r dKey / (1 − A) and stores ⟨g, A⟩ at `dot`; returns ⟨A, d loss / d A⟩. */
function slopesOfDraw(
  slopes: usize,
  dot: usize,
  attention: usize,
  upstream: usize,
  dKeys: usize,
  features: i32,
  weight: f32,
  r: f32,
  epsilon: f32,
): f32 {
  const weights = f32x4.splat(weight);
  const one = f32x4.splat(1);
  const floor = f32x4.splat(epsilon);
  const factor = f32x4.splat(-r);
  let dots = f32x4.splat(0);
  let means = f32x4.splat(0);
  const whole = (<usize>features & ~3) << 2;
  for (let i: usize = 0; i < whole; i += 16) {
    const a = v128.load(attention + i);
    const g = v128.load(upstream + i);
    const rest = f32x4.sub(one, a);
    const removal = f32x4.div(f32x4.mul(factor, v128.load(dKeys + i)), rest);
    const slope = multiplyAdd(weights, g, v128.and(removal, f32x4.gt(rest, floor)));
    v128.store(slopes + i, slope);
    dots = multiplyAdd(a, g, dots);
    means = multiplyAdd(a, slope, means);
  }
  const left = features & 3;
  if (left > 0) {
    const a = loadLanes(attention + whole, left, 0);
    const g = loadLanes(upstream + whole, left, 0);
    const rest = f32x4.sub(one, a);
    const removal = f32x4.div(f32x4.mul(factor, loadLanes(dKeys + whole, left, 0)), rest);
    const slope = multiplyAdd(weights, g, v128.and(removal, f32x4.gt(rest, floor)));
    storeLanes(slopes + whole, left, slope);
    dots = multiplyAdd(a, g, dots);
    means = multiplyAdd(a, slope, means);
  }
  store<f32>(dot, sumOfLanes(dots));
  return sumOfLanes(means);
}

/** dKeys ← factor · (dKeys + A (slope − mean)). */
function throughSoftmax(
  dKeys: usize,
  attention: usize,
  slopes: usize,
  features: i32,
  mean: f32,
  factor: f32,
): void {
  const means = f32x4.splat(mean);
  const factors = f32x4.splat(factor);
  const whole = (<usize>features & ~3) << 2;
  for (let i: usize = 0; i < whole; i += 16) {
    const centred = f32x4.sub(v128.load(slopes + i), means);
    const sum = multiplyAdd(v128.load(attention + i), centred, v128.load(dKeys + i));
    v128.store(dKeys + i, f32x4.mul(factors, sum));
  }
  const left = features & 3;
  if (left === 0) return;
  const centred = f32x4.sub(loadLanes(slopes + whole, left, 0), means);
  const sum = multiplyAdd(loadLanes(attention + whole, left, 0), centred, loadLanes(dKeys + whole, left, 0));
  storeLanes(dKeys + whole, left, f32x4.mul(factors, sum));
}
