import type { InventoryTag } from "../corpus/tagInventory.ts";
import type { BlockName, FittedBlock } from "../corpus/vectorized.ts";
import {
  readLinear,
  readRidge,
  readSdlgm,
  readSummary,
  summaryMetadata,
  writeLinear,
  writeRidge,
  writeSdlgm,
} from "./learnedParts.ts";
import type { JsonObject, ModelContent } from "./modelFile.ts";
import { ModelFileError } from "./modelFileError.ts";
import { SectionReader, SectionWriter } from "./sectionShapes.ts";
import type { MentionState, TagModel, TrainingDocuments } from "./tagModel.ts";

/** The kind of model file that holds a `TagModel`. */
export const TAG_MODEL_KIND = "supervised";

/**
 * A tag model as the content of a model file. Arrays are sections; single numbers are metadata, so that a reader of the header sees
 * how many tags there are, the hyper-parameters, the digest of the corpus and the held-out figures.
 */
export function modelContent(
  model: TagModel,
  made: { readonly product: string; readonly created: string },
): ModelContent {
  const out = new SectionWriter();
  const metadata = {
    summary: summaryMetadata(model.summary),
    vocabulary: writeVocabulary(out, model.vocabulary),
    mentions: writeMentions(out, model.mentions),
    training: writeTraining(out, model.training),
    ridge: writeRidge(out, model.ridge),
    linear: writeLinear(out, model.linear),
    sdlgm: writeSdlgm(out, model.sdlgm),
  };
  writeTags(out, model.tags);
  return { kind: TAG_MODEL_KIND, ...made, metadata, sections: out.sections };
}

/**
 * The model again, bit for bit.
 *
 * @throws ModelFileError `foreign` for another kind of model, `corrupt` where parts are missing or do not fit together
 */
export function tagModelOf(content: ModelContent): TagModel {
  if (content.kind !== TAG_MODEL_KIND) {
    const message = `The model is of the kind "${content.kind}", which cannot suggest tags: train one with \`sdlgm train\`.`;
    throw new ModelFileError("foreign", message);
  }
  const reader = new SectionReader(content);
  const part = (name: string): JsonObject => reader.object(content.metadata[name], name);
  const tags = readTags(reader);
  const vocabulary = readVocabulary(reader, part("vocabulary"));
  const columns = vocabulary.blocks.reduce((sum, block) => sum + block.terms.length, 0);
  const training = readTraining(reader, tags.length, columns);
  const size = { documents: training.ids.length, words: columns, tags: tags.length };
  const linear = readLinear(reader, part("linear"), size);
  return {
    tags,
    vocabulary,
    mentions: readMentions(reader, part("mentions"), tags.length),
    training,
    ridge: readRidge(reader, part("ridge"), size),
    ...(linear && { linear }),
    sdlgm: readSdlgm(reader, part("sdlgm"), tags.length),
    summary: readSummary(reader, part("summary")),
  };
}

function writeTags(out: SectionWriter, tags: readonly InventoryTag[]): void {
  const spellings = tags.map((tag) => tag.spellings);
  out.add(
    "tags.name",
    tags.map((tag) => tag.name),
  );
  out.add(
    "tags.documents",
    Uint32Array.from(tags, (tag) => tag.documents),
  );
  out.addRaggedStrings(
    "tags.spellings",
    spellings.map((list) => list.map((spelling) => spelling.name)),
  );
  out.add(
    "tags.spellings.documents",
    Uint32Array.from(spellings.flat(), (spelling) => spelling.documents),
  );
}

function readTags(reader: SectionReader): InventoryTag[] {
  const names = reader.section("tags.name", "utf8");
  const documents = reader.section("tags.documents", "u32", names.length);
  const spellings = reader.raggedStrings("tags.spellings", names.length);
  const counts = reader.section("tags.spellings.documents", "u32", spellings.flat().length);
  let next = 0;
  return names.map((name, tag) => ({
    name,
    documents: documents[tag],
    spellings: spellings[tag].map((spelling) => ({ name: spelling, documents: counts[next++] })),
  }));
}

