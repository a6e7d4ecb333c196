import type { LinearState } from "../evidence/linear.ts";
import type { RidgeState } from "../evidence/ridge.ts";
import type { SdlgmParameters } from "../sdlgm/model.ts";
import type { TagScales } from "../sdlgm/tagScales.ts";
import type { JsonObject } from "./modelFile.ts";
import type { SectionReader, SectionWriter } from "./sectionShapes.ts";
import type { TrainingSummary } from "./tagModel.ts";

/** The parts of a model that were learned on top of the documents, to and from a model file; see `tagModelFile.ts`. */
export function writeRidge(
  out: SectionWriter,
  { lambda, form, coefficients, inverseDiagonal, columns }: RidgeState,
): JsonObject {
  out.add("ridge.coefficients", coefficients);
  out.add("ridge.inverseDiagonal", inverseDiagonal);
  if (columns !== undefined) out.add("ridge.columns", columns);
  return { lambda, form, narrow: columns !== undefined };
}

export function readRidge(
  reader: SectionReader,
  metadata: JsonObject,
  size: { readonly documents: number; readonly words: number; readonly tags: number },
): RidgeState {
  const form = reader.oneOf(metadata, "form", ["dual", "primal", "implicit"]);
  const columns = metadata.narrow === true ? reader.indices("ridge.columns", size.words) : undefined;
  const rows = { dual: size.documents, primal: columns?.length ?? size.words, implicit: 0 }[form];
  return {
    lambda: reader.number(metadata, "lambda"),
    form,
    coefficients: reader.section("ridge.coefficients", "f32", rows * size.tags),
    inverseDiagonal: reader.section("ridge.inverseDiagonal", "f64", size.documents),
    ...(columns && { columns }),
  };
}

/** Support vector machines are there only where there are many documents. */
export function writeLinear(out: SectionWriter, linear: LinearState | undefined): JsonObject {
  if (linear === undefined) return { groups: 0 };
  out.add("linear.groupOf", linear.groupOf);
  for (const [group, weights] of linear.weights.entries()) out.add(`linear.weights.${group}`, weights);
  return { groups: linear.groups };
}

export function readLinear(
  reader: SectionReader,
  metadata: JsonObject,
  size: { readonly documents: number; readonly words: number; readonly tags: number },
): LinearState | undefined {
  const groups = reader.number(metadata, "groups");
  if (groups === 0) return undefined;
  return {
    groups,
    groupOf: reader.section("linear.groupOf", "u8", size.documents),
    weights: Array.from({ length: groups + 1 }, (_, group) =>
      reader.section(`linear.weights.${group}`, "f32", (size.words + 1) * size.tags),
    ),
  };
}

export function writeSdlgm(out: SectionWriter, { head, level, decision }: SdlgmParameters): JsonObject {
  out.add("head.mean", head.mean);
  out.add("head.scale", head.scale);
  out.add("head.weights", head.weights);
  if (head.perTag !== undefined) {
    out.add("head.perTag.columns", head.perTag.columns);
    out.add("head.perTag.values", head.perTag.values);
  }
  out.add("level.bias", level.bias);
  out.add("level.linear", level.linear);
  out.add("level.logarithmic", level.logarithmic);
  out.add("level.statisticMean", level.statisticMean);
  out.add("level.statisticScale", level.statisticScale);
  out.add("decision.tagThresholds", decision.tagThresholds);
  return {
    headBias: head.bias,
    tagScales: head.perTag !== undefined,
    limit: level.limit,
    levelPower: level.power,
    globalThreshold: decision.globalThreshold,
    thresholdScale: decision.scale,
  };
}

export function readSdlgm(reader: SectionReader, metadata: JsonObject, tags: number): SdlgmParameters {
  const limit = reader.number(metadata, "limit");
  const weights = reader.section("head.weights", "f64");
  const linear = reader.section("level.linear", "f64");
  const likeWeights = (name: string) => reader.section(name, "f64", weights.length);
  const likeLinear = (name: string) => reader.section(name, "f64", linear.length);
  return {
    head: {
      mean: likeWeights("head.mean"),
      scale: likeWeights("head.scale"),
      weights,
      bias: reader.number(metadata, "headBias"),
      ...(reader.flag(metadata, "tagScales") && { perTag: readTagScales(reader, tags, weights.length) }),
    },
    level: {
      limit,
      power: reader.number(metadata, "levelPower"),
      bias: reader.section("level.bias", "f64", limit + 1),
      linear,
      logarithmic: likeLinear("level.logarithmic"),
      statisticMean: likeLinear("level.statisticMean"),
      statisticScale: likeLinear("level.statisticScale"),
    },
    decision: {
      globalThreshold: reader.number(metadata, "globalThreshold"),
      tagThresholds: reader.section("decision.tagThresholds", "f64", tags),
      scale: reader.number(metadata, "thresholdScale"),
    },
  };
}

function readTagScales(reader: SectionReader, tags: number, columns: number): TagScales {
  const chosen = reader.indices("head.perTag.columns", columns);
  return { columns: chosen, values: reader.section("head.perTag.values", "f64", tags * (1 + chosen.length)) };
}

export function summaryMetadata(summary: TrainingSummary): JsonObject {
  // JSON has no NaN: a figure that is not defined is left out.
  const heldOut = Object.entries(summary.heldOut).filter(([, figure]) => Number.isFinite(figure));
  return { ...summary, heldOut: Object.fromEntries(heldOut) };
}

export function readSummary(reader: SectionReader, metadata: JsonObject): TrainingSummary {
  const number = (name: string): number => reader.number(metadata, name);
  const heldOut = reader.object(metadata["heldOut"], "heldOut");
  return {
    documents: number("documents"),
    taggedDocuments: number("taggedDocuments"),
    tags: number("tags"),
    vocabulary: number("vocabulary"),
    epochs: number("epochs"),
    seconds: number("seconds"),
    seed: number("seed"),
    limit: number("limit"),
    lambda: number("lambda"),
    corpusDigest: reader.string(metadata, "corpusDigest"),
    heldOut: Object.fromEntries(Object.keys(heldOut).map((name) => [name, reader.number(heldOut, name)])),
  };
}
