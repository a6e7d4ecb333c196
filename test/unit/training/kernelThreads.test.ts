import { afterEach, describe, expect, it } from "vitest";
import { type Engine, openEngine } from "../../../server/kernels/engine.ts";
import { Cancelled, plainKernels } from "../../../server/kernels/index.ts";
import { type StartHelpers, ThreadLost } from "../../../server/kernels/wasm/helpers.ts";
import { startKernelThreads } from "../../../server/training/kernelThreads.ts";
import {
  largestDifference,
  randomPositiveDefinite,
  randomSparse,
  randomValues,
} from "../kernels/matrices.ts";

const engines: Engine[] = [];

afterEach(async () => {
  await Promise.all(engines.splice(0).map((engine) => engine.close()));
});

function engineWith(threads: number, startHelpers: StartHelpers = startKernelThreads): Engine {
  const engine = openEngine({ bytes: 64 << 20, threads, startHelpers });
  engines.push(engine);
  return engine;
}

/** A starter whose threads run another script. */
function startingInstead(script: string): StartHelpers {
  return (program) => startKernelThreads({ ...program, script });
}

const nobody: StartHelpers = () => ({ end: () => Promise.resolve() });

/** Takes part in jobs until it has one, and then does what it is told. */
const whenBusy = (deed: string) => `({ control, slots }) => {
  const words = new Int32Array(control);
  while (Atomics.load(words, slots.call) === 0) Atomics.wait(words, slots.call, 0, 10);
  Atomics.add(words, slots.busy, 1);
  ${deed}
}`;

const SIDE = 700;
const a = randomValues(SIDE * SIDE, 1);
const b = randomValues(SIDE * SIDE, 2);

function product({ kernels }: Engine, times = 1, shouldStop = () => false): Float64Array {
  const c = new Float64Array(SIDE * SIDE);
  for (let i = 0; i < times; i++) kernels.gemmNT(SIDE, SIDE, SIDE, 1, a, b, c, { shouldStop });
  return c;
}

/** Computes until a helper is there and gone: how long one takes to start is nobody's promise. */
function productsUntilLost(engine: Engine): void {
  for (let i = 0; i < 1000; i++) product(engine);
}

describe("threads that compute", () => {
  it.each([2, 3, 5])("give the same bits, being %i", (threads) => {
    const one = engineWith(1);
    const many = engineWith(threads);
    expect(many.threads).toBe(threads);
    // Several times, for they are not all there at once.
    expect(largestDifference(product(many, 8), product(one, 8))).toBe(0);
    const spd = randomPositiveDefinite(300, 4);
    const inverses = [one, many].map(({ kernels }) => {
      const inverse = spd.slice();
      kernels.choleskyInverse(inverse, 300);
      return inverse;
    });
    expect(largestDifference(inverses[1], inverses[0])).toBe(0);
    const { rowStart, columnIndex } = randomSparse(300, 40, 0.1, 1);
    const targets = { columns: 40, rowStart, columnIndex, means: randomValues(40, 2) };
    const [alone, together] = [one, many].map(({ kernels }) =>
      kernels.solveDualRidge(spd, 300, 0.3, targets),
    );
    expect(together).toEqual(alone);
  });

  it("do take part", () => {
    const engine = engineWith(2);
    let polls = 0;
    product(engineWith(2, nobody), 1, () => ++polls < 0);
    const portions = polls;
    // A thread asks before each of its portions. How long another one takes to start is nobody's promise.
    do {
      polls = 0;
      product(engine, 1, () => ++polls < 0);
    } while (polls >= portions);
    expect(polls).toBeLessThan(portions);
  });

  it("stop when they are told to, and can go on after it", () => {
    const engine = engineWith(2);
    const expected = product(engine);
    let polls = 0;
    expect(() => product(engine, 1, () => ++polls > 2)).toThrow(Cancelled);
    expect(largestDifference(product(engine), expected)).toBe(0);
  });

  it("are gone when the engine is closed", async () => {
    const ends: Promise<void>[] = [];
    const engine = engineWith(3, (program) => {
      const threads = startKernelThreads(program);
      return {
        end() {
          ends.push(threads.end());
          return ends[0];
        },
      };
    });
    product(engine);
    await engine.close();
    expect(ends).toHaveLength(1);
    await expect(ends[0]).resolves.toBeUndefined();
  });

  it("are an error, and no hang, when one of them vanishes in the middle of its work", () => {
    const engine = engineWith(2, startingInstead(whenBusy("process.exit(7)")));
    expect(() => productsUntilLost(engine)).toThrow(ThreadLost);
    expect(() => product(engine)).toThrow("start the work again");
  });

  it("are an error when one of them fails in the middle of its work", () => {
    const engine = engineWith(2, startingInstead(whenBusy("throw new Error('no')")));
    expect(() => productsUntilLost(engine)).toThrow(ThreadLost);
  });

  it("are an error when one of them computes nonsense", () => {
    const failing = whenBusy(
      "Atomics.store(words, slots.failed, 1); Atomics.sub(words, slots.busy, 1); Atomics.wait(words, slots.closed, 0);",
    );
    const engine = engineWith(2, startingInstead(failing));
    expect(() => productsUntilLost(engine)).toThrow("has failed");
  });

  it("are no loss when they never start", () => {
    const engine = engineWith(2, nobody);
    const c = product(engine);
    const expected = new Float64Array(SIDE * SIDE);
    plainKernels.gemmNT(SIDE, SIDE, SIDE, 1, a, b, expected);
    expect(Math.abs(c[1234] - expected[1234])).toBeLessThan(1e-4);
  });
});
