/**
 * Rows `from` to `to` of M (Y − 1 μᵀ): M is n × n, and with `lower` what lies above its diagonal is not read; Y is a sparse n × K matrix
 * of ones, of which row j has the columns `columnIndex[rowStart[j] ..]`; μ has length K. The result is row-major.
 */
export function timesCentred(
  from: i32,
  to: i32,
  _scratch: usize,
  m: usize,
  n: i32,
  lower: i32,
  rowStart: usize,
  columnIndex: usize,
  means: usize,
  columns: i32,
  result: usize,
): void {
  for (let i = from; i < to; i++) {
    const row = m + ((<usize>i * <usize>n) << 2);
    const out = result + ((<usize>i * <usize>columns) << 2);
    const end = lower ? i + 1 : n;
    memory.fill(out, 0, (<usize>columns) << 2);
    let sum: f64 = 0;
    for (let j = 0; j < end; j++) {
      const weight = load<f32>(row + ((<usize>j) << 2));
      sum += weight;
      const last = columnIndex + ((<usize>load<i32>(rowStart + ((<usize>j) << 2), 4)) << 2);
      for (
        let at = columnIndex + ((<usize>load<i32>(rowStart + ((<usize>j) << 2))) << 2);
        at < last;
        at += 4
      ) {
        const target = out + ((<usize>load<i32>(at)) << 2);
        store<f32>(target, load<f32>(target) + weight);
      }
    }
    const factor = f32x4.splat(-(<f32>sum));
    let k: usize = 0;
    for (; k + 16 <= (<usize>columns) << 2; k += 16) {
      const centred = f32x4.add(v128.load(out + k), f32x4.mul(factor, v128.load(means + k)));
      v128.store(out + k, centred);
    }
    for (; k < (<usize>columns) << 2; k += 4) {
      store<f32>(out + k, load<f32>(out + k) - <f32>sum * load<f32>(means + k));
    }
  }
}
