/** Settings of Adam; the defaults are those of the paper (Kingma and Ba, arXiv 1412.6980). */
export interface AdamOptions {
  readonly learningRate?: number;
  readonly beta1?: number;
  readonly beta2?: number;
  readonly epsilon?: number;
}

/** The moments of one parameter array and how many steps they have seen. */
export interface AdamState {
  readonly learningRate: number;
  readonly beta1: number;
  readonly beta2: number;
  readonly epsilon: number;
  readonly firstMoment: Float64Array;
  readonly secondMoment: Float64Array;
  steps: number;
}

export function createAdam(size: number, options: AdamOptions = {}): AdamState {
  return {
    learningRate: options.learningRate ?? 1e-3,
    beta1: options.beta1 ?? 0.9,
    beta2: options.beta2 ?? 0.999,
    epsilon: options.epsilon ?? 1e-8,
    firstMoment: new Float64Array(size),
    secondMoment: new Float64Array(size),
    steps: 0,
  };
}

/**
 * One step of Adam with bias correction, in place.
 *
 * @param learningRate of this step, for a schedule; the state's own by default
 */
export function adamStep(
  state: AdamState,
  parameters: Float64Array,
  gradient: Float64Array,
  learningRate: number = state.learningRate,
): void {
  const { beta1, beta2, epsilon, firstMoment, secondMoment } = state;
  state.steps++;
  const correction1 = 1 - beta1 ** state.steps;
  const correction2 = 1 - beta2 ** state.steps;
  const rate = learningRate / correction1;
  for (let i = 0; i < parameters.length; i++) {
    const slope = gradient[i];
    const first = beta1 * firstMoment[i] + (1 - beta1) * slope;
    const second = beta2 * secondMoment[i] + (1 - beta2) * slope * slope;
    firstMoment[i] = first;
    secondMoment[i] = second;
    parameters[i] -= (rate * first) / (Math.sqrt(second / correction2) + epsilon);
  }
}
