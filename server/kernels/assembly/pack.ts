/**
 * Strips of `width` rows, one after the other; inside a strip the `width` elements of each depth stand together, missing rows as zeros.
 * Element (row, p) is at `source + row · rowStride + p · depthStride`; strides are in bytes.
 */
export function packStrips(
  packed: usize,
  width: i32,
  rows: i32,
  depth: i32,
  source: usize,
  rowStride: usize,
  depthStride: usize,
): void {
  const step = (<usize>width) << 2;
  for (let row = 0; row < rows; row += width) {
    const present = min(width, rows - row);
    const from = source + <usize>row * rowStride;
    let done = 0;
    for (; done + 4 <= present; done += 4) {
      const four = from + <usize>done * rowStride;
      const to = packed + ((<usize>done) << 2);
      if (depthStride === 4) packFourRows(to, step, depth, four, rowStride);
      else if (rowStride === 4) packFourColumns(to, step, depth, four, depthStride);
      else packSingles(to, step, 4, depth, four, rowStride, depthStride);
    }
    if (done < present) {
      const rest = from + <usize>done * rowStride;
      packSingles(packed + ((<usize>done) << 2), step, present - done, depth, rest, rowStride, depthStride);
    }
    if (present < width) zeroSingles(packed + ((<usize>present) << 2), step, width - present, depth);
    packed += <usize>depth * step;
  }
}

/** Four rows that are contiguous along the depth: 4 × 4 transposes. */
function packFourRows(to: usize, step: usize, depth: i32, row0: usize, rowStride: usize): void {
  let row1 = row0 + rowStride;
  let row2 = row1 + rowStride;
  let row3 = row2 + rowStride;
  let p = 0;
  for (; p + 4 <= depth; p += 4) {
    const r0 = v128.load(row0);
    const r1 = v128.load(row1);
    const r2 = v128.load(row2);
    const r3 = v128.load(row3);
    const low01 = v128.shuffle<f32>(r0, r1, 0, 4, 1, 5);
    const high01 = v128.shuffle<f32>(r0, r1, 2, 6, 3, 7);
    const low23 = v128.shuffle<f32>(r2, r3, 0, 4, 1, 5);
    const high23 = v128.shuffle<f32>(r2, r3, 2, 6, 3, 7);
    v128.store(to, v128.shuffle<f64>(low01, low23, 0, 2));
    v128.store(to + step, v128.shuffle<f64>(low01, low23, 1, 3));
    v128.store(to + 2 * step, v128.shuffle<f64>(high01, high23, 0, 2));
    v128.store(to + 3 * step, v128.shuffle<f64>(high01, high23, 1, 3));
    to += 4 * step;
    row0 += 16;
    row1 += 16;
    row2 += 16;
    row3 += 16;
  }
  for (; p < depth; p++) {
    store<f32>(to, load<f32>(row0));
    store<f32>(to, load<f32>(row1), 4);
    store<f32>(to, load<f32>(row2), 8);
    store<f32>(to, load<f32>(row3), 12);
    to += step;
    row0 += 4;
    row1 += 4;
    row2 += 4;
    row3 += 4;
  }
}

/** Four rows whose elements of one depth stand side by side. */
function packFourColumns(to: usize, step: usize, depth: i32, from: usize, depthStride: usize): void {
  for (let p = 0; p < depth; p++) {
    v128.store(to, v128.load(from));
    to += step;
    from += depthStride;
  }
}

function packSingles(
  to: usize,
  step: usize,
  rows: i32,
  depth: i32,
  from: usize,
  rowStride: usize,
  depthStride: usize,
): void {
  for (let r = 0; r < rows; r++) {
    let source = from + <usize>r * rowStride;
    let target = to + ((<usize>r) << 2);
    for (let p = 0; p < depth; p++) {
      store<f32>(target, load<f32>(source));
      source += depthStride;
      target += step;
    }
  }
}

function zeroSingles(to: usize, step: usize, rows: i32, depth: i32): void {
  for (let r = 0; r < rows; r++) {
    let target = to + ((<usize>r) << 2);
    for (let p = 0; p < depth; p++) {
      store<f32>(target, 0);
      target += step;
    }
  }
}
