import { describe, expect, it } from "vitest";
import { decodeModel, encodeModel, type ModelContent } from "../../../server/models/modelFile.ts";
import { ModelFileError } from "../../../server/models/modelFileError.ts";
import type { TagModel } from "../../../server/models/tagModel.ts";
import { modelContent, tagModelOf } from "../../../server/models/tagModelFile.ts";

/** Every part that a model can have: three documents, two tags, four terms, and numbers that no shorter type could hold. */
const model: Required<TagModel> = {
  tags: [
    {
      name: "Ünïcode ✓",
      documents: 3,
      spellings: [
        { name: "Ünïcode ✓", documents: 2 },
        { name: "ünïcode-✓", documents: 1 },
      ],
    },
    { name: "b", documents: 1, spellings: [{ name: "b", documents: 1 }] },
  ],
  vocabulary: {
    analyzer: "prefixes",
    blocks: [
      { name: "text", weight: 1, terms: ["one", "two", "π"], idf: Float32Array.of(1.1, 2.2, 3.3), offset: 0 },
      { name: "title", weight: 0.5, terms: [], idf: new Float32Array(0), offset: 3 },
      { name: "path", weight: 0.4, terms: ["a/"], idf: Float32Array.of(4.4), offset: 3 },
    ],
  },
  mentions: {
    inflections: true,
    splits: [{ tag: 1, parts: ["open", "source"] }],
    wordIdf: new Map([
      ["one", Math.PI],
      ["b", 1 / 3],
    ]),
    idf: Float32Array.of(0.1, 0.2),
    seen: [Float64Array.of(1, 2, 3), Float64Array.of(4, 5, 6.5)],
    tagged: [Float64Array.of(0, 1, 2), Float64Array.of(3, 4, 5)],
  },
  training: {
    ids: ["a/x.md", "y.md", "z.md"],
    folders: ["a", "", ""],
    documentTags: [Int32Array.of(0, 1), new Int32Array(0), Int32Array.of(0)],
    foldOf: Uint8Array.of(0, 1, 0),
    rows: {
      rows: 3,
      columns: 4,
      rowStart: Int32Array.of(0, 2, 2, 3),
      columnIndex: Int32Array.of(0, 3, 1),
      values: Float32Array.of(0.6, 0.8, 1),
    },
    logCounts: {
      rows: 3,
      columns: 4,
      rowStart: Int32Array.of(0, 1, 1, 2),
      columnIndex: Int32Array.of(0, 1),
      values: Float32Array.of(Math.LN2, 1.5),
    },
  },
  ridge: {
    lambda: 0.3,
    form: "dual",
    coefficients: Float32Array.of(1.25, -2.5, 0.1, 0.2, 0.3, 1e-30),
    inverseDiagonal: Float64Array.of(1 / 7, 2 / 7, 3 / 7),
  },
  linear: {
    groups: 2,
    groupOf: Uint8Array.of(0, 1, 1),
    weights: [0.1, 0.2, 0.3].map((first) => Float32Array.from({ length: 10 }, (_, at) => first * at)),
  },
  sdlgm: {
    head: {
      mean: Float64Array.of(0.1, 0.2),
      scale: Float64Array.of(1.1, 1.2),
      weights: Float64Array.of(-0.5, Math.E),
      bias: -4.2,
      perTag: { columns: Int32Array.of(1), values: Float64Array.of(0.1, -0.2, 0.3, -0.4) },
    },
    level: {
      limit: 2,
      power: 1.01,
      bias: Float64Array.of(0, -0.1, 0.2),
      linear: Float64Array.of(0.3),
      logarithmic: Float64Array.of(-0.4),
      statisticMean: Float64Array.of(2),
      statisticScale: Float64Array.of(3),
    },
    decision: { globalThreshold: 0.31, tagThresholds: Float64Array.of(0.2, 0.4), scale: 1 / 3 },
  },
  summary: {
    documents: 5,
    taggedDocuments: 3,
    tags: 2,
    vocabulary: 4,
    epochs: 37,
    seconds: 1.25,
    seed: 7,
    limit: 2,
    lambda: 0.3,
    corpusDigest: "abc",
    heldOut: { precisionAt1: 2 / 3, microF1: 0.5 },
  },
};
const made = { product: "1.2.3", created: "2026-01-02T03:04:05.000Z" };

function throughFile(content: ModelContent): ModelContent {
  return decodeModel(Buffer.concat(encodeModel(content)));
}

