import { searchStep } from "./lineSearch.ts";

/** Returns the value at `x` and writes the gradient there to `gradientOut`. Must not keep or change `x`. */
export type Objective = (x: Float64Array, gradientOut: Float64Array) => number;

/** When to stop, and how much to remember. */
export interface MinimiseOptions {
  /** Default 200. */
  readonly maxIterations?: number;
  /** Stop when no entry of the gradient is larger than this. Default 1e-6. */
  readonly tolerance?: number;
  /** Number of remembered steps. Default 10. */
  readonly history?: number;
  /** Called after each iteration, with the place reached, which is not to be kept or changed; throw to give up. */
  readonly onIteration?: (iteration: number, value: number, largestGradient: number, x: Float64Array) => void;
}

/** Where the search ended. */
export interface Minimum {
  readonly x: Float64Array;
  readonly value: number;
  readonly iterations: number;
  /** Calls of the objective. */
  readonly evaluations: number;
  /** Whether the gradient came within the tolerance. */
  readonly converged: boolean;
}

/** So many iterations without a lower value end the search: only rounding is left. */
const MOST_STALLS = 3;

/**
 * Minimises a smooth function, best a convex one, by limited-memory BFGS (Nocedal and Wright, algorithm 7.5)
 * with a strong-Wolfe line search. Deterministic. Mostly one call of the objective an iteration: the first
 * step tried is 1, after the first iteration.
 *
 * It stops without `converged` when no step lowers the value any more: at machine precision, or when the
 * gradient is wrong.
 *
 * @param start not changed
 * @throws RangeError when the objective is not finite at `start`
 */
export function minimise(objective: Objective, start: Float64Array, options: MinimiseOptions = {}): Minimum {
  const { maxIterations = 200, tolerance = 1e-6, history = 10, onIteration } = options;
  const size = start.length;
  const x = Float64Array.from(start);
  const gradient = new Float64Array(size);
  const trial = new Float64Array(size);
  const trialGradient = new Float64Array(size);
  const direction = new Float64Array(size);
  const memory = new StepMemory(size, Math.max(1, history));

  let value = objective(x, gradient);
  let evaluations = 1;
  let largest = largestEntry(gradient);
  if (!Number.isFinite(value) || !Number.isFinite(largest)) {
    throw new RangeError("The function to minimise is not finite at its starting point.");
  }

  const probe = (step: number) => {
    for (let i = 0; i < size; i++) trial[i] = x[i] + step * direction[i];
    const trialValue = objective(trial, trialGradient);
    evaluations++;
    return { step, value: trialValue, slope: dot(trialGradient, direction) };
  };

  let iterations = 0;
  let stalled = 0;
  while (iterations < maxIterations && largest > tolerance && stalled < MOST_STALLS) {
    memory.descentDirection(gradient, direction);
    let slope = dot(gradient, direction);
    if (!(slope < 0)) {
      memory.clear();
      memory.descentDirection(gradient, direction);
      slope = dot(gradient, direction);
    }
    const firstStep = memory.empty ? Math.min(1, 1 / Math.sqrt(-slope)) : 1;
    const found = searchStep(probe, value, slope, firstStep);
    if (found === undefined) {
      if (memory.empty) break;
      memory.clear();
      continue;
    }

    iterations++;
    stalled = found.value < value ? 0 : stalled + 1;
    memory.remember(x, trial, gradient, trialGradient);
    x.set(trial);
    gradient.set(trialGradient);
    value = found.value;
    largest = largestEntry(gradient);
    onIteration?.(iterations, value, largest, x);
  }
  return { x, value, iterations, evaluations, converged: largest <= tolerance };
}

/** The last few steps s and changes of the gradient y, and the two-loop recursion over them. */
class StepMemory {
  readonly #size: number;
  readonly #capacity: number;
  readonly #steps: Float64Array[] = [];
  readonly #changes: Float64Array[] = [];
  readonly #curvatures: number[] = [];
  readonly #alphas: Float64Array;

  constructor(size: number, capacity: number) {
    this.#size = size;
    this.#capacity = capacity;
    this.#alphas = new Float64Array(capacity);
  }

  get empty(): boolean {
    return this.#steps.length === 0;
  }

  clear(): void {
    this.#steps.length = 0;
    this.#changes.length = 0;
    this.#curvatures.length = 0;
  }

  /** Keeps the step from x to next, unless its curvature is not positive (which would spoil the direction). */
  remember(x: Float64Array, next: Float64Array, gradient: Float64Array, nextGradient: Float64Array): void {
    const full = this.#steps.length === this.#capacity;
    const step = full ? this.#steps[0] : new Float64Array(this.#size);
    const change = full ? this.#changes[0] : new Float64Array(this.#size);
    let curvature = 0;
    let norm = 0;
    for (let i = 0; i < this.#size; i++) {
      const dy = nextGradient[i] - gradient[i];
      curvature += (next[i] - x[i]) * dy;
      norm += dy * dy;
    }
    if (!(curvature > Number.EPSILON * norm)) return;
    for (let i = 0; i < this.#size; i++) {
      step[i] = next[i] - x[i];
      change[i] = nextGradient[i] - gradient[i];
    }
    if (full) {
      this.#steps.shift();
      this.#changes.shift();
      this.#curvatures.shift();
    }
    this.#steps.push(step);
    this.#changes.push(change);
    this.#curvatures.push(curvature);
  }

  /** Writes -H·gradient to `direction`, H the approximate inverse Hessian. */
  descentDirection(gradient: Float64Array, direction: Float64Array): void {
    for (let i = 0; i < this.#size; i++) direction[i] = -gradient[i];
    const newest = this.#steps.length - 1;
    if (newest < 0) return;
    for (let j = newest; j >= 0; j--) {
      const alpha = dot(this.#steps[j], direction) / this.#curvatures[j];
      this.#alphas[j] = alpha;
      addScaled(direction, this.#changes[j], -alpha);
    }
    const change = this.#changes[newest];
    const scale = this.#curvatures[newest] / dot(change, change);
    for (let i = 0; i < this.#size; i++) direction[i] *= scale;
    for (let j = 0; j <= newest; j++) {
      const beta = dot(this.#changes[j], direction) / this.#curvatures[j];
      addScaled(direction, this.#steps[j], this.#alphas[j] - beta);
    }
  }
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i] * b[i];
  return sum;
}

function addScaled(target: Float64Array, vector: Float64Array, scale: number): void {
  for (let i = 0; i < target.length; i++) target[i] += scale * vector[i];
}

function largestEntry(values: Float64Array): number {
  let largest = 0;
  for (let i = 0; i < values.length; i++) {
    const size = Math.abs(values[i]);
    if (!(size <= largest)) largest = size;
  }
  return largest;
}
