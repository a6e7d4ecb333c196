import { describe, expect, it } from "vitest";
import { Arena, ArenaFull } from "../../../server/kernels/arena.ts";
import { openEngine } from "../../../server/kernels/engine.ts";
import { plainKernels } from "../../../server/kernels/index.ts";
import { chooseFlavour } from "../../../server/kernels/wasm/flavour.ts";

describe("the flavour", () => {
  const everything = () => true;
  const nothing = () => false;
  const relaxedMultiplyAdd = "253,133,2";
  const noRelaxed = (binary: Uint8Array) => !binary.join().includes(relaxedMultiplyAdd);

  it.each([
    ["relaxed SIMD where there is any", undefined, everything, { flavour: "relaxed" }],
    ["SIMD where there is no relaxed one", undefined, noRelaxed, { flavour: "simd128" }],
    ["SIMD if that is wished for", "simd128", everything, { flavour: "simd128" }],
    ["plain TypeScript if that is wished for", "plain", everything, { flavour: "plain" }],
    [
      "SIMD, and says so, where relaxed SIMD is wished for in vain",
      "relaxed",
      noRelaxed,
      { flavour: "simd128", reason: expect.stringContaining("relaxed SIMD") },
    ],
    [
      "plain TypeScript, and says why, where nothing else is to be had",
      undefined,
      nothing,
      { flavour: "plain", reason: expect.stringContaining("not to be had") },
    ],
  ] as const)("is %s", (_, wish, isValid, expected) => {
    expect(chooseFlavour(wish, isValid)).toEqual(expected);
  });
});

describe("an engine", () => {
  it("of plain TypeScript has the plain kernels, and an arena all the same", () => {
    const engine = openEngine({ bytes: 1000, flavour: "plain" });
    expect(engine.kernels).toBe(plainKernels);
    expect(engine.arena.float32(3)).toHaveLength(3);
  });

  it("has as much memory as was asked for", () => {
    const engine = openEngine({ bytes: 3_000_000 });
    expect(engine.arena.bytes(3_000_000)).toHaveLength(3_000_000);
  });

  it("refuses more than can be addressed, with the figures", () => {
    const open = () => openEngine({ bytes: 5e9, flavour: "simd128" });
    expect(open).toThrow(ArenaFull);
    expect(open).toThrow(/at least 4,769 MB .* 4,09\d MB/);
  });
});

describe("an arena", () => {
  it("gives arrays that do not overlap, each at the start of a cache line", () => {
    const arena = new Arena(new ArrayBuffer(4096), 100);
    const arrays = [arena.float32(3), arena.float64(5), arena.int32(0), arena.bytes(70), arena.float32(1)];
    const ranges = arrays.map(({ byteOffset, byteLength }) => [byteOffset, byteOffset + byteLength]);
    expect(ranges).toEqual([
      [128, 140],
      [192, 232],
      [256, 256],
      [256, 326],
      [384, 388],
    ]);
    expect(arena.free).toBe(4096 - 448);
  });

  it("takes back what a scope allocated, also when its work throws", () => {
    const arena = new Arena(new ArrayBuffer(1024));
    arena.float32(16);
    expect(arena.scoped(() => arena.float32(16).byteOffset)).toBe(64);
    expect(() =>
      arena.scoped(() => {
        arena.float32(100);
        throw new Error("no");
      }),
    ).toThrow("no");
    expect(arena.float32(1).byteOffset).toBe(64);
  });

  it("takes back to a mark, and to none that it never gave", () => {
    const arena = new Arena(new ArrayBuffer(1024));
    const mark = arena.mark();
    arena.float64(8);
    arena.release(mark);
    expect(arena.free).toBe(1024);
    expect(() => arena.release(64)).toThrow(RangeError);
  });

  it("says how much was needed and how much there is when it is full", () => {
    const arena = new Arena(new ArrayBuffer(3 << 20));
    arena.bytes(2 << 20);
    const act = () => arena.float32(1 << 20);
    expect(act).toThrow("The computation takes at least 6 MB of working memory, and there are 3 MB.");
    expect(act).toThrow(expect.objectContaining({ needed: 6 << 20, available: 3 << 20 }));
    expect(arena.free).toBe(1 << 20);
  });
});
