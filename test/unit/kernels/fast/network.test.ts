import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  type Activation,
  type NetworkKernels,
  plainNetwork,
  type TwoStepOptions,
  type TwoStepSample,
  touchedRows,
} from "../../../../server/kernels/network/index.ts";
import { largestDifference, randomValues } from "../matrices.ts";
import { copyOf, randomCounts, randomTrainable, randomTrainableRows } from "../network/networkArrays.ts";
import { enginesOf } from "./flavours.ts";

const engines = enginesOf(16 << 20);
const few = fc.integer({ min: 0, max: 9 });
const some = fc.oneof(few, fc.integer({ min: 0, max: 150 }));
const settings = { seed: 20230403, numRuns: 60 };
const STEP = { step: 7, learningRate: 0.01, beta1: 0.9, beta2: 0.99, epsilon: 1e-8 };
/** Of a sum of so many products of numbers near 1 in float32. */
const tolerance = (terms: number) => 1e-6 * Math.sqrt(terms + 1);

describe.each(engines)("layers by $flavour", ({ network, arena }) => {
  it("agree with the plain ones over random shapes", () => {
    fc.assert(
      fc.property(some, some, some, fc.integer(), (rows, inputs, outputs, seed) => {
        const shape = { rows, inputs, outputs };
        const [x, weights] = [randomValues(rows * inputs, seed), randomValues(outputs * inputs, seed + 1)];
        const dy = randomValues(rows * outputs, seed + 2);
        const results = [plainNetwork, network].map((kernels) => {
          const [out, dx, twice] = [rows * outputs, rows * inputs, rows * inputs].map((length) =>
            new Float64Array(length).fill(1),
          );
          kernels.linearForward(shape, x, weights, out);
          kernels.linearBackward(shape, dy, weights, dx);
          kernels.linearBackward(shape, dy, weights, twice, true);
          const trainable = randomTrainable(outputs * inputs, seed + 3);
          kernels.productAdam(shape, dy, x, trainable, STEP);
          return { out, dx, twice, ...trainable };
        });
        expectAgreement(results, tolerance(Math.max(rows, inputs, outputs)));
      }),
      settings,
    );
  });

  it("agree with the plain ones where a product is deeper and wider than a block", () => {
    const shape = { rows: 800, inputs: 600, outputs: 50 };
    const [dy, x] = [randomValues(800 * 50, 1), randomValues(800 * 600, 2)];
    const rows = Int32Array.from({ length: 50 }, (_, o) => 3 * o);
    const results = [plainNetwork, network].map((kernels) => {
      const trainable = randomTrainable(50 * 600, 3);
      kernels.productAdam(shape, dy, x, trainable, STEP);
      const lazy = randomTrainableRows(150, 600, STEP.step, 4);
      kernels.productAdamRows(shape, dy, x, rows, lazy, STEP);
      return { ...trainable, lazy: lazy.weights, lazyFirst: lazy.first, last: lazy.last };
    });
    expectAgreement(results, tolerance(800));
  });

  it("agree with the plain ones for activations, sums of columns and single steps of Adam", () => {
    const kinds = fc.constantFrom<Activation>("none", "relu", "softplus");
    fc.assert(
      fc.property(few, some, kinds, fc.integer(), (rows, width, kind, seed) => {
        const x = randomValues(rows * width, seed).map((value) => 12 * value);
        const results = [plainNetwork, network].map((kernels) => {
          const [y, sums] = [x.slice(), new Float64Array(width)];
          kernels.activate(rows, width, y, randomValues(width, seed + 1), kind);
          const dy = randomValues(rows * width, seed + 2);
          kernels.activateBackward(y, dy, kind);
          kernels.columnSums(rows, width, dy, sums);
          const trainable = randomTrainable(rows * width, seed + 3);
          kernels.adam(trainable, dy, STEP);
          return { y, dy, sums, ...trainable };
        });
        expectAgreement(results, 1e-5);
      }),
      settings,
    );
  });

  it("agree with the plain ones for sparse rows, empty ones and rows that come back included", () => {
    fc.assert(
      fc.property(
        some,
        some,
        some,
        fc.constantFrom(0, 0.05, 0.5),
        fc.integer(),
        (rows, columns, width, share, seed) => {
          const batch = randomCounts(rows, columns, share, seed);
          const upstream = randomValues(rows * width, seed + 1);
          const results = [plainNetwork, network].map((kernels) => {
            const trainable = randomTrainableRows(columns, width, STEP.step, seed + 2);
            const out = new Float64Array(rows * width);
            kernels.sparseForward(batch, trainable.weights, randomValues(width, seed + 3), width, out);
            const touched = touchedRows(batch);
            const gathered = new Float64Array(touched.rows.length * width);
            kernels.gatherRows(touched.rows, trainable.weights, width, gathered);
            kernels.sparseAdam(touched, upstream, width, trainable, STEP);
            return { out, gathered, ...trainable };
          });
          // Counts go to 4, and the second moment has the square of their sum.
          expectAgreement(results, 1e-4);
        },
      ),
      settings,
    );
  });

  it("leave the rows alone that are not touched, to the bit", () => {
    const trainable = {
      weights: arena.float32(12).fill(0.1),
      first: arena.float32(12).fill(0.2),
      second: arena.float32(12).fill(0.3),
      last: arena.int32(4).fill(2),
    };
    const before = copyOf(trainable);
    const shape = { rows: 2, inputs: 3, outputs: 1 };
    network.productAdamRows(shape, randomValues(2, 1), randomValues(6, 2), Int32Array.of(2), trainable, STEP);
    expect([...trainable.last]).toEqual([2, 2, 7, 2]);
    for (const name of ["weights", "first", "second"] as const) {
      const isSame = Array.from(trainable[name], (value, i) => value === before[name][i]);
      expect(isSame).toEqual([0, 1, 2, 3].flatMap((row) => [row !== 2, row !== 2, row !== 2]));
    }
  });
});

