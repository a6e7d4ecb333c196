/** The stream of random words of one row of a batch; ../assembly/noise.ts makes the same. */
export function streamOf(seed: number, row: number): number {
  return mixed(seed ^ mixed(row + 0x6a09e667));
}

/** Standard Gumbel draw number `index` of a stream, between −2.9 and 16.7. */
export function gumbel(stream: number, index: number): number {
  const word = mixed(stream + Math.imul(index, 0x9e3779b9));
  return -Math.log(-Math.log(((word >>> 9) + 0.5) / 2 ** 23));
}

/** The finaliser of splitmix32: a bijection of 32-bit words that flips about half of the bits. */
export function mixed(word: number): number {
  let x = word | 0;
  x = Math.imul(x ^ (x >>> 16), 0x21f0aaad);
  x = Math.imul(x ^ (x >>> 15), 0x735a2d97);
  return x ^ (x >>> 15);
}
