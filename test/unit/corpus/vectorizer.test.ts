import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Analyzer } from "../../../server/corpus/analyzer.ts";
import type { SparseRow } from "../../../server/corpus/sparseRow.ts";
import { tokenize, WordDictionary } from "../../../server/corpus/tokenizedDocument.ts";
import type { VectorizedDocument, VectorizerInput } from "../../../server/corpus/vectorized.ts";
import { fitVectorizer, Vectorizer } from "../../../server/corpus/vectorizer.ts";
import type { Prose } from "../../../server/documents/document.ts";
import { syntheticCorpus } from "../support/syntheticCorpus.ts";
import { proseOf } from "./proseOf.ts";

/** Documents as [path, prose], fitted on words unless said otherwise. */
function learned(documents: readonly (readonly [string, Partial<Prose>])[], analyzer: Analyzer = "words") {
  const dictionary = new WordDictionary();
  const inputs = documents.map(
    ([path, parts]): VectorizerInput => ({ tokens: tokenize(proseOf(parts), path, dictionary) }),
  );
  return { dictionary, inputs, ...fitVectorizer(inputs, dictionary, analyzer) };
}

const bodies = (...texts: string[]) => learned(texts.map((body) => ["", { body }] as const));
const termsOf = (vectorizer: Vectorizer, block: string): readonly string[] =>
  vectorizer.blocks.find(({ name }) => name === block)!.terms;

const squares = ({ values }: SparseRow): number => values.reduce((sum, value) => sum + value * value, 0);

/** The sum of squares of each block's part of a row. */
function shares(vectorizer: Vectorizer, { columns, values }: SparseRow): Record<string, number> {
  const sums: Record<string, number> = {};
  columns.forEach((column, j) => {
    const { block } = vectorizer.termOf(column);
    sums[block] = (sums[block] ?? 0) + values[j] ** 2;
  });
  return sums;
}

describe("the vocabulary", () => {
  it("has the words that two documents have, and at most half of them", () => {
    const { vectorizer } = bodies("one two all", "one two all", "one three all", "all four four");
    expect(termsOf(vectorizer, "text")).toEqual(["two"]);
  });

  it("has fields and folders that two documents have, unless all do", () => {
    const field = (value: string) => ({ fields: [{ key: "by", value }] });
    const { vectorizer } = learned([
      ["a/b/1.md", field("ana")],
      ["a/b/2.md", field("ana")],
      ["a/3.md", field("ana")],
      ["c/4.md", field("bo")],
    ]);
    expect(termsOf(vectorizer, "fields")).toEqual(["by=ana"]);
    expect(termsOf(vectorizer, "path")).toEqual(["a/", "a/b/", "a", "b"]);
  });

  it("counts the documents, not the occurrences", () => {
    const { vectorizer } = bodies("one one one", "two", "two", "three");
    expect(termsOf(vectorizer, "text")).toEqual(["two"]);
  });

  it("weighs a term by log((1 + N) / (1 + df)) + 1", () => {
    const { vectorizer } = bodies("two", "two", "", "", "");
    expect(vectorizer.blocks[0].idf[0]).toBeCloseTo(Math.log(6 / 3) + 1, 6);
  });

  it("learns from pieces of words where it is told to", () => {
    const texts = ["talossa", "talojen", "x", "y"].map((body) => ["", { body }] as const);
    expect(termsOf(learned(texts).vectorizer, "text")).toEqual([]);
    expect(termsOf(learned(texts, "grams").vectorizer, "text")).toContain("talo");
  });
});

describe("the columns", () => {
  const { vectorizer, dictionary } = learned([
    ["a/1.md", { title: "cats purr", body: "milk" }],
    ["a/2.md", { title: "cats purr", body: "milk" }],
    ["3.md", { body: "x" }],
    ["4.md", { body: "y" }],
  ]);

  it("are numbered block after block", () => {
    let offset = 0;
    for (const block of vectorizer.blocks) {
      expect(block.offset).toBe(offset);
      block.terms.forEach((term, i) => {
        expect(vectorizer.termOf(offset + i)).toEqual({ block: block.name, term });
      });
      offset += block.terms.length;
    }
    expect(vectorizer.columns).toBe(offset);
  });

  it.each([-1, vectorizer.columns])("do not include %d", (column) =>
    expect(() => vectorizer.termOf(column)).toThrow(RangeError),
  );

  it("of a word are found by its number", () => {
    const [column, ...others] = vectorizer.textColumnsOf(dictionary.number("milk"));
    expect(others).toEqual([]);
    expect(vectorizer.termOf(column)).toEqual({ block: "text", term: "milk" });
    expect(vectorizer.textColumnsOf(dictionary.number("unheard"))).toHaveLength(0);
  });
});

