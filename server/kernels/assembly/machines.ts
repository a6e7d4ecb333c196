import { multiplyAdd } from "./lanes";

// What a slot is made of, by the places of pointers in its record: ../fast/machineSlot.ts has the same order.
const STATE: usize = 0;
const WEIGHTS: usize = 4;
const DUAL: usize = 8;
const ORDER: usize = 12;
const SIGNS: usize = 16;
const FORGOTTEN: usize = 20;
const RECORD: usize = 24;

// The state of a slot.
const COUNT: usize = 0;
const ACTIVE: usize = 4;
const PASSES: usize = 8;
const FINISHED: usize = 12;
const RANDOM: usize = 16;
const FORGET: usize = 20;
const SHRINK_ABOVE: usize = 32;

/**
 * Goes on with the support vector machines of slots `from` to `to`, four tags each, until they are finished or have visited so many
 * entries: dual coordinate descent with shrinking for the squared hinge (Hsieh, Chang, Lin, Keerthi, Sundararajan, ICML 2008, algorithm
 * 3), in four lanes. A row rests when it may for all four tags; visiting it for the others as well does no harm.
 *
 * @param rowStart n + 1, counts entries
 * @param entries of the rows, eight bytes each: 16 times the column, and the value
 * @param curvature n: squared norm of each row with its constant 1, plus `softness`
 * @param softness 1 / 2C
 * @param bias where in the weights the constant's are: 16 times the number of columns
 */
export function descend(
  from: i32,
  to: i32,
  _scratch: usize,
  records: usize,
  rowStart: usize,
  entries: usize,
  curvature: usize,
  softness: f32,
  bias: usize,
  tolerance: f32,
  mostPasses: i32,
  budget: i32,
): void {
  for (let slot = from; slot < to; slot++) {
    const record = records + <usize>slot * RECORD;
    const state = pointer(record, STATE);
    if (load<i32>(state, FINISHED)) continue;
    const left = budget - forget(record, rowStart, entries, bias);
    descendOne(record, state, rowStart, entries, curvature, softness, bias, tolerance, mostPasses, left);
  }
}

function pointer(record: usize, place: usize): usize {
  return <usize>load<u32>(record + place);
}

/** 1 in the lanes of the tags that the row has, else −1. */
function signsOf(bits: u32): v128 {
  const has = i32x4.ne(v128.and(i32x4.splat(bits), i32x4(1, 2, 4, 8)), i32x4.splat(0));
  return v128.bitselect(f32x4.splat(1), f32x4.splat(-1), has);
}

/**
 * Takes rows that count as negative ones out of the weights, in the lanes in which they are positive, and sets their dual variables to 0.
 * Answers how many entries it visited.
 */
function forget(record: usize, rowStart: usize, entries: usize, bias: usize): i32 {
  const state = pointer(record, STATE);
  const weights = pointer(record, WEIGHTS);
  const rows = pointer(record, FORGOTTEN);
  const count = load<i32>(state, FORGET);
  let visited: i32 = 0;
  for (let at = 0; at < count; at++) {
    const r = load<u32>(rows + ((<usize>at) << 2));
    const dual = pointer(record, DUAL) + ((<usize>r) << 4);
    const alpha = v128.load(dual);
    const positive = f32x4.gt(signsOf(load<u8>(pointer(record, SIGNS) + r)), f32x4.splat(0));
    const added = v128.and(alpha, positive);
    if (!v128.any_true(f32x4.ne(added, f32x4.splat(0)))) continue;
    v128.store(dual, v128.andnot(alpha, positive));
    // A negative row has added −α x.
    visited += addRow(added, weights, rowStart + ((<usize>r) << 2), entries, bias);
  }
  store<i32>(state, 0, FORGET);
  return visited;
}

