/**
 * The exact k-subset distribution in float64, two rows of scores at a time, one in each lane. server/kernels/network/kSubset.ts has the
 * equations. What is computed there in the log domain is computed here with w = e^(θ − max θ) ≤ 1 as it stands, so that a tag
 * costs a multiplication and an addition a size; where that would lose digits `trusted` of the row is 0.
 *
 * The scratch has w of all tags, checkpoints of the elementary symmetric polynomials E of the tags before every `segment`th, and E before
 * each tag of one segment. server/kernels/fast/kSubset.ts knows what fits.
 */

/** What is below 1e-308 is lost, and at most some 1e100 times as large in the end as it was: no digit of a number above this. */
const SMALLEST_TRUSTED: f64 = 1e-200;

/** Pairs of rows `from` to `to` of log e_l(exp θ), l = 0 .. limit. */
export function logElementarySymmetric(
  from: i32,
  to: i32,
  scratch: usize,
  theta: usize,
  isWide: i32,
  rows: i32,
  stride: i32,
  tags: i32,
  limit: i32,
  logE: usize,
  trusted: usize,
): void {
  const e = scratch;
  const w = e + <usize>(limit + 1) * 16;
  for (let pair = from; pair < to; pair++) {
    const one = pair << 1;
    const other = min(rows - 1, one + 1);
    const tops = weightsOf(w, theta, isWide, one * stride, other * stride, tags);
    begin(e, limit);
    for (let k = 0; k < tags; k++) addTag(e, limit, v128.load(w + ((<usize>k) << 4)));
    const width = limit + 1;
    const isGood = isTrusted(e, limit, theta, isWide, one * stride, tags, 0);
    store<i32>(trusted + ((<usize>one) << 2), isGood);
    const isOtherGood = isTrusted(e, limit, theta, isWide, other * stride, tags, 8);
    store<i32>(trusted + ((<usize>other) << 2), isOtherGood);
    for (let l = 0; l <= limit; l++) {
      const at = e + ((<usize>l) << 4);
      const size = <f64>l;
      const log = Math.log(load<f64>(at)) + size * f64x2.extract_lane(tops, 0);
      store<f64>(logE + ((<usize>(one * width + l)) << 3), log);
      const otherLog = Math.log(load<f64>(at, 8)) + size * f64x2.extract_lane(tops, 1);
      store<f64>(logE + ((<usize>(other * width + l)) << 3), otherLog);
    }
  }
}

/** Pairs of rows `from` to `to` of Σ_l c_l π_k(l) for all tags k; sizes that are impossible do not count. */
export function subsetInclusion(
  from: i32,
  to: i32,
  scratch: usize,
  theta: usize,
  isWide: i32,
  rows: i32,
  stride: i32,
  tags: i32,
  limit: i32,
  segment: i32,
  coefficients: usize,
  inclusion: usize,
  trusted: usize,
): void {
  const vector = <usize>(limit + 1) * 16;
  const e = scratch;
  const adjoint = e + vector;
  const w = adjoint + vector;
  const checkpoints = w + ((<usize>tags) << 4);
  const prefixes = checkpoints + <usize>((tags + segment - 1) / segment) * vector;
  for (let pair = from; pair < to; pair++) {
    const one = pair << 1;
    const other = min(rows - 1, one + 1);
    weightsOf(w, theta, isWide, one * stride, other * stride, tags);
    begin(e, limit);
    for (let k = 0; k < tags; k++) {
      if (k % segment === 0) memory.copy(checkpoints + <usize>(k / segment) * vector, e, vector);
      addTag(e, limit, v128.load(w + ((<usize>k) << 4)));
    }
    const isGood = isTrusted(e, limit, theta, isWide, one * stride, tags, 0);
    store<i32>(trusted + ((<usize>one) << 2), isGood);
    const isOtherGood = isTrusted(e, limit, theta, isWide, other * stride, tags, 8);
    store<i32>(trusted + ((<usize>other) << 2), isOtherGood);
    for (let l = 0; l <= limit; l++) {
      const size = v128.load(e + ((<usize>l) << 4));
      const c = loadPair(coefficients, one * (limit + 1) + l, other * (limit + 1) + l);
      const share = v128.and(f64x2.div(c, size), f64x2.gt(size, f64x2.splat(0)));
      v128.store(adjoint + ((<usize>l) << 4), share);
    }
    for (let start = ((tags - 1) / segment) * segment; start >= 0; start -= segment) {
      const end = min(tags, start + segment);
      memory.copy(prefixes, checkpoints + <usize>(start / segment) * vector, vector);
      for (let k = start; k + 1 < end; k++) {
        const prefix = prefixes + <usize>(k - start) * vector;
        nextPrefix(prefix + vector, prefix, limit, v128.load(w + ((<usize>k) << 4)));
      }
      for (let k = end - 1; k >= start; k--) {
        const weight = v128.load(w + ((<usize>k) << 4));
        const prefix = prefixes + <usize>(k - start) * vector;
        let sum = f64x2.splat(0);
        let above = v128.load(adjoint);
        for (let l = 1; l <= limit; l++) {
          const at = (<usize>l) << 4;
          const flow = v128.load(adjoint + at);
          sum = f64x2.add(sum, f64x2.mul(flow, v128.load(prefix + at - 16)));
          v128.store(adjoint + at - 16, f64x2.add(above, f64x2.mul(weight, flow)));
          above = flow;
        }
        storePair(inclusion, one * tags + k, other * tags + k, f64x2.mul(weight, sum));
      }
    }
  }
}

