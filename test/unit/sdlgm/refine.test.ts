import { describe, expect, it } from "vitest";
import { codeCrossEntropyBackward, codeCrossEntropyForward } from "../../../server/sdlgm/codeLoss.ts";
import type { ExampleSet } from "../../../server/sdlgm/example.ts";
import * as sdlgm from "../../../server/sdlgm/fit.ts";
import { headForward } from "../../../server/sdlgm/head.ts";
import { decide, predict, type SdlgmParameters } from "../../../server/sdlgm/model.ts";
import { createRandom } from "../../../server/sdlgm/random.ts";
import { documentObjective, headBackward, type Objective } from "../../../server/sdlgm/refine.ts";
import { expectClose, numericGradient, someNumbers } from "./numbers.ts";
import { part, simulatedExamples, someExample } from "./simulatedExamples.ts";

const OBJECTIVES: Objective[] = ["composite", "tied", "relaxed"];

describe("the cross entropy of a relaxed code", () => {
  it.each([
    ["inside", [0.2, 0.7, 0.5, 0.3]],
    ["beyond 0 and 1", [-0.01, 1.02, 0.5, 0.9]],
  ])("has the gradient of its central differences %s", (_, values) => {
    const code = Float64Array.from(values);
    const tags = Int32Array.of(1, 3);
    const gradient = new Float64Array(4);
    codeCrossEntropyBackward(code, tags, gradient);
    expectClose(
      gradient,
      numericGradient((x) => codeCrossEntropyForward(x, tags), code),
      1e-5,
      1e-6,
    );
  });

  it("is small for the right code and large, but finite, for its opposite", () => {
    const tags = Int32Array.of(0, 2);
    expect(codeCrossEntropyForward(Float64Array.of(1, 0, 1), tags)).toBeLessThan(0.01);
    const wrong = codeCrossEntropyForward(Float64Array.of(0, 1, 0), tags);
    expect(wrong).toBeGreaterThan(20);
    expect(Number.isFinite(wrong)).toBe(true);
  });
});

describe.each(["tied", "relaxed"] as const)("the objective %s through a tiny model", (objective) => {
  const [K, M, limit] = [5, 2, 3];
  const fixed = { mean: Float64Array.of(0.2, -0.1), scale: Float64Array.of(0.7, 1.3) };

  it.each([
    ["two tags", [1, 3], []],
    ["no tags", [], []],
    ["a tag that is no candidate", [0, 4], [2]],
    ["as many as the limit", [0, 1, 2], []],
    ["more than the limit", [0, 1, 2, 4], []],
  ])("has the gradient of its central differences for a document with %s", (_, own, masked) => {
    const example = someExample(3, K, M, own);
    for (const k of masked) example.candidates[k] = 0;
    // The same noise at each call, so that there is a function to differentiate.
    const loss = (x: Float64Array, gradient: Float64Array): number => {
      const theta = new Float64Array(K);
      headForward({ ...fixed, weights: x.slice(0, M), bias: x[M] }, example.evidence, theta);
      for (let k = 0; k < K; k++) if (example.candidates[k] === 0) theta[k] = Number.NEGATIVE_INFINITY;
      const dTheta = new Float64Array(K);
      const run = documentObjective(K, limit, { objective, random: createRandom(17) });
      const value = run(theta, x.subarray(M + 1), example, 0.8, dTheta, gradient.subarray(M + 1));
      headBackward(fixed, example, dTheta, gradient);
      return value;
    };
    const at = someNumbers(9, M + 1 + limit + 1, 0.4);
    const gradient = new Float64Array(at.length);
    loss(at, gradient);
    const numeric = numericGradient((x) => loss(x, new Float64Array(x.length)), at);
    expectClose(gradient, numeric, 1e-5, 1e-6);
    expect(gradient.some((slope) => Math.abs(slope) > 1e-3)).toBe(true);
  });
});

