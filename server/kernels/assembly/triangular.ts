/** The side of the blocks on the diagonal that are left over for one-by-one arithmetic, in float64. */
export const LEAF: i32 = 64;
/** A register tile that begins in a leaf reads so far into what follows it. */
const BEYOND: i32 = 8;

/**
 * In place, A to W = L⁻¹ where A = L Lᵀ: a block on the diagonal, `size` ≤ 64 on a side, of which the lower triangle is read. Above the
 * diagonal of W come zeros, and as far to the right of the block as tiles reach.
 *
 * @param room columns of the matrix to the right of the block
 * @param failure where the first pivot that is not above zero is written to, and its number plus one after it (two float32)
 */
export function invertLeafFactor(
  _from: i32,
  _to: i32,
  scratch: usize,
  a: usize,
  stride: usize,
  size: i32,
  room: i32,
  failure: usize,
): void {
  const rowBytes = stride << 2;
  const factor = scratch;
  const inverse = scratch + LEAF * LEAF * 8;
  for (let i = 0; i < size; i++) {
    const row = a + <usize>i * rowBytes;
    const own = factor + <usize>(i * LEAF) * 8;
    for (let j = 0; j <= i; j++) {
      const other = factor + <usize>(j * LEAF) * 8;
      let sum = <f64>load<f32>(row + ((<usize>j) << 2));
      for (let k: usize = 0; k < (<usize>j) << 3; k += 8) sum -= load<f64>(own + k) * load<f64>(other + k);
      if (j < i) {
        store<f64>(own + ((<usize>j) << 3), sum * load<f64>(other + ((<usize>j) << 3)));
      } else if (sum > 0 && sum < Infinity) {
        // The diagonal is kept inverted: it is only divided by.
        store<f64>(own + ((<usize>j) << 3), 1 / Math.sqrt(sum));
      } else {
        store<f32>(failure, <f32>sum);
        store<f32>(failure, <f32>(i + 1), 4);
        return;
      }
    }
  }
  const width = min(size + BEYOND, size + room);
  for (let i = 0; i < size; i++) {
    const own = factor + <usize>(i * LEAF) * 8;
    const result = inverse + <usize>(i * LEAF) * 8;
    const pivot = load<f64>(own + ((<usize>i) << 3));
    memory.fill(result, 0, (<usize>i) << 3);
    for (let k = 0; k < i; k++) {
      const weight = load<f64>(own + ((<usize>k) << 3)) * pivot;
      const row = inverse + <usize>(k * LEAF) * 8;
      for (let j: usize = 0; j <= (<usize>k) << 3; j += 8) {
        store<f64>(result + j, load<f64>(result + j) - weight * load<f64>(row + j));
      }
    }
    store<f64>(result + ((<usize>i) << 3), pivot);
    const target = a + <usize>i * rowBytes;
    for (let j = 0; j <= i; j++) {
      store<f32>(target + ((<usize>j) << 2), <f32>load<f64>(result + ((<usize>j) << 3)));
    }
    memory.fill(target + ((<usize>(i + 1)) << 2), 0, (<usize>(width - i - 1)) << 2);
  }
}

/** In place, W to the lower triangle of WᵀW: a lower triangular block on the diagonal, `size` ≤ 64 on a side. */
export function leafGram(_from: i32, _to: i32, scratch: usize, a: usize, stride: usize, size: i32): void {
  const rowBytes = stride << 2;
  for (let i = 0; i < size; i++) {
    for (let j = 0; j <= i; j++) {
      const column = a + ((<usize>i) << 2);
      const other = a + ((<usize>j) << 2);
      let sum: f64 = 0;
      for (let p = <usize>i * rowBytes; p < <usize>size * rowBytes; p += rowBytes) {
        sum += <f64>load<f32>(column + p) * <f64>load<f32>(other + p);
      }
      store<f64>(scratch + <usize>(i * LEAF + j) * 8, sum);
    }
  }
  for (let i = 0; i < size; i++) {
    for (let j = 0; j <= i; j++) {
      const sum = load<f64>(scratch + <usize>(i * LEAF + j) * 8);
      store<f32>(a + <usize>i * rowBytes + ((<usize>j) << 2), <f32>sum);
    }
  }
}