function descendOne(
  record: usize,
  state: usize,
  rowStart: usize,
  entries: usize,
  curvature: usize,
  softness: f32,
  bias: usize,
  tolerance: f32,
  mostPasses: i32,
  budget: i32,
): void {
  const weights = pointer(record, WEIGHTS);
  const duals = pointer(record, DUAL);
  const order = pointer(record, ORDER);
  const labels = pointer(record, SIGNS);
  const zero = f32x4.splat(0);
  const one = f32x4.splat(1);
  const soft = f32x4.splat(softness);
  const infinite = f32x4.splat(Infinity);
  const count = load<i32>(state, COUNT);
  let active = load<i32>(state, ACTIVE);
  let passes = load<i32>(state, PASSES);
  let shrinkAbove = v128.load(state, SHRINK_ABOVE);
  let left = budget;
  let finished = passes >= mostPasses || count === 0;
  while (!finished && left > 0) {
    // The first pass is in the order given: the rows that make the difference first.
    if (passes > 0) shuffle(state, order, active);
    passes++;
    let highest = f32x4.neg(infinite);
    let lowest = infinite;
    let at = 0;
    while (at < active) {
      const place = order + ((<usize>at) << 2);
      const r = <usize>load<u32>(place);
      const signs = signsOf(load<u8>(labels + r));
      const dual = duals + (r << 4);
      const start = rowStart + (r << 2);
      const product = rowDot(weights, start, entries, bias);
      left -= load<i32>(start, 4) - load<i32>(start) + 1;
      const alpha = v128.load(dual);
      const slope = multiplyAdd(soft, alpha, f32x4.sub(f32x4.mul(signs, product), one));
      const atZero = f32x4.eq(alpha, zero);
      if (i32x4.all_true(v128.and(atZero, f32x4.gt(slope, shrinkAbove)))) {
        // Far on the right side of every margin: out of the way until the others have settled.
        active--;
        const last = order + ((<usize>active) << 2);
        store<u32>(place, load<u32>(last));
        store<u32>(last, <u32>r);
        continue;
      }
      const projected = v128.bitselect(f32x4.min(slope, zero), slope, atZero);
      highest = f32x4.max(highest, projected);
      lowest = f32x4.min(lowest, projected);
      at++;
      if (!v128.any_true(f32x4.ne(projected, zero))) continue;
      const step = f32x4.div(slope, v128.load32_splat(curvature + (r << 2)));
      const next = f32x4.max(zero, f32x4.sub(alpha, step));
      v128.store(dual, next);
      addRow(f32x4.mul(f32x4.sub(next, alpha), signs), weights, start, entries, bias);
    }
    const open = f32x4.gt(f32x4.sub(highest, lowest), f32x4.splat(tolerance));
    if (active === 0 || !v128.any_true(open)) {
      finished = active === count;
      active = count;
      shrinkAbove = infinite;
    } else {
      shrinkAbove = v128.bitselect(highest, infinite, f32x4.gt(highest, zero));
    }
    if (passes >= mostPasses) finished = true;
  }
  store<i32>(state, active, ACTIVE);
  store<i32>(state, passes, PASSES);
  store<i32>(state, finished ? 1 : 0, FINISHED);
  v128.store(state, shrinkAbove, SHRINK_ABOVE);
}

/** Marsaglia's 32-bit xorshift. */
function shuffle(state: usize, order: usize, length: i32): void {
  let random = load<u32>(state, RANDOM);
  for (let last = length - 1; last > 0; last--) {
    random ^= random << 13;
    random ^= random >> 17;
    random ^= random << 5;
    const other = order + <usize>(((<u64>random * <u64>(last + 1)) >> 32) << 2);
    const here = order + ((<usize>last) << 2);
    const moved = load<u32>(here);
    store<u32>(here, load<u32>(other));
    store<u32>(other, moved);
  }
  store<u32>(state, random, RANDOM);
}

/** x · w of a row in the four lanes of w. */
function rowDot(weights: usize, start: usize, entries: usize, bias: usize): v128 {
  let at = entries + ((<usize>load<u32>(start)) << 3);
  const end = entries + ((<usize>load<u32>(start, 4)) << 3);
  let a = v128.load(weights + bias);
  let b = f32x4.splat(0);
  let c = b;
  let d = b;
  for (; at + 32 <= end; at += 32) {
    a = multiplyAdd(v128.load32_splat(at, 4), v128.load(weights + <usize>load<u32>(at)), a);
    b = multiplyAdd(v128.load32_splat(at, 12), v128.load(weights + <usize>load<u32>(at, 8)), b);
    c = multiplyAdd(v128.load32_splat(at, 20), v128.load(weights + <usize>load<u32>(at, 16)), c);
    d = multiplyAdd(v128.load32_splat(at, 28), v128.load(weights + <usize>load<u32>(at, 24)), d);
  }
  for (; at < end; at += 8) {
    a = multiplyAdd(v128.load32_splat(at, 4), v128.load(weights + <usize>load<u32>(at)), a);
  }
  return f32x4.add(f32x4.add(a, b), f32x4.add(c, d));
}

/** w += factor · x; answers how many entries the row has. */
function addRow(factor: v128, weights: usize, start: usize, entries: usize, bias: usize): i32 {
  let at = entries + ((<usize>load<u32>(start)) << 3);
  const end = entries + ((<usize>load<u32>(start, 4)) << 3);
  const visited = <i32>((end - at) >> 3);
  for (; at < end; at += 8) {
    const target = weights + <usize>load<u32>(at);
    v128.store(target, multiplyAdd(factor, v128.load32_splat(at, 4), v128.load(target)));
  }
  v128.store(weights + bias, f32x4.add(v128.load(weights + bias), factor));
  return visited;
}
