import { describe, expect, it } from "vitest";
import { sigmoid } from "../../../server/sdlgm/logDomain.ts";
import { createLossBuffers, type DocumentLoss, documentLosses } from "../../../server/sdlgm/losses.ts";
import { marginals } from "../../../server/sdlgm/poissonBinomial.ts";
import { expectClose, numericGradient, readVectors, someNumbers, tagsOf } from "./numbers.ts";

interface Reference {
  loss: number;
  dTheta: number[];
  dG: number[] | null;
  order?: number[];
}
interface Case {
  K: number;
  L0: number;
  theta: number[];
  g: number[];
  y: number[];
  n: number;
  s3_untied: Reference;
  s5_tied: Reference;
  bce: Reference;
  s4b: Reference;
  s4_softmax: Reference;
  s2_pl: Reference;
  qL_untied: number[];
  qL_tied: number[];
}
const { cases } = readVectors<{ cases: Case[] }>("losses");

const references = [
  ["untied", "s3_untied"],
  ["tied", "s5_tied"],
  ["independent", "bce"],
  ["composite", "s4b"],
  ["softmax", "s4_softmax"],
  ["ordered", "s2_pl"],
] as const;

function evaluate(
  loss: DocumentLoss,
  theta: Float64Array,
  levelLogits: Float64Array,
  tags: Int32Array,
  scale?: number,
) {
  const buffers = createLossBuffers(theta.length, levelLogits.length - 1);
  const value = loss.forward(theta, levelLogits, tags, buffers);
  const dTheta = new Float64Array(theta.length);
  const dLevelLogits = new Float64Array(levelLogits.length);
  loss.backward(theta, levelLogits, tags, buffers, dTheta, dLevelLogits, scale);
  return { value, dTheta, dLevelLogits, levelProbabilities: buffers.levelProbabilities };
}

describe.each(cases)("the reference document with $n of $K tags", (given) => {
  const theta = Float64Array.from(given.theta);
  const levelLogits = Float64Array.from(given.g);
  const observed = tagsOf(given.y);

  it.each(references)("has the %s loss and its gradients", (name, key) => {
    const expected = given[key];
    const tags = expected.order === undefined ? observed : Int32Array.from(expected.order);
    const actual = evaluate(documentLosses[name], theta, levelLogits, tags);
    expectClose([actual.value], [expected.loss], 1e-9);
    expectClose(actual.dTheta, expected.dTheta, 1e-7, 1e-12);
    expectClose(actual.dLevelLogits, expected.dG ?? new Float64Array(given.L0 + 1), 1e-7, 1e-12);
  });

  it("has q(L), tied and untied", () => {
    const levelOf = (name: "tied" | "untied") =>
      evaluate(documentLosses[name], theta, levelLogits, observed).levelProbabilities;
    expectClose(levelOf("tied"), given.qL_tied, 1e-9);
    expectClose(levelOf("untied"), given.qL_untied, 1e-9);
  });
});

describe.each(Object.entries(documentLosses))("the %s loss", (_name, loss) => {
  it.each([
    { title: "no tags", tags: [] },
    { title: "one tag", tags: [4] },
    { title: "as many as the limit", tags: [6, 0, 3, 8] },
  ])("has the gradients of central differences with $title", ({ tags: list }) => {
    const theta = someNumbers(21, 10, 2);
    const levelLogits = someNumbers(22, 5);
    const tags = Int32Array.from(list);
    const actual = evaluate(loss, theta, levelLogits, tags, 0.5);
    const half = (value: number) => value / 2;
    const byTheta = numericGradient((at) => evaluate(loss, at, levelLogits, tags).value, theta);
    const byLevel = numericGradient((at) => evaluate(loss, theta, at, tags).value, levelLogits);
    expectClose(actual.dTheta, byTheta.map(half), 1e-7, 1e-8);
    expectClose(actual.dLevelLogits, byLevel.map(half), 1e-7, 1e-8);
  });

  it("stays finite for extreme scores", () => {
    const theta = Float64Array.of(700, -700, 40, -40, 0, 500);
    const { value, dTheta, dLevelLogits } = evaluate(loss, theta, new Float64Array(4), Int32Array.of(1, 3));
    expect(Number.isFinite(value)).toBe(true);
    expect(dTheta.every(Number.isFinite) && dLevelLogits.every(Number.isFinite)).toBe(true);
  });
});

describe("more tags than the limit", () => {
  const theta = someNumbers(23, 6);
  const levelLogits = someNumbers(24, 3);
  const tags = Int32Array.of(0, 1, 4);

  it.each(["tied", "untied"] as const)("are refused by the %s loss, whose likelihood would be 0", (name) => {
    expect(() => evaluate(documentLosses[name], theta, levelLogits, tags)).toThrow(
      /3 tags but the limit is 2/,
    );
  });

  it.each(["composite", "softmax", "ordered"] as const)("count as the limit in the %s loss", (name) => {
    const { value, dLevelLogits } = evaluate(documentLosses[name], theta, levelLogits, tags);
    expect(Number.isFinite(value)).toBe(true);
    expect([...dLevelLogits].map(Math.sign)).toEqual([1, 1, -1]);
  });
});

it("the gradient of the tied loss is P(y_k = 1) - y_k", () => {
  const theta = someNumbers(25, 12);
  const levelLogits = someNumbers(26, 5);
  const { dTheta, levelProbabilities } = evaluate(
    documentLosses.tied,
    theta,
    levelLogits,
    Int32Array.of(2, 7),
  );
  const expected = marginals(theta.map(sigmoid), levelProbabilities, 4);
  expected[2] -= 1;
  expected[7] -= 1;
  expectClose(dTheta, expected, 1e-10);
});