function writeVocabulary(out: SectionWriter, { analyzer, blocks }: TagModel["vocabulary"]): JsonObject {
  for (const { name, terms, idf } of blocks) {
    out.add(`vocabulary.${name}.terms`, terms);
    out.add(`vocabulary.${name}.idf`, idf);
  }
  return { analyzer, blocks: blocks.map(({ name, weight, offset }) => ({ name, weight, offset })) };
}

const BLOCK_NAMES: readonly BlockName[] = ["text", "title", "fields", "path", "features"];

function readVocabulary(reader: SectionReader, metadata: JsonObject): TagModel["vocabulary"] {
  const blocks = reader.array(metadata["blocks"], "blocks").map((entry): FittedBlock => {
    const block = reader.object(entry, "blocks");
    const name = reader.oneOf(block, "name", BLOCK_NAMES);
    const terms = reader.section(`vocabulary.${name}.terms`, "utf8");
    const idf = reader.section(`vocabulary.${name}.idf`, "f32", terms.length);
    return {
      name,
      weight: reader.number(block, "weight"),
      terms,
      idf,
      offset: reader.number(block, "offset"),
    };
  });
  return { analyzer: reader.oneOf(metadata, "analyzer", ["words", "prefixes", "grams"]), blocks };
}

function writeMentions(out: SectionWriter, mentions: MentionState): JsonObject {
  const { inflections, splits, wordIdf, idf, seen, tagged } = mentions;
  out.add(
    "mentions.splits.tag",
    Int32Array.from(splits, (split) => split.tag),
  );
  out.add(
    "mentions.splits.parts",
    splits.flatMap((split) => split.parts),
  );
  out.add("mentions.words", [...wordIdf.keys()]);
  out.add("mentions.words.idf", Float64Array.from(wordIdf.values()));
  out.add("mentions.idf", idf);
  for (const [fold, counts] of seen.entries()) out.add(`mentions.seen.${fold}`, counts);
  for (const [fold, counts] of tagged.entries()) out.add(`mentions.tagged.${fold}`, counts);
  return { inflections, folds: seen.length };
}

function readMentions(reader: SectionReader, metadata: JsonObject, tags: number): MentionState {
  const splitTags = reader.section("mentions.splits.tag", "i32");
  const parts = reader.section("mentions.splits.parts", "utf8", 2 * splitTags.length);
  const words = reader.section("mentions.words", "utf8");
  const wordIdf = reader.section("mentions.words.idf", "f64", words.length);
  const folds = Array.from({ length: reader.number(metadata, "folds") }, (_, fold) => fold);
  const seen = folds.map((fold) => reader.section(`mentions.seen.${fold}`, "f64"));
  return {
    inflections: reader.flag(metadata, "inflections"),
    splits: Array.from(splitTags, (tag, index) => ({ tag, parts: [parts[2 * index], parts[2 * index + 1]] })),
    wordIdf: new Map(words.map((word, index) => [word, wordIdf[index]])),
    idf: reader.section("mentions.idf", "f32", tags),
    seen,
    tagged: folds.map((fold) => reader.section(`mentions.tagged.${fold}`, "f64", seen[fold].length)),
  };
}

function writeTraining(out: SectionWriter, training: TrainingDocuments): JsonObject {
  const { ids, folders, documentTags, foldOf, rows, logCounts } = training;
  out.add("training.ids", ids);
  out.add("training.folders", folders);
  out.addRagged("training.documentTags", documentTags);
  out.add("training.foldOf", foldOf);
  out.addMatrix("training.rows", rows);
  out.addMatrix("training.logCounts", logCounts);
  return { documents: ids.length };
}

function readTraining(reader: SectionReader, tags: number, columns: number): TrainingDocuments {
  const ids = reader.section("training.ids", "utf8");
  const n = ids.length;
  return {
    ids,
    folders: reader.section("training.folders", "utf8", n),
    documentTags: reader.ragged("training.documentTags", n, tags),
    foldOf: reader.section("training.foldOf", "u8", n),
    rows: reader.matrix("training.rows", n, columns),
    logCounts: reader.matrix("training.logCounts", n, columns),
  };
}
