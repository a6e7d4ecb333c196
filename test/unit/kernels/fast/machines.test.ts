import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { openEngine } from "../../../../server/kernels/engine.ts";
import {
  Cancelled,
  type CsrMatrix,
  type MachineTargets,
  plainKernels,
} from "../../../../server/kernels/index.ts";
import { startKernelThreads } from "../../../../server/training/kernelThreads.ts";
import { largestDifference, randomSparse, randomValues } from "../matrices.ts";
import { enginesOf } from "./flavours.ts";

const engines = enginesOf(16 << 20);

/** Tags that rows have by what words they have, so that there is something to learn; the last one nobody has. */
function someTargets(features: CsrMatrix, tags: number, seed: number): MachineTargets {
  const chance = randomValues(features.rows * tags, seed);
  const start = new Int32Array(tags + 1);
  const rows: number[] = [];
  for (let tag = 0; tag < tags; tag++) {
    for (let row = 0; tag < tags - 1 && row < features.rows; row++) {
      const words = features.columnIndex.subarray(features.rowStart[row], features.rowStart[row + 1]);
      if (chance[row * tags + tag] > (words.includes(tag) ? -0.5 : 0.8)) rows.push(row);
    }
    start[tag + 1] = rows.length;
  }
  return { tags, start, rows: Int32Array.from(rows) };
}

function someGroups(rows: number, count: number) {
  return { count, of: Uint8Array.from({ length: rows }, (_, row) => (row * 7) % Math.max(1, count)) };
}

describe.each(engines)("machines by $flavour", ({ flavour, kernels, arena }) => {
  it("agree with the plain ones over random rows, columns, tags and groups", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 60 }),
        fc.integer({ min: 0, max: 25 }),
        fc.integer({ min: 0, max: 10 }),
        fc.integer({ min: 0, max: 3 }),
        fc.constantFrom(0.1, 1, 10),
        fc.integer(),
        (rows, columns, tags, groupCount, cost, seed) => {
          const features = randomSparse(rows, columns, 0.3, seed);
          const targets = someTargets(features, tags, seed + 5);
          const groups = someGroups(rows, groupCount);
          const options = { cost, tolerance: 1e-4, maximumPasses: 20_000, seed };
          const before = arena.free;
          const fast = kernels.fitMachines(features, targets, groups, options);
          const plain = plainKernels.fitMachines(features, targets, groups, { ...options, tolerance: 1e-6 });
          expect(fast).toHaveLength(groupCount + 1);
          fast.forEach((table, group) => {
            expect(largestDifference(table, plain[group])).toBeLessThan(2e-3);
          });
          expect(arena.free).toBe(before);
        },
      ),
      { seed: 20230403, numRuns: 60 },
    );
  });

  const features = randomSparse(300, 40, 0.2, 3);
  const targets = someTargets(features, 23, 4);
  const groups = someGroups(300, 3);

  it("gives no machine to a tag that fewer than two rows have", () => {
    const rare: MachineTargets = { tags: 2, start: Int32Array.of(0, 1, 3), rows: Int32Array.of(5, 7, 8) };
    const [table] = kernels.fitMachines(features, rare, { count: 0, of: new Uint8Array(300) });
    const weights = (tag: number) => table.filter((_, at) => at % 2 === tag);
    expect(weights(0).every((weight) => weight === 0)).toBe(true);
    expect(weights(1).some((weight) => weight !== 0)).toBe(true);
  });

  it("give machines without a group no bit of what the labels of its rows are", () => {
    const kept: number[] = [];
    const start = new Int32Array(24);
    for (let tag = 0; tag < 23; tag++) {
      for (const row of targets.rows.subarray(targets.start[tag], targets.start[tag + 1])) {
        if (groups.of[row] !== 1) kept.push(row);
      }
      start[tag + 1] = kept.length;
    }
    const others: MachineTargets = { tags: 23, start, rows: Int32Array.from(kept) };
    const first = kernels.fitMachines(features, targets, groups);
    const second = kernels.fitMachines(features, others, groups);
    expect(second[1]).toEqual(first[1]);
    expect(second[3]).not.toEqual(first[3]);
  });

  it("give the same bits with one thread and with two", async () => {
    const two = openEngine({ bytes: 16 << 20, flavour, threads: 2, startHelpers: startKernelThreads });
    const [one, other] = [kernels, two.kernels].map((own) => own.fitMachines(features, targets, groups));
    await two.close();
    expect(other).toEqual(one);
    expect(kernels.fitMachines(features, targets, groups)).toEqual(one);
    expect(kernels.fitMachines(features, targets, groups, { seed: 2 })).not.toEqual(one);
  });

  it("are the plain ones where there is too little memory", () => {
    arena.scoped(() => {
      arena.bytes(arena.free - 10_000);
      expect(kernels.fitMachines(features, targets, groups)).toEqual(
        plainKernels.fitMachines(features, targets, groups),
      );
    });
  });

  it("say how far they are, never falling and ending at 1, and stop when they are told to", () => {
    const seen: number[] = [];
    const watch = { onProgress: (fraction: number) => seen.push(fraction) };
    kernels.fitMachines(features, targets, groups, { watch });
    expect(seen.length).toBeGreaterThan(10);
    expect(seen).toEqual([...seen].sort((x, y) => x - y));
    expect(seen.at(-1)).toBe(1);
    const before = arena.free;
    let polls = 0;
    const shouldStop = () => ++polls > 5;
    expect(() => kernels.fitMachines(features, targets, groups, { watch: { shouldStop } })).toThrow(
      Cancelled,
    );
    expect(polls).toBe(6);
    expect(arena.free).toBe(before);
    expect(() => kernels.fitMachines(features, targets, groups, { cost: 0 })).toThrow(RangeError);
  });
});
