import type { Dense } from "../../dense.ts";
import {
  logElementarySymmetric,
  type SubsetShape,
  subsetInclusion,
  subsetInclusionBackward,
} from "../../network/kSubset.ts";
import { SCRATCH_BYTES } from "../../wasm/exports.ts";
import type { Launcher } from "../../wasm/launcher.ts";
import { grainOf, withArrays } from "./arrays.ts";

/**
 * The exact k-subset distribution of `NetworkKernels`, in float64. Rows whose scores lie so far apart that they need the log domain, and
 * shapes that do not fit into the scratch, are for the plain one.
 */
export function fastKSubset(launcher: Launcher) {
  const { arena } = launcher;

  function launch(
    kernel: "logElementarySymmetric" | "subsetInclusion" | "subsetInclusionBackward",
    { rows, tags, limit }: SubsetShape,
    theta: Dense,
    inputs: readonly Float64Array[],
    outputs: readonly Float64Array[],
    plain: (row: number) => void,
  ): void {
    const segment = Math.ceil(Math.sqrt(tags));
    const derivatives = kernel === "subsetInclusionBackward" ? 2 : 1;
    const checkpoints = Math.ceil(tags / Math.max(1, segment)) + segment;
    if (tags === 0 || 16 * (tags + derivatives * (limit + 1) * (checkpoints + 2)) > SCRATCH_BYTES) {
      for (let row = 0; row < rows; row++) plain(row);
      return;
    }
    arena.scoped(() => {
      const trusted = arena.int32(rows);
      withArrays(launcher, (arrays) => {
        const args = [
          ...[arrays.readWide(theta), Number(theta instanceof Float64Array), rows, tags, tags, limit],
          ...(kernel === "logElementarySymmetric" ? [] : [segment]),
          ...[...inputs.map((array) => arrays.readWide(array))],
          ...[...outputs.map((array) => arrays.writeWide(array)), trusted.byteOffset],
        ];
        const pairs = Math.ceil(rows / 2);
        launcher.launch(kernel, pairs, grainOf(launcher, pairs), args);
      });
      for (let row = 0; row < rows; row++) if (trusted[row] === 0) plain(row);
    });
  }

  return {
    logElementarySymmetric(shape: SubsetShape, theta: Dense, logE: Float64Array): void {
      const { sizes, scores, one } = rowsOf(shape);
      launch("logElementarySymmetric", shape, theta, [], [logE], (row) =>
        logElementarySymmetric(one, scores(theta, row), sizes(logE, row)),
      );
    },

    subsetInclusion(
      shape: SubsetShape,
      theta: Dense,
      coefficients: Float64Array,
      inclusion: Float64Array,
    ): void {
      const { sizes, scores, one } = rowsOf(shape);
      launch("subsetInclusion", shape, theta, [coefficients], [inclusion], (row) =>
        subsetInclusion(one, scores(theta, row), sizes(coefficients, row), scores(inclusion, row)),
      );
    },

    subsetInclusionBackward(
      shape: SubsetShape,
      theta: Dense,
      coefficients: Float64Array,
      direction: Float64Array,
      dCoefficients: Float64Array,
      dTheta: Float64Array,
    ): void {
      const { sizes, scores, one } = rowsOf(shape);
      const inputs = [coefficients, direction];
      launch("subsetInclusionBackward", shape, theta, inputs, [dCoefficients, dTheta], (row) =>
        subsetInclusionBackward(
          one,
          scores(theta, row),
          sizes(coefficients, row),
          scores(direction, row),
          sizes(dCoefficients, row),
          scores(dTheta, row),
        ),
      );
    },
  };
}

function rowsOf({ tags, limit }: SubsetShape) {
  return {
    one: { rows: 1, tags, limit },
    sizes: (array: Float64Array, row: number) => array.subarray(row * (limit + 1), (row + 1) * (limit + 1)),
    scores: <Array extends Dense>(array: Array, row: number) =>
      array.subarray(row * tags, (row + 1) * tags) as Array,
  };
}