describe("training under another objective", () => {
  const all = simulatedExamples({
    ...{ documents: 360, tags: 25, weights: [2, -1, 0.5], bias: -4, masked: 0.05 },
    seed: 21,
  });
  const training = part(all, 0, 240);
  const test = part(all, 240, 360);
  const options = { limit: 6, seed: 5 };

  function microF1(parameters: SdlgmParameters, examples: ExampleSet): number {
    let hits = 0;
    let sizes = 0;
    for (let i = 0; i < examples.count; i++) {
      const { evidence, candidates, tags, hints } = examples.read(i);
      const prediction = predict(parameters, evidence, candidates, hints);
      const chosen = decide(parameters, prediction);
      hits += chosen.filter((k) => tags.includes(k)).length;
      sizes += chosen.length + tags.length;
    }
    return (2 * hits) / sizes;
  }

  const fits = Object.fromEntries(
    OBJECTIVES.map((objective) => [objective, sdlgm.fit(training, { ...options, objective })]),
  );

  it.each(["tied", "relaxed"])(
    "%s ends near the composite on documents that it has not seen",
    (objective) => {
      const composite = microF1(fits["composite"].parameters, test);
      expect(composite).toBeGreaterThan(0.5);
      expect(microF1(fits[objective].parameters, test)).toBeGreaterThan(composite - 0.04);
    },
  );

  it.each(OBJECTIVES)("%s gives the same numbers for the same seed", (objective) => {
    const again = sdlgm.fit(training, { ...options, objective });
    expect(again.parameters).toEqual(fits[objective].parameters);
  });

  it("relaxed draws other noise for another seed", () => {
    const other = sdlgm.fit(training, { ...options, seed: 6, objective: "relaxed" });
    expect(other.parameters.head.weights).not.toEqual(fits["relaxed"].parameters.head.weights);
  });

  it.each(OBJECTIVES)("%s says how far it has come, never falling back", (objective) => {
    const events: sdlgm.FitProgress[] = [];
    sdlgm.fit(part(all, 0, 80), { ...options, objective, onProgress: (event) => events.push(event) });
    const heads = events.filter(({ stage }) => stage === "head");
    expect(heads.length).toBeGreaterThan(5);
    heads.forEach(({ fraction, loss }, n) => {
      expect(fraction).toBeGreaterThanOrEqual(n === 0 ? 0 : heads[n - 1].fraction);
      expect(fraction).toBeLessThanOrEqual(1);
      if (loss !== undefined) expect(loss["total"]).toBeGreaterThan(0);
    });
    expect([...new Set(events.map(({ stage }) => stage))]).toEqual(["head", "level", "checking"]);
  });

  it.each(OBJECTIVES)("%s gets over documents that have no candidates or no tags", (objective) => {
    const empty = someExample(1, 25, 3, []);
    const rest = part(all, 0, 40);
    const odd: ExampleSet = {
      ...rest,
      count: 42,
      tagsOf: (i) => (i < 40 ? rest.tagsOf(i) : new Int32Array(0)),
      read: (i) =>
        i < 40 ? rest.read(i) : { ...empty, candidates: new Uint8Array(25).fill(i === 40 ? 0 : 1) },
    };
    const { parameters } = sdlgm.fit(odd, { ...options, objective });
    const numbers = [...parameters.head.weights, parameters.head.bias, ...parameters.level.bias];
    expect(numbers.every(Number.isFinite)).toBe(true);
  });

  it.each(OBJECTIVES)("%s can be given up at any checkpoint", (objective) => {
    let calls = 0;
    sdlgm.fit(part(all, 0, 40), { ...options, objective, checkpoint: () => calls++ });
    for (const share of [0, 0.3, 0.6, 0.99]) {
      let left = Math.floor(calls * share);
      const giveUp = () => {
        if (left-- === 0) throw new Error("enough");
      };
      expect(() => sdlgm.fit(part(all, 0, 40), { ...options, objective, checkpoint: giveUp })).toThrow(
        "enough",
      );
    }
  });
});
