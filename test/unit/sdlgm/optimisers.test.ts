import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { adamStep, createAdam } from "../../../server/sdlgm/adam.ts";
import { minimise, type Objective } from "../../../server/sdlgm/lbfgs.ts";
import { sigmoid, softplus } from "../../../server/sdlgm/logDomain.ts";
import { expectClose, numericGradient, someNumbers } from "./numbers.ts";

/** Logistic loss of `count` random examples with a Gaussian prior: what the head minimises. */
function logisticRegression(count: number, size: number, penalty: number): Objective {
  const x = someNumbers(51, count * size, 2);
  const labels = someNumbers(52, count).map((value) => (value > 0.8 ? 1 : 0));
  return (weights, gradient) => {
    let value = 0;
    for (let j = 0; j < size; j++) {
      gradient[j] = penalty * weights[j];
      value += (penalty / 2) * weights[j] ** 2;
    }
    for (let i = 0; i < count; i++) {
      let score = 0;
      for (let j = 0; j < size; j++) score += weights[j] * x[i * size + j];
      value += softplus(score) - labels[i] * score;
      const slope = sigmoid(score) - labels[i];
      for (let j = 0; j < size; j++) gradient[j] += slope * x[i * size + j];
    }
    return value;
  };
}

const rosenbrock: Objective = ([x, y], gradient) => {
  gradient[0] = -2 * (1 - x) - 400 * x * (y - x * x);
  gradient[1] = 200 * (y - x * x);
  return (1 - x) ** 2 + 100 * (y - x * x) ** 2;
};

describe("minimise", () => {
  it("finds the minimum of a quadratic with scales from 1 to 85", () => {
    const scales = Float64Array.from({ length: 30 }, (_, i) => 10 ** (i / 15));
    const target = someNumbers(53, 30);
    const quadratic: Objective = (x, gradient) => {
      let value = 0;
      for (let i = 0; i < x.length; i++) {
        gradient[i] = scales[i] * (x[i] - target[i]);
        value += 0.5 * gradient[i] * (x[i] - target[i]);
      }
      return value;
    };
    const found = minimise(quadratic, new Float64Array(30), { maxIterations: 500, tolerance: 1e-8 });
    expect(found.converged).toBe(true);
    expectClose(found.x, target, 1e-6, 1e-7);
  });

  it("fits a logistic regression with hardly more than one evaluation an iteration", () => {
    const objective = logisticRegression(400, 25, 0.1);
    const found = minimise(objective, new Float64Array(25), { tolerance: 1e-5 });
    const gradient = new Float64Array(25);
    expect(found.converged).toBe(true);
    expect(objective(found.x, gradient)).toBe(found.value);
    expect(Math.max(...gradient.map(Math.abs))).toBeLessThanOrEqual(1e-5);
    expect(found.iterations).toBeLessThan(40);
    expect(found.evaluations).toBeLessThan(1.3 * found.iterations + 5);
    expectClose(
      numericGradient((x) => objective(x, new Float64Array(25)), found.x),
      new Float64Array(25),
      0,
      1e-4,
    );
  });

  it("finds its way through Rosenbrock's valley", () => {
    const found = minimise(rosenbrock, Float64Array.of(-1.2, 1), { tolerance: 1e-8 });
    expect(found.converged).toBe(true);
    expectClose(found.x, [1, 1], 1e-6);
    expect(found.evaluations).toBeLessThan(70);
  });

  it("never goes up, reports every iteration and repeats itself exactly", () => {
    const objective = logisticRegression(100, 10, 0.5);
    const run = () => {
      const values: number[] = [];
      const found = minimise(objective, new Float64Array(10), {
        onIteration: (_, value) => values.push(value),
      });
      return { values, found };
    };
    const { values, found } = run();
    expect(values).toHaveLength(found.iterations);
    for (let i = 1; i < values.length; i++) expect(values[i]).toBeLessThanOrEqual(values[i - 1]);
    expect(run()).toEqual({ values, found });
  });

  it("reaches the same minimum from anywhere", () => {
    const objective = logisticRegression(60, 4, 1);
    const reference = minimise(objective, new Float64Array(4), { tolerance: 1e-9 }).x;
    fc.assert(
      fc.property(
        fc.array(fc.double({ min: -50, max: 50, noNaN: true }), { minLength: 4, maxLength: 4 }),
        (start) => {
          const found = minimise(objective, Float64Array.from(start), { tolerance: 1e-7 });
          expect(found.converged).toBe(true);
          expectClose(found.x, reference, 1e-5, 1e-6);
        },
      ),
      { seed: 20230403, numRuns: 40 },
    );
  });

  it("backs off where the function is not finite", () => {
    const barrier: Objective = ([x], gradient) => {
      gradient[0] = 1 - 1 / x;
      return x > 0 ? x - Math.log(x) : Number.NaN;
    };
    const found = minimise(barrier, Float64Array.of(40), { tolerance: 1e-8 });
    expect(found.converged).toBe(true);
    expect(found.x[0]).toBeCloseTo(1, 7);
  });

  it("goes on where the decrease drowns in the value's rounding", () => {
    const objective = logisticRegression(100, 10, 0.5);
    const lifted: Objective = (x, gradient) => 1e8 + objective(x, gradient);
    expect(minimise(lifted, new Float64Array(10), { tolerance: 1e-6 }).converged).toBe(true);
  });

  it("keeps its start as it was, and stops at once at a minimum", () => {
    const start = Float64Array.of(1, 1);
    const found = minimise(rosenbrock, start);
    expect(found).toMatchObject({ iterations: 0, evaluations: 1, converged: true });
    minimise(rosenbrock, start.fill(3), { maxIterations: 2 });
    expect([...start]).toEqual([3, 3]);
  });

  it("says that it did not converge, with too few iterations or a wrong gradient", () => {
    expect(minimise(rosenbrock, Float64Array.of(-1.2, 1), { maxIterations: 3 })).toMatchObject({
      iterations: 3,
      converged: false,
    });
    const uphill: Objective = ([x], gradient) => {
      gradient[0] = -2 * x;
      return x * x;
    };
    expect(minimise(uphill, Float64Array.of(1)).converged).toBe(false);
    const rounding = minimise(rosenbrock, Float64Array.of(-1.2, 1), { tolerance: 0, maxIterations: 10_000 });
    expect(rounding.iterations).toBeLessThan(200);
    expect(() => minimise(() => Number.NaN, Float64Array.of(1))).toThrow(RangeError);
  });
});

