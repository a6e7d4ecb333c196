import { describe, expect, it } from "vitest";
import { createLossBuffers, tiedSubsetLoss } from "../../../server/sdlgm/losses.ts";
import {
  createPairHead,
  createPairHeadTape,
  pairHeadForward,
  pairHeadLoss,
} from "../../../server/sdlgm/pairHead.ts";
import { expectClose, numericGradient, readVectors, someNumbers, tagsOf } from "./numbers.ts";

interface Reference {
  K: number;
  L0: number;
  M: number;
  baseScores: number[][];
  a: number[];
  ak: number[][];
  b: number[];
  Wstat: number[][];
  bstat: number[];
  eL: number;
  theta: number[];
  stats: number[];
  g: number[];
  logE: number[];
  y: number[];
  loss: number;
  grads: { a: number[]; ak: number[][]; b: number[]; Wstat: number[][]; bstat: number[] };
}

describe("the reference head", () => {
  const given = readVectors<Reference>("stage2_forward");
  const head = createPairHead(given.M, given.K, given.L0);
  head.slopes.set(given.a);
  head.tagSlopes.set(given.ak.flat());
  head.intercepts.set(given.b);
  head.levelWeights.set(given.Wstat.flat());
  head.levelIntercepts.set(given.bstat);
  const evidence = Float64Array.from(given.baseScores.flat());
  const tags = tagsOf(given.y);

  it("is reproduced forward", () => {
    const tape = createPairHeadTape(given.K, given.L0);
    expectClose([pairHeadLoss(head, evidence, given.eL, tags, tape)], [given.loss], 1e-9);
    expectClose(tape.theta, given.theta, 1e-9);
    expectClose(tape.statistics, given.stats, 1e-9);
    expectClose(tape.levelLogits, given.g, 1e-9);
  });

  it("is reproduced backward", () => {
    const gradients = createPairHead(given.M, given.K, given.L0);
    pairHeadLoss(head, evidence, given.eL, tags, createPairHeadTape(given.K, given.L0), gradients);
    expectClose(gradients.slopes, given.grads.a, 1e-7, 1e-12);
    expectClose(gradients.tagSlopes, given.grads.ak.flat(), 1e-7, 1e-12);
    expectClose(gradients.intercepts, given.grads.b, 1e-7, 1e-12);
    expectClose(gradients.levelWeights, given.grads.Wstat.flat(), 1e-7, 1e-12);
    expectClose(gradients.levelIntercepts, given.grads.bstat, 1e-7, 1e-12);
  });
});

describe("the head", () => {
  const [evidenceCount, tagCount, limit] = [3, 7, 3];
  const parameters = someNumbers(41, createPairHead(evidenceCount, tagCount, limit).parameters.length, 0.5);
  const evidence = someNumbers(42, evidenceCount * tagCount);
  const tags = Int32Array.of(1, 5);

  it("has the gradient of central differences when its statistics stand still", () => {
    const head = createPairHead(evidenceCount, tagCount, limit, parameters);
    const tape = createPairHeadTape(tagCount, limit);
    const gradients = createPairHead(evidenceCount, tagCount, limit);
    pairHeadLoss(head, evidence, 1.5, tags, tape, gradients, 2);
    const still = tape.statistics.slice();
    const loss = (at: Float64Array) => {
      const moved = createPairHead(evidenceCount, tagCount, limit, at);
      const movedTape = createPairHeadTape(tagCount, limit);
      pairHeadForward(moved, evidence, 1.5, movedTape);
      const levelLogits = moved.levelIntercepts.map((c, l) =>
        still.reduce(
          (logit, statistic, i) => logit + moved.levelWeights[l * still.length + i] * statistic,
          c,
        ),
      );
      return tiedSubsetLoss.forward(movedTape.theta, levelLogits, tags, createLossBuffers(tagCount, limit));
    };
    const numeric = numericGradient(loss, parameters);
    expectClose(
      gradients.parameters,
      numeric.map((slope) => 2 * slope),
      1e-7,
      1e-8,
    );
  });

  it("adds the gradients of documents up", () => {
    const head = createPairHead(evidenceCount, tagCount, limit, parameters);
    const tape = createPairHeadTape(tagCount, limit);
    const [once, twice] = [1, 2].map((times) => {
      const gradients = createPairHead(evidenceCount, tagCount, limit);
      for (let i = 0; i < times; i++) pairHeadLoss(head, evidence, 0, tags, tape, gradients);
      return gradients.parameters;
    });
    expectClose(
      twice,
      once.map((value) => 2 * value),
      1e-12,
    );
  });

  it("fills the places of missing tags with 0", () => {
    const tape = createPairHeadTape(2, 4);
    const head = createPairHead(0, 2, 4);
    head.intercepts.set([1, 3]);
    pairHeadForward(head, new Float64Array(0), 0.25, tape);
    expect([...tape.statistics.slice(2)]).toEqual([0.25, 0.75, 0.25, 0, 0, 0]);
  });

  it("refuses a limit of 0 and parameters of another shape", () => {
    expect(() => createPairHead(1, 5, 0)).toThrow(/limit/);
    expect(() => createPairHead(1, 5, 2, new Float64Array(3))).toThrow(/has 32 parameters, not 3/);
  });
});