/**
 * Pairs of rows `from` to `to` of the gradient of Σ_k d_k Σ_l c_l π_k(l) by c and by θ. With the derivative along d of everything in
 * `subsetInclusion`: that of log e_l is the gradient by c_l, and that of Σ_l c_l ∂ log e_l / ∂θ the gradient by θ.
 */
export function subsetInclusionBackward(
  from: i32,
  to: i32,
  scratch: usize,
  theta: usize,
  isWide: i32,
  rows: i32,
  stride: i32,
  tags: i32,
  limit: i32,
  segment: i32,
  coefficients: usize,
  direction: usize,
  dCoefficients: usize,
  dTheta: usize,
  trusted: usize,
): void {
  // E and its derivative side by side: one vector is both.
  const half = <usize>(limit + 1) * 16;
  const vector: usize = 2 * half;
  const e = scratch;
  const adjoint = e + vector;
  const w = adjoint + vector;
  const checkpoints = w + ((<usize>tags) << 4);
  const prefixes = checkpoints + <usize>((tags + segment - 1) / segment) * vector;
  for (let pair = from; pair < to; pair++) {
    const one = pair << 1;
    const other = min(rows - 1, one + 1);
    weightsOf(w, theta, isWide, one * stride, other * stride, tags);
    begin(e, limit);
    memory.fill(e + half, 0, half);
    for (let k = 0; k < tags; k++) {
      if (k % segment === 0) memory.copy(checkpoints + <usize>(k / segment) * vector, e, vector);
      const along = loadPair(direction, one * tags + k, other * tags + k);
      nextDual(e, e, limit, v128.load(w + ((<usize>k) << 4)), along);
    }
    const isGood = isTrusted(e, limit, theta, isWide, one * stride, tags, 0);
    store<i32>(trusted + ((<usize>one) << 2), isGood);
    const isOtherGood = isTrusted(e, limit, theta, isWide, other * stride, tags, 8);
    store<i32>(trusted + ((<usize>other) << 2), isOtherGood);
    for (let l = 0; l <= limit; l++) {
      const at = (<usize>l) << 4;
      const size = v128.load(e + at);
      const isPossible = f64x2.gt(size, f64x2.splat(0));
      const slope = v128.and(f64x2.div(v128.load(e + half + at), size), isPossible);
      const c = loadPair(coefficients, one * (limit + 1) + l, other * (limit + 1) + l);
      storePair(dCoefficients, one * (limit + 1) + l, other * (limit + 1) + l, slope);
      const share = v128.and(f64x2.div(c, size), isPossible);
      v128.store(adjoint + at, share);
      v128.store(adjoint + half + at, f64x2.neg(f64x2.mul(share, slope)));
    }
    for (let start = ((tags - 1) / segment) * segment; start >= 0; start -= segment) {
      const end = min(tags, start + segment);
      memory.copy(prefixes, checkpoints + <usize>(start / segment) * vector, vector);
      for (let k = start; k + 1 < end; k++) {
        const prefix = prefixes + <usize>(k - start) * vector;
        const along = loadPair(direction, one * tags + k, other * tags + k);
        nextDual(prefix + vector, prefix, limit, v128.load(w + ((<usize>k) << 4)), along);
      }
      for (let k = end - 1; k >= start; k--) {
        const weight = v128.load(w + ((<usize>k) << 4));
        const along = loadPair(direction, one * tags + k, other * tags + k);
        const prefix = prefixes + <usize>(k - start) * vector;
        let sum = f64x2.splat(0);
        let sumAlong = f64x2.splat(0);
        let above = v128.load(adjoint);
        let aboveAlong = v128.load(adjoint + half);
        for (let l = 1; l <= limit; l++) {
          const at = (<usize>l) << 4;
          const flow = v128.load(adjoint + at);
          const flowAlong = v128.load(adjoint + half + at);
          const before = v128.load(prefix + at - 16);
          sum = f64x2.add(sum, f64x2.mul(flow, before));
          sumAlong = f64x2.add(sumAlong, f64x2.mul(flowAlong, before));
          sumAlong = f64x2.add(sumAlong, f64x2.mul(flow, v128.load(prefix + half + at - 16)));
          v128.store(adjoint + at - 16, f64x2.add(above, f64x2.mul(weight, flow)));
          const turned = f64x2.add(flowAlong, f64x2.mul(along, flow));
          v128.store(adjoint + half + at - 16, f64x2.add(aboveAlong, f64x2.mul(weight, turned)));
          above = flow;
          aboveAlong = flowAlong;
        }
        const slope = f64x2.mul(weight, f64x2.add(f64x2.mul(along, sum), sumAlong));
        storePair(dTheta, one * tags + k, other * tags + k, slope);
      }
    }
  }
}

