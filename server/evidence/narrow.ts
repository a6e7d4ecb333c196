import { rowOf, type SparseRow, stackRows } from "../corpus/sparseRow.ts";
import type { CsrMatrix } from "../kernels/index.ts";

/** A choice of columns, ascending, and the place of each column in it (−1 for those left out). */
export interface ColumnChoice {
  readonly columns: Int32Array;
  readonly placeOf: Int32Array;
}

/** The columns that carry most of the rows' squared length, at most `most` of them. */
export function heaviestColumns(matrix: CsrMatrix, most: number): Int32Array {
  const mass = new Float64Array(matrix.columns);
  for (let at = 0; at < matrix.rowStart[matrix.rows]; at++)
    mass[matrix.columnIndex[at]] += matrix.values[at] ** 2;
  const order = Int32Array.from(mass, (_, column) => column).sort((a, b) => mass[b] - mass[a] || a - b);
  return order.slice(0, most).sort();
}

export function choiceOf(columns: Int32Array, width: number): ColumnChoice {
  const placeOf = new Int32Array(width).fill(-1);
  for (let place = 0; place < columns.length; place++) placeOf[columns[place]] = place;
  return { columns, placeOf };
}

/** The entries of a row that are in the choice, numbered by their place in it; `from[j]` is the entry that entry j came from. */
export function narrowRow(
  row: SparseRow,
  { placeOf }: ColumnChoice,
): SparseRow & { readonly from: Int32Array } {
  const from = Int32Array.from(row.columns.keys()).filter((j) => placeOf[row.columns[j]] >= 0);
  return {
    columns: from.map((j) => placeOf[row.columns[j]]),
    values: Float32Array.from(from, (j) => row.values[j]),
    from,
  };
}

/** The chosen columns of a matrix. */
export function narrowMatrix(matrix: CsrMatrix, choice: ColumnChoice): CsrMatrix {
  const rows = Array.from({ length: matrix.rows }, (_, i) => narrowRow(rowOf(matrix, i), choice));
  return stackRows(rows, choice.columns.length);
}
