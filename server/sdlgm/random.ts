/** A source of uniform numbers in [0, 1). */
export type Random = () => number;

/**
 * A seeded generator: xoshiro128** (Blackman and Vigna 2018), its four words filled by splitmix32 from
 * both halves of `seed`. Each number has 53 random bits, made of two 32-bit outputs. The same seed
 * gives the same numbers on every machine.
 *
 * @throws RangeError when `seed` is not a safe integer.
 */
export function createRandom(seed: number): Random {
  requireSeed(seed);
  let word = (seed >>> 0) ^ mix32(Math.floor(seed / 2 ** 32) >>> 0);
  const next = () => {
    word = (word + 0x9e3779b9) | 0;
    return mix32(word);
  };
  let s0 = next();
  let s1 = next();
  let s2 = next();
  // The all-zero state is the one state that never moves.
  let s3 = next() | 1;

  function output(): number {
    const product = Math.imul(s1, 5);
    const result = Math.imul((product << 7) | (product >>> 25), 9);
    const shifted = s1 << 9;
    s2 ^= s0;
    s3 ^= s1;
    s1 ^= s2;
    s0 ^= s3;
    s2 ^= shifted;
    s3 = (s3 << 11) | (s3 >>> 21);
    return result >>> 0;
  }

  return () => {
    const high = output() >>> 5;
    const low = output() >>> 6;
    return (high * 2 ** 26 + low) / 2 ** 53;
  };
}

/**
 * A seed of its own for one purpose, such as `forkSeed(seed, "folds")`: how much one purpose draws
 * then never changes what another one sees. Can be nested.
 *
 * @throws RangeError when `seed` is not a safe integer.
 */
export function forkSeed(seed: number, label: string): number {
  requireSeed(seed);
  let high = mix32(Math.floor(seed / 2 ** 32) ^ 0x6a09e667);
  let low = mix32((seed >>> 0) ^ 0xbb67ae85);
  for (let i = 0; i < label.length; i++) {
    const unit = label.charCodeAt(i) + 1;
    high = mix32(high ^ Math.imul(unit, 0x85ebca6b));
    low = mix32((low + Math.imul(unit, 0xc2b2ae35)) ^ high);
  }
  return (mix32(high ^ label.length) >>> 11) * 2 ** 32 + (mix32(low ^ high) >>> 0);
}

/** The generator of `forkSeed(seed, label)`. */
export function fork(seed: number, label: string): Random {
  return createRandom(forkSeed(seed, label));
}

/** Puts `items` in a random order, in place (Fisher and Yates). Returns `items`. */
export function shuffle(items: Int32Array, random: Random): Int32Array {
  for (let i = items.length - 1; i > 0; i--) {
    const j = Math.floor(random() * (i + 1));
    const item = items[i];
    items[i] = items[j];
    items[j] = item;
  }
  return items;
}

/**
 * One draw of the standard Gumbel distribution, within about [-3.14, 23.03]. Both logarithms are
 * clamped inside the minus, so that neither u = 0 nor u → 1 gives an infinity or NaN.
 */
export function gumbel(random: Random): number {
  return -Math.log(Math.max(-Math.log(Math.max(random(), 1e-10)), 1e-10));
}

/** Fills `out` with independent standard Gumbel draws. Returns `out`. */
export function fillGumbel(out: Float64Array, random: Random): Float64Array {
  for (let i = 0; i < out.length; i++) out[i] = gumbel(random);
  return out;
}

/** The finaliser of splitmix32: a bijection of 32-bit words that flips about half of the bits. */
function mix32(word: number): number {
  let mixed = word | 0;
  mixed = Math.imul(mixed ^ (mixed >>> 16), 0x21f0aaad);
  mixed = Math.imul(mixed ^ (mixed >>> 15), 0x735a2d97);
  return mixed ^ (mixed >>> 15);
}

function requireSeed(seed: number): void {
  if (!Number.isSafeInteger(seed)) throw new RangeError(`The seed is ${seed}; give a whole number.`);
}