describe("Adam", () => {
  it("takes a first step of the learning rate against each sign", () => {
    const parameters = Float64Array.of(1, 1, 1);
    adamStep(createAdam(3, { learningRate: 0.1 }), parameters, Float64Array.of(5, -0.01, 0));
    expectClose(parameters, [0.9, 1.1, 1], 1e-6);
  });

  it("follows the published recursion", () => {
    const options = { learningRate: 0.05, beta1: 0.8, beta2: 0.95, epsilon: 1e-6 };
    const state = createAdam(1, options);
    const parameters = Float64Array.of(2);
    let [m, v, x] = [0, 0, 2];
    for (let t = 1; t <= 20; t++) {
      const slope = Math.cos(t) + x;
      m = 0.8 * m + 0.2 * slope;
      v = 0.95 * v + 0.05 * slope ** 2;
      x -= (0.05 * (m / (1 - 0.8 ** t))) / (Math.sqrt(v / (1 - 0.95 ** t)) + 1e-6);
      adamStep(state, parameters, Float64Array.of(Math.cos(t) + parameters[0]));
      expect(parameters[0]).toBeCloseTo(x, 12);
    }
  });

  it("minimises, with a schedule of its own rate", () => {
    const objective = logisticRegression(100, 5, 1);
    const best = minimise(objective, new Float64Array(5)).value;
    const x = new Float64Array(5);
    const gradient = new Float64Array(5);
    const state = createAdam(5);
    for (let i = 0; i < 600; i++) {
      objective(x, gradient);
      adamStep(state, x, gradient, 0.1 * (1 - i / 600));
    }
    expect(objective(x, gradient) - best).toBeLessThan(1e-4);
  });
});