describe.each(engines)("losses by $flavour", ({ network }) => {
  it("agree with the plain ones over random shapes, documents without words included", () => {
    const shares = fc.constantFrom(0, 0.1, 0.6);
    fc.assert(
      fc.property(few, fc.integer({ min: 1, max: 300 }), shares, fc.integer(), (rows, width, share, seed) => {
        const counts = randomCounts(rows, width, share, seed);
        const logits = randomValues(rows * width, seed + 1).map((logit) => 20 * logit);
        const results = [plainNetwork, network].map((kernels) => {
          const [softmaxGradient, losses, binaryLosses] = [
            logits.slice(),
            new Float64Array(rows),
            new Float64Array(rows),
          ];
          kernels.softmaxCrossEntropy(counts, softmaxGradient, randomValues(width, seed + 2), losses, 0.01);
          const binaryGradient = randomValues(rows * width, seed + 3);
          kernels.binaryCrossEntropy(counts, logits, binaryLosses, binaryGradient, 0.5);
          return {
            softmaxGradient,
            binaryGradient,
            losses: losses.map((x) => x / 1e4),
            binaryLosses: binaryLosses.map((x) => x / 1e4),
          };
        });
        expectAgreement(results, 1e-5);
      }),
      settings,
    );
  });
});

describe.each(engines)("the two-step sample by $flavour", ({ network }) => {
  const temperatures = fc.constantFrom(0.3, 0.5, 0.77, 1, 2);
  const limits = fc.integer({ min: 1, max: 12 });

  it("agrees with the plain one over random shapes and temperatures", () => {
    const shape = fc.tuple(
      few,
      fc.integer({ min: 1, max: 80 }),
      limits,
      temperatures,
      fc.constantFrom(0.5, 4),
    );
    fc.assert(
      fc.property(shape, fc.integer(), ([rows, others, limit, temperature, spread], seed) => {
        const features = limit + others;
        const options = { rows, features, limit, levelTemperature: temperature, temperature, seed };
        const results = [plainNetwork, network].map((kernels) => sampleAndBack(kernels, options, spread));
        const { code, relaxedLevel, attention, level, order, dLevelLogits, dTheta } = results[1];
        expectAgreement([{ code, relaxedLevel, attention, level, order }, results[0]], 1e-4);
        // 1 − A of float32 errs by 6e-8, and where a feature takes nearly all it is as small as ε = 1e-6.
        expectAgreement([{ dLevelLogits, dTheta }, results[0]], 3e-2);
      }),
      settings,
    );
  });

  it("stays a distribution in every draw where all features are used up or their scores lie far apart", () => {
    const shape = fc.tuple(
      few,
      fc.integer({ min: 1, max: 30 }),
      limits,
      temperatures,
      fc.constantFrom(4, 40, 400),
    );
    fc.assert(
      fc.property(shape, fc.integer(), ([rows, features, limit, temperature, spread], seed) => {
        const options = { rows, features, limit, levelTemperature: temperature, temperature, seed };
        const { attention, dTheta, order, level } = sampleAndBack(network, options, spread);
        const plain = sampleAndBack(plainNetwork, options, spread);
        expectAgreement([{ order, level }, plain], 0);
        for (let at = 0; at < rows * limit; at++) {
          const row = attention.subarray(at * features, (at + 1) * features);
          expect(Math.abs(row.reduce((sum, share) => sum + share, 0) - 1)).toBeLessThan(1e-5);
          expect(Math.min(...row)).toBeGreaterThanOrEqual(0);
        }
        expect(dTheta.every(Number.isFinite)).toBe(true);
      }),
      settings,
    );
  });

  it("has the same hard code as the plain one", () => {
    const options = {
      rows: 20,
      features: 50,
      limit: 6,
      levelTemperature: 0.5,
      temperature: 0.5,
      seed: 5,
      hard: true,
    };
    const theta = randomValues(1000, 1).map((score) => 4 * score);
    const results = [plainNetwork, network].map((kernels) => {
      const sample = emptySample(20, 50, 6);
      kernels.twoStepForward(options, randomValues(140, 2), theta, sample);
      return { code: sample.code, order: sample.order };
    });
    expectAgreement(results, 0);
    expect(new Set(results[1].code)).toEqual(new Set([0, 1]));
  });
});

