import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { isHeldOut, pageOf, splitByPath } from "../../../server/evaluation/split.ts";

const PATHS = Array.from({ length: 2000 }, (_, i) => `content/posts/2019-${i % 12}/page-${i}.md`);

describe("pageOf", () => {
  const cases: [string, string][] = [
    ["notes/tea.md", "notes/tea"],
    ["notes/tea.es.md", "notes/tea"],
    ["notes/tea.pt-BR.md", "notes/tea"],
    ["notes/tea_en.md", "notes/tea"],
    ["notes/tea.Rmd", "notes/tea"],
    ["posts/trip/index.md", "posts/trip"],
    ["posts/trip/index.es.md", "posts/trip"],
    ["posts/trip/index.Rmd", "posts/trip"],
    ["problems/1/README.md", "problems/1"],
    ["problems/1/README_EN.md", "problems/1"],
    ["README.md", ""],
    ["tea.md", "tea"],
    ["indexing.md", "indexing"],
    ["readmewriting.md", "readmewriting"],
    ["v1.2.md", "v1.2"],
    [".hidden", ".hidden"],
    ["a\\b\\index.md", "a/b"],
    ["", ""],
  ];
  for (const [path, page] of cases) {
    it(`"${path}" is a version of "${page}"`, () => expect(pageOf(path)).toBe(page));
  }
});

describe("splitByPath", () => {
  it("puts each document on one side, in order", () => {
    const { train, test } = splitByPath(PATHS, { fraction: 0.2, seed: 1 });
    expect([...train, ...test].sort((a, b) => a - b)).toEqual(PATHS.map((_, row) => row));
    expect([...test]).toEqual([...test].sort((a, b) => a - b));
  });

  for (const fraction of [0, 0.05, 0.2, 0.5, 1]) {
    it(`holds out about ${fraction} of the documents, whatever the seed`, () => {
      for (const seed of [0, 1, 2, 12345]) {
        const share = splitByPath(PATHS, { fraction, seed }).test.length / PATHS.length;
        const deviation = Math.sqrt((fraction * (1 - fraction)) / PATHS.length);
        expect(Math.abs(share - fraction)).toBeLessThanOrEqual(4 * deviation);
      }
    });
  }

  it("is the same today and tomorrow", () => {
    const chosen = ["a.md", "b.md", "c.md", "d.md", "é.md", "x/y.md"].map((path) => isHeldOut(path, 0.5, 7));
    expect(chosen).toEqual([false, false, false, false, true, false]);
  });

  it("draws anew for another seed", () => {
    const one = new Set(splitByPath(PATHS, { fraction: 0.2, seed: 1 }).test);
    const other = splitByPath(PATHS, { fraction: 0.2, seed: 2 }).test;
    const common = other.filter((row) => one.has(row)).length;
    expect(common / other.length).toBeLessThan(0.3);
  });

  it("only adds documents when the fraction grows", () => {
    const fraction = fc.double({ min: 0, max: 1, noNaN: true });
    fc.assert(
      fc.property(fc.string(), fraction, fraction, fc.integer(), (path, a, b, seed) => {
        const small = isHeldOut(path, Math.min(a, b), seed);
        expect(small && !isHeldOut(path, Math.max(a, b), seed)).toBe(false);
      }),
      { seed: 20230403 },
    );
  });

  it("is the same for both kinds of slash and both spellings of a letter", () => {
    for (const seed of Array(20).keys()) {
      expect(isHeldOut("a\\b.md", 0.5, seed)).toBe(isHeldOut("a/b.md", 0.5, seed));
      expect(isHeldOut("e\u0301.md", 0.5, seed)).toBe(isHeldOut("\u00e9.md", 0.5, seed));
    }
  });

  it("keeps translations together only when asked to", () => {
    const pages = Array.from({ length: 100 }, (_, i) => [`p${i}/index.md`, `p${i}/index.es.md`]).flat();
    const apart = (groupTranslations: boolean) => {
      const held = new Set(splitByPath(pages, { fraction: 0.5, seed: 3, groupTranslations }).test);
      return pages.filter((_, row) => row % 2 === 0 && held.has(row) !== held.has(row + 1)).length;
    };
    expect(apart(true)).toBe(0);
    expect(apart(false)).toBeGreaterThan(20);
  });
});