/** E of no tags. */
function begin(e: usize, limit: i32): void {
  memory.fill(e, 0, <usize>(limit + 1) * 16);
  v128.store(e, f64x2.splat(1));
}

/** E_l ← E_l + w E_{l−1}. */
function addTag(e: usize, limit: i32, weight: v128): void {
  let at = e + ((<usize>limit) << 4);
  let size = v128.load(at);
  for (; at > e; at -= 16) {
    const smaller = v128.load(at - 16);
    v128.store(at, f64x2.add(size, f64x2.mul(weight, smaller)));
    size = smaller;
  }
}

function nextPrefix(next: usize, prefix: usize, limit: i32, weight: v128): void {
  let smaller = v128.load(prefix);
  v128.store(next, smaller);
  for (let l = 1; l <= limit; l++) {
    const at = (<usize>l) << 4;
    const size = v128.load(prefix + at);
    v128.store(next + at, f64x2.add(size, f64x2.mul(weight, smaller)));
    smaller = size;
  }
}

/** E and its derivative with one tag more: Ė_l ← Ė_l + w (Ė_{l−1} + d E_{l−1}). `next` may be `prefix`. */
function nextDual(next: usize, prefix: usize, limit: i32, weight: v128, along: v128): void {
  const half = <usize>(limit + 1) * 16;
  let smaller = v128.load(prefix);
  let smallerAlong = v128.load(prefix + half);
  v128.store(next, smaller);
  v128.store(next + half, smallerAlong);
  for (let l = 1; l <= limit; l++) {
    const at = (<usize>l) << 4;
    const size = v128.load(prefix + at);
    const sizeAlong = v128.load(prefix + half + at);
    const turned = f64x2.add(smallerAlong, f64x2.mul(along, smaller));
    v128.store(next + at, f64x2.add(size, f64x2.mul(weight, smaller)));
    v128.store(next + half + at, f64x2.add(sizeAlong, f64x2.mul(weight, turned)));
    smaller = size;
    smallerAlong = sizeAlong;
  }
}