describe.each(engines)("the k-subset distribution by $flavour", ({ network, arena }) => {
  it("agrees with the plain one to the digits of float64, however far the scores lie apart", () => {
    const shape = fc.tuple(few, fc.integer({ min: 0, max: 120 }), fc.integer({ min: 0, max: 12 }));
    const spreads = fc.constantFrom(0, 2, 20, 150);
    fc.assert(
      fc.property(
        shape,
        spreads,
        fc.boolean(),
        fc.integer(),
        ([rows, tags, limit], spread, hasRuledOut, seed) => {
          const theta = randomValues(rows * tags, seed).map((score) => spread * score);
          if (hasRuledOut)
            theta.forEach((score, k) => {
              if (score < 0) theta[k] = -Infinity;
            });
          const coefficients = randomValues(rows * (limit + 1), seed + 1);
          const direction = randomValues(rows * tags, seed + 2);
          const results = [plainNetwork, network].map((kernels) => {
            const [logE, dCoefficients] = [0, 1].map(() => new Float64Array(rows * (limit + 1)));
            const [inclusion, dTheta] = [0, 1].map(() => new Float64Array(rows * tags));
            const subset = { rows, tags, limit };
            kernels.logElementarySymmetric(subset, theta, logE);
            kernels.subsetInclusion(subset, theta, coefficients, inclusion);
            kernels.subsetInclusionBackward(subset, theta, coefficients, direction, dCoefficients, dTheta);
            return {
              logE: logE.map((log) => (log === -Infinity ? -1e9 : log / 100)),
              inclusion,
              dCoefficients,
              dTheta,
            };
          });
          expectAgreement(results, 1e-10);
        },
      ),
      { ...settings, numRuns: 80 },
    );
  });

  it("takes scores of float32 as they are, also in the arena", () => {
    arena.scoped(() => {
      const theta = arena.float32(5).fill(0);
      const logE = arena.float64(4);
      network.logElementarySymmetric({ rows: 1, tags: 5, limit: 3 }, theta, logE);
      expect(largestDifference(logE, [1, 5, 10, 10].map(Math.log))).toBeLessThan(1e-14);
    });
  });
});

/** A sample and the gradients of a random weighting of its code. */
function sampleAndBack(kernels: NetworkKernels, options: TwoStepOptions, spread: number) {
  const { rows, features, limit, seed } = options;
  const theta = randomValues(rows * features, seed).map((score) => spread * score);
  const levelLogits = randomValues(rows * (limit + 1), seed + 1).map((g) => 3 * g);
  const sample = emptySample(rows, features, limit);
  kernels.twoStepForward(options, levelLogits, theta, sample);
  const dLevelLogits = new Float64Array(rows * (limit + 1));
  const dTheta = new Float64Array(rows * features);
  kernels.twoStepBackward(options, sample, randomValues(rows * features, seed + 2), dLevelLogits, dTheta);
  return { ...sample, attention: sample.attention as Float64Array, dLevelLogits, dTheta };
}

function emptySample(rows: number, features: number, limit: number): TwoStepSample {
  return {
    code: new Float64Array(rows * features),
    relaxedLevel: new Float64Array(rows * (limit + 1)),
    attention: new Float64Array(rows * limit * features),
    level: new Int32Array(rows),
    order: new Int32Array(rows * limit),
  };
}

function expectAgreement(
  [found, expected]: readonly Record<string, ArrayLike<number>>[],
  most: number,
): void {
  for (const [name, array] of Object.entries(found)) {
    expect([
      name,
      largestDifference(array, expected[name]) <= most ? 0 : largestDifference(array, expected[name]),
    ]).toEqual([name, 0]);
  }
}
