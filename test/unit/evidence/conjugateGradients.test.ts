import { describe, expect, it } from "vitest";
import { solveRegularisedGram } from "../../../server/evidence/conjugateGradients.ts";
import { plainKernels } from "../../../server/kernels/index.ts";
import { createRandom } from "../../../server/sdlgm/random.ts";
import { expectClose, randomCorpus } from "./randomCorpus.ts";

describe("conjugate gradients", () => {
  it.each([
    [30, 80, 0.1],
    [60, 20, 0.1],
    [60, 20, 3],
    [300, 400, 0.03],
  ])("solve %d documents of %d words with λ = %d as a Cholesky inverse does", (n, words, lambda) => {
    const { matrix } = randomCorpus(n, words, 3, 6);
    const random = createRandom(n);
    const b = Float64Array.from({ length: n }, () => random() - 0.5);
    const inverse = plainKernels.sparseGram(matrix);
    for (let i = 0; i < n; i++) inverse[i * n + i] += lambda;
    plainKernels.choleskyInverse(inverse, n);
    const expected = b.map((_, i) => b.reduce((sum, value, j) => sum + inverse[i * n + j] * value, 0));
    const scale = Math.max(...expected.map(Math.abs));
    expectClose(solveRegularisedGram(matrix, lambda, b), expected, 1e-5 * scale);
  });

  it("leave the right side as it is, and solve nought by nought", () => {
    const { matrix } = randomCorpus(10, 10, 3, 7);
    const b = new Float64Array(10).fill(2);
    solveRegularisedGram(matrix, 1, b);
    expect([...b]).toEqual(Array(10).fill(2));
    expect([...solveRegularisedGram(matrix, 1, new Float64Array(10))]).toEqual(Array(10).fill(0));
  });
});