describe("a row", () => {
  it("weighs (1 + log tf) · idf within a block", () => {
    const { rows } = bodies("two two two four", "two", "four", "", "", "");
    const [two, four] = rows[0].row.values;
    expect(two / four).toBeCloseTo(1 + Math.log(3), 5);
  });

  it("has log(1 + tf) of the text beside it", () => {
    const { rows } = bodies("two two two four", "two", "four", "", "", "");
    expect([...rows[0].logCounts.values]).toEqual([Math.fround(Math.log1p(3)), Math.fround(Math.log1p(1))]);
  });

  it("gives each block its weight, whatever their lengths", () => {
    const { rows, vectorizer } = learned([
      ["a/1.md", { title: "cats", body: "milk and fish and mice", fields: [{ key: "by", value: "ana" }] }],
      ["a/2.md", { title: "cats", body: "milk and fish and mice", fields: [{ key: "by", value: "ana" }] }],
      ["3.md", { body: "x" }],
      ["4.md", { body: "y" }],
    ]);
    const found = shares(vectorizer, rows[0].row);
    for (const { name, weight } of vectorizer.blocks) {
      if (name === "features") continue;
      expect(found[name] / found["text"]).toBeCloseTo((weight / vectorizer.blocks[0].weight) ** 2, 5);
    }
  });

  it("of a document without known words is empty", () => {
    const { vectorizer, dictionary } = bodies("two", "two", "", "");
    const unknown: VectorizerInput = { tokens: tokenize(proseOf({ body: "unheard" }), "", dictionary) };
    for (const input of [unknown, {}]) {
      const { row, logCounts } = vectorizer.transform(input);
      expect([row.columns.length, logCounts.columns.length]).toEqual([0, 0]);
    }
  });
});

describe("ready features", () => {
  const features = (...entries: [number, number][]): VectorizerInput => ({
    features: {
      columns: Int32Array.from(entries, ([column]) => column),
      values: Float64Array.from(entries, ([, value]) => value),
    },
  });
  const learn = (...inputs: VectorizerInput[]) => fitVectorizer(inputs, new WordDictionary(), "words");

  it("are columns by their number, unless one document or all of them have it", () => {
    const { vectorizer } = learn(
      features([3, 1], [9, 1], [70, 1]),
      features([3, 1], [9, 1]),
      features([9, 1], [50, 0]),
      features([9, 1], [50, 0]),
    );
    expect(termsOf(vectorizer, "features")).toEqual(["3"]);
  });

  it("count as they are below one, and as counts from there", () => {
    const { rows, vectorizer } = learn(
      features([1, 0.5], [2, 4], [3, -2]),
      features([1, 1], [2, 1], [3, 1]),
      {},
    );
    const [half, four, negative] = rows[0].row.values;
    expect(vectorizer.columns).toBe(3);
    expect(half / four).toBeCloseTo(0.5 / (1 + Math.log(4)), 5);
    expect(negative / four).toBeCloseTo(-2 / (1 + Math.log(4)), 5);
    expect([...rows[0].logCounts.columns]).toEqual([0, 1]);
  });
});

describe.each<Analyzer>(["words", "prefixes", "grams"])("vectors of %s", (analyzer) => {
  const documents = syntheticCorpus({ documents: 60, tags: 12, seed: 3 });
  const { vectorizer, rows, inputs, dictionary } = learned(
    documents.map(({ id, prose }) => [id, prose!] as const),
    analyzer,
  );

  it("have unit length and ascending columns", () => {
    for (const { row } of rows) {
      expect(squares(row)).toBeCloseTo(1, 5);
      for (let j = 1; j < row.columns.length; j++) expect(row.columns[j]).toBeGreaterThan(row.columns[j - 1]);
    }
  });

  it("are bit for bit the same from fitting and from transforming", () => {
    for (const [i, input] of inputs.entries()) {
      expect(vectorizer.transform(input)).toEqual(rows[i] satisfies VectorizedDocument);
    }
  });

  it("are bit for bit the same with a dictionary and vectorizer made anew", () => {
    const fresh = new WordDictionary(["other", "words", "first"]);
    const again = new Vectorizer(analyzer, vectorizer.blocks, fresh);
    for (const [i, { id, prose }] of documents.entries()) {
      expect(again.transform({ tokens: tokenize(prose!, id, fresh) })).toEqual(rows[i]);
    }
  });

  it("do not depend on what was transformed before", () => {
    fc.assert(
      fc.property(fc.nat(59), fc.array(fc.string({ maxLength: 20 }), { maxLength: 5 }), (i, texts) => {
        for (const body of texts) {
          vectorizer.transform({ tokens: tokenize(proseOf({ title: body, body }), "x/y.md", dictionary) });
        }
        expect(vectorizer.transform(inputs[i])).toEqual(rows[i]);
      }),
      { seed: 5, numRuns: 30 },
    );
  });
});

it("tells how far fitting is, and stops where the one told throws", () => {
  const inputs: VectorizerInput[] = Array.from({ length: 10 }, () => ({}));
  const fractions: number[] = [];
  fitVectorizer(inputs, new WordDictionary(), "words", (fraction) => fractions.push(fraction));
  expect(fractions).toEqual([...fractions].sort((a, b) => a - b));
  expect(fractions.at(-1)).toBeLessThan(1);
  const stop = (): void => {
    throw new Error("enough");
  };
  expect(() => fitVectorizer(inputs, new WordDictionary(), "words", stop)).toThrow("enough");
});