describe("a tag model", () => {
  it("comes back from its file bit for bit", () => {
    expect(tagModelOf(throughFile(modelContent(model, made)))).toEqual(model);
  });

  it("comes back without the parts that it does not have", () => {
    const { linear: _, ...rest } = model;
    const { perTag: __, ...head } = model.sdlgm.head;
    const without: TagModel = { ...rest, sdlgm: { ...model.sdlgm, head } };
    expect(tagModelOf(throughFile(modelContent(without, made)))).toEqual(without);
  });

  it("comes back with a ridge in words, in some of them, or in none", () => {
    const { lambda, inverseDiagonal } = model.ridge;
    const shared = { lambda, inverseDiagonal };
    const ridges: TagModel["ridge"][] = [
      { ...shared, form: "primal", coefficients: Float32Array.from({ length: 8 }, (_, at) => at / 3) },
      { ...shared, form: "primal", coefficients: Float32Array.of(1, 2, 3, 4), columns: Int32Array.of(0, 3) },
      { ...shared, form: "implicit", coefficients: new Float32Array(0) },
    ];
    for (const ridge of ridges) {
      const changed = { ...model, ridge };
      expect(tagModelOf(throughFile(modelContent(changed, made)))).toEqual(changed);
    }
  });

  it("is the same bytes when it is written again", () => {
    const bytes = Buffer.concat(encodeModel(modelContent(model, made)));
    const again = Buffer.concat(encodeModel(modelContent(tagModelOf(decodeModel(bytes)), made)));
    expect(again.equals(bytes)).toBe(true);
  });

  it("leaves out figures that are not defined, which JSON cannot hold", () => {
    const undefinedFigure = {
      ...model,
      summary: { ...model.summary, heldOut: { microF1: 0.5, macroF1: Number.NaN } },
    };
    const read = tagModelOf(throughFile(modelContent(undefinedFigure, made)));
    expect(read.summary.heldOut).toEqual({ microF1: 0.5 });
  });

  it("says in its header what it is", () => {
    const { kind, product, metadata } = throughFile(modelContent(model, made));
    expect({ kind, product }).toEqual({ kind: "supervised", product: "1.2.3" });
    expect(metadata).toMatchObject({
      summary: { tags: 2, corpusDigest: "abc", heldOut: { microF1: 0.5 }, seed: 7 },
      ridge: { lambda: 0.3, form: "dual" },
      vocabulary: { analyzer: "prefixes" },
      sdlgm: { limit: 2 },
    });
  });
});

describe("a model file with parts that do not fit", () => {
  const content = modelContent(model, made);
  const codeOf = (changed: ModelContent): string => {
    try {
      tagModelOf(changed);
      return "read";
    } catch (error) {
      return error instanceof ModelFileError ? error.code : String(error);
    }
  };

  it.each([...content.sections.keys()])("is corrupt without the section %s", (name) => {
    const sections = new Map(content.sections);
    sections.delete(name);
    expect(codeOf({ ...content, sections })).toBe("corrupt");
  });

  it.each([...content.sections.keys()])("is corrupt with a section %s of another type", (name) => {
    const wrong = ArrayBuffer.isView(content.sections.get(name)) ? ["text"] : new Uint8Array(1);
    expect(codeOf({ ...content, sections: new Map(content.sections).set(name, wrong) })).toBe("corrupt");
  });

  it.each(Object.keys(content.metadata))("is corrupt without the metadata %s", (name) => {
    // What is only there for readers of the header is not missed.
    const { [name]: _, ...metadata } = content.metadata;
    expect(codeOf({ ...content, metadata })).toBe(name === "training" ? "read" : "corrupt");
  });

  it.each<[string, string, ModelContent["sections"] extends ReadonlyMap<string, infer S> ? S : never]>([
    ["a tag number too large", "training.documentTags.values", Int32Array.of(0, 2, 0)],
    ["a column too large", "training.rows.columnIndex", Int32Array.of(0, 4, 1)],
    ["a negative column", "training.rows.columnIndex", Int32Array.of(0, -1, 1)],
    ["rows that go backwards", "training.rows.rowStart", Int32Array.of(0, 3, 2, 3)],
    ["rows that end early", "training.rows.rowStart", Int32Array.of(0, 2, 2, 2)],
    ["too few thresholds", "decision.tagThresholds", Float64Array.of(0.2)],
    ["too few folders", "training.folders", ["a"]],
    ["too many words", "vocabulary.text.terms", ["one", "two", "three", "four"]],
  ])("is corrupt with %s", (_, name, section) => {
    expect(codeOf({ ...content, sections: new Map(content.sections).set(name, section) })).toBe("corrupt");
  });

  it("is corrupt with a hyper-parameter that it does not know", () => {
    const metadata = { ...content.metadata, ridge: { lambda: 0.3, form: "triple" } };
    expect(codeOf({ ...content, metadata })).toBe("corrupt");
  });

  it("is foreign when it is another kind of model", () => {
    expect(codeOf({ ...content, kind: "topics" })).toBe("foreign");
  });
});
