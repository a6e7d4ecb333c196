import type { Example, ExampleSet } from "../../../server/sdlgm/example.ts";
import { createRandom, gumbel } from "../../../server/sdlgm/random.ts";

export interface Simulation {
  readonly documents: number;
  readonly tags: number;
  readonly seed: number;
  /** Of the standardised columns; the evidence itself is stretched and shifted. */
  readonly weights: readonly number[];
  readonly bias: number;
  /** Share of pairs that are no candidates. Some of those have the tag all the same. */
  readonly masked?: number;
}

/** Stretches and shifts, one a column: evidence never comes standardised. */
export const COLUMN_SCALE = [1, 3, 0.2, 10];
export const COLUMN_SHIFT = [0, -5, 0.3, 40];

/** Documents drawn from the head itself: y_ik ~ σ(b + Σ_m a_m s_ikm), s standard normal. */
export function simulatedExamples(simulation: Simulation): ExampleSet {
  const { documents, tags, weights, bias, masked = 0 } = simulation;
  const random = createRandom(simulation.seed);
  const M = weights.length;
  const all = Array.from({ length: documents }, () => {
    const evidence = new Float64Array(tags * M);
    const candidates = new Uint8Array(tags);
    const own: number[] = [];
    for (let k = 0; k < tags; k++) {
      let theta = bias;
      for (let m = 0; m < M; m++) {
        const standard = normal(random);
        theta += weights[m] * standard;
        evidence[k * M + m] = COLUMN_SHIFT[m] + COLUMN_SCALE[m] * standard;
      }
      candidates[k] = random() < masked ? 0 : 1;
      if (random() < 1 / (1 + Math.exp(-theta))) own.push(k);
    }
    const known = Int32Array.from(own);
    const tagsOfCandidates = known.filter((k) => candidates[k] === 1);
    return { known, example: { evidence, candidates, tags: tagsOfCandidates, hints: [] } };
  });
  return {
    count: documents,
    tags,
    columns: weights.map((_, m) => `column${m}`),
    tagsOf: (i) => all[i].known,
    read: (i): Example => all[i].example,
  };
}

/** The first documents of a set, or the rest. */
export function part(examples: ExampleSet, from: number, to: number): ExampleSet {
  return {
    ...examples,
    count: to - from,
    tagsOf: (i) => examples.tagsOf(from + i),
    read: (i) => examples.read(from + i),
  };
}

/** Standard normal, by Box and Muller. */
function normal(random: () => number): number {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}

/** A document of three columns whose numbers nobody chose. */
export function someExample(seed: number, tags: number, columns: number, own: readonly number[]): Example {
  const random = createRandom(seed);
  const evidence = Float64Array.from({ length: tags * columns }, () => 0.7 * gumbel(random));
  return { evidence, candidates: new Uint8Array(tags).fill(1), tags: Int32Array.from(own), hints: [] };
}
