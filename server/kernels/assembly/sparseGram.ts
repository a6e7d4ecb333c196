/**
 * Rows `from` to `to` of G += X Xᵀ for some columns of X, on and below the diagonal of a row-major G (n × n). Entry e of row i has the
 * value `values[e]`, and meets the entries of its column in the rows up to i: `lists[listStart[e] .. listEnd[e]]`, each a column of G
 * and a value, eight bytes. What is not a value is an offset in bytes; `rowStart` counts entries.
 */
export function addGram(
  from: i32,
  to: i32,
  _scratch: usize,
  n: i32,
  rowStart: usize,
  listStart: usize,
  listEnd: usize,
  values: usize,
  lists: usize,
  gram: usize,
): void {
  for (let i = from; i < to; i++) {
    const row = gram + ((<usize>i * <usize>n) << 2);
    const last = (<usize>load<i32>(rowStart + ((<usize>i) << 2), 4)) << 2;
    for (let e = (<usize>load<i32>(rowStart + ((<usize>i) << 2))) << 2; e < last; e += 4) {
      const value = load<f32>(values + e);
      let at = lists + <usize>load<u32>(listStart + e);
      const end = lists + <usize>load<u32>(listEnd + e);
      for (; at + 16 <= end; at += 16) {
        const first = row + <usize>load<u32>(at);
        const second = row + <usize>load<u32>(at, 8);
        store<f32>(first, load<f32>(first) + value * load<f32>(at, 4));
        store<f32>(second, load<f32>(second) + value * load<f32>(at, 12));
      }
      if (at < end) {
        const only = row + <usize>load<u32>(at);
        store<f32>(only, load<f32>(only) + value * load<f32>(at, 4));
      }
    }
  }
}