/** Writes e^(θ − max θ) of both rows; returns their maxima, 0 where there is no finite score. */
function weightsOf(w: usize, theta: usize, isWide: i32, one: i32, other: i32, tags: i32): v128 {
  let top: v128 = f64x2.splat(-Infinity);
  for (let k = 0; k < tags; k++) {
    const scores = f64x2(scoreAt(theta, isWide, one + k), scoreAt(theta, isWide, other + k));
    v128.store(w + ((<usize>k) << 4), scores);
    top = f64x2.max(top, scores);
  }
  top = v128.and(top, f64x2.gt(top, f64x2.splat(-Infinity)));
  for (let k = 0; k < tags; k++) {
    const at = w + ((<usize>k) << 4);
    v128.store(at, exponential(f64x2.sub(v128.load(at), top)));
  }
  return top;
}

/** Whether every size that there are enough finite scores for has all its digits. */
function isTrusted(e: usize, limit: i32, theta: usize, isWide: i32, row: i32, tags: i32, lane: usize): i32 {
  let finite = 0;
  for (let k = 0; k < tags; k++) if (scoreAt(theta, isWide, row + k) > -Infinity) finite++;
  for (let l = 1; l <= min(limit, finite); l++) {
    const size = load<f64>(e + ((<usize>l) << 4) + lane);
    if (!(size >= SMALLEST_TRUSTED && size < Infinity)) return 0;
  }
  return 1;
}

function scoreAt(theta: usize, isWide: i32, index: i32): f64 {
  if (isWide) return load<f64>(theta + ((<usize>index) << 3));
  return <f64>load<f32>(theta + ((<usize>index) << 2));
}

function loadPair(array: usize, one: i32, other: i32): v128 {
  return f64x2(load<f64>(array + ((<usize>one) << 3)), load<f64>(array + ((<usize>other) << 3)));
}

function storePair(array: usize, one: i32, other: i32, pair: v128): void {
  store<f64>(array + ((<usize>one) << 3), f64x2.extract_lane(pair, 0));
  store<f64>(array + ((<usize>other) << 3), f64x2.extract_lane(pair, 1));
}

/** e^x for x ≤ 0 to the last place or two; 0 below −708. */
function exponential(x: v128): v128 {
  const isThere = f64x2.ge(x, f64x2.splat(-708));
  const within = f64x2.max(x, f64x2.splat(-708));
  const n = f64x2.nearest(f64x2.mul(within, f64x2.splat(Math.LOG2E)));
  let r = f64x2.sub(within, f64x2.mul(n, f64x2.splat(0.6931471803691238)));
  r = f64x2.sub(r, f64x2.mul(n, f64x2.splat(1.9082149292705877e-10)));
  // The series of e^r: |r| ≤ .347, and .347^13 / 13! is below 2^-52.
  let p = f64x2.splat(1 / 479001600);
  p = f64x2.add(f64x2.mul(p, r), f64x2.splat(1 / 39916800));
  p = f64x2.add(f64x2.mul(p, r), f64x2.splat(1 / 3628800));
  p = f64x2.add(f64x2.mul(p, r), f64x2.splat(1 / 362880));
  p = f64x2.add(f64x2.mul(p, r), f64x2.splat(1 / 40320));
  p = f64x2.add(f64x2.mul(p, r), f64x2.splat(1 / 5040));
  p = f64x2.add(f64x2.mul(p, r), f64x2.splat(1 / 720));
  p = f64x2.add(f64x2.mul(p, r), f64x2.splat(1 / 120));
  p = f64x2.add(f64x2.mul(p, r), f64x2.splat(1 / 24));
  p = f64x2.add(f64x2.mul(p, r), f64x2.splat(1 / 6));
  p = f64x2.add(f64x2.mul(p, r), f64x2.splat(1 / 2));
  p = f64x2.add(f64x2.mul(p, r), f64x2.splat(1));
  p = f64x2.add(f64x2.mul(p, r), f64x2.splat(1));
  const exponent = i64x2.extend_low_i32x4_s(i32x4.trunc_sat_f64x2_s_zero(n));
  const powerOfTwo = i64x2.shl(i64x2.add(exponent, i64x2.splat(1023)), 52);
  return v128.and(f64x2.mul(p, powerOfTwo), isThere);
}
