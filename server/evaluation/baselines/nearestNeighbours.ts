import { type CsrMatrix, plainKernels } from "../../kernels/index.ts";
import { rank } from "../ranking.ts";
import { tagsOf } from "../tagLists.ts";
import { tuneThreshold } from "../threshold.ts";
import { type Baseline, type SplitCorpus, tuningRows, withThreshold } from "./baseline.ts";

/**
 * The tags of the `neighbours` training documents of highest cosine, each weighing its cosine: a tag's share of the
 * weight. A training document is not its own neighbour, so the threshold is tuned leave-one-out.
 */
export function nearestNeighbours(neighbours = 20): Baseline {
  return {
    name: "nearestNeighbours",
    fit(corpus, options = {}) {
      const cosines = cosinesTo(corpus.features, corpus.trainRows);
      const score = (row: number) => votes(corpus, rank(cosines(row), neighbours), cosines(row));
      const heldOut = function* () {
        for (const row of tuningRows(corpus.trainRows, options)) {
          yield { scores: score(row), truth: tagsOf(corpus.tags, row) };
        }
      };
      return withThreshold(score, tuneThreshold(heldOut()));
    },
  };
}

/** Of a row to each training row, in their order; −Infinity for the row itself and where no feature is shared. */
function cosinesTo(features: CsrMatrix, trainRows: Int32Array): (row: number) => Float64Array {
  const norms = rowNorms(features);
  const byFeature = plainKernels.transpose(selectRows(features, trainRows));
  let lastRow = -1;
  let last = new Float64Array(0);
  return (row) => {
    if (row === lastRow) return last;
    const sums = new Float64Array(trainRows.length);
    for (let p = features.rowStart[row]; p < features.rowStart[row + 1]; p++) {
      const feature = features.columnIndex[p];
      const value = features.values[p];
      const end = byFeature.rowStart[feature + 1];
      for (let q = byFeature.rowStart[feature]; q < end; q++) {
        sums[byFeature.columnIndex[q]] += value * byFeature.values[q];
      }
    }
    lastRow = row;
    last = sums.map((sum, at) =>
      sum > 0 && trainRows[at] !== row ? sum / (norms[row] * norms[trainRows[at]]) : Number.NEGATIVE_INFINITY,
    );
    return last;
  };
}

function votes({ tags, tagCount, trainRows }: SplitCorpus, nearest: Int32Array, cosines: Float64Array) {
  const weights = new Float64Array(tagCount);
  let total = 0;
  for (const at of nearest) {
    total += cosines[at];
    for (const tag of tagsOf(tags, trainRows[at])) weights[tag] += cosines[at];
  }
  return weights.map((weight) => (weight > 0 ? weight / total : Number.NEGATIVE_INFINITY));
}

function selectRows(matrix: CsrMatrix, rows: Int32Array): CsrMatrix {
  const rowStart = new Int32Array(rows.length + 1);
  rows.forEach((row, at) => {
    rowStart[at + 1] = rowStart[at] + matrix.rowStart[row + 1] - matrix.rowStart[row];
  });
  const columnIndex = new Int32Array(rowStart[rows.length]);
  const values = new Float32Array(rowStart[rows.length]);
  rows.forEach((row, at) => {
    columnIndex.set(
      matrix.columnIndex.subarray(matrix.rowStart[row], matrix.rowStart[row + 1]),
      rowStart[at],
    );
    values.set(matrix.values.subarray(matrix.rowStart[row], matrix.rowStart[row + 1]), rowStart[at]);
  });
  return { rows: rows.length, columns: matrix.columns, rowStart, columnIndex, values };
}

function rowNorms(matrix: CsrMatrix): Float64Array {
  return Float64Array.from({ length: matrix.rows }, (_, row) => {
    let square = 0;
    for (let p = matrix.rowStart[row]; p < matrix.rowStart[row + 1]; p++) square += matrix.values[p] ** 2;
    return Math.sqrt(square);
  });
}
