import { closeSync, openSync, writeSync } from "node:fs";
import { forEachWord } from "../../server/corpus/words.ts";
import { foldTag } from "../../server/documents/tagName.ts";
import { fork, type Random } from "../../server/sdlgm/random.ts";
import { openSources } from "../../server/workspace/source.ts";

/** A real document, as numbers of words and tags. */
interface RealDocument {
  readonly words: Int32Array;
  readonly tags: Int32Array;
}

/** The real documents that others are made of. */
export interface RealCorpus {
  readonly documents: readonly RealDocument[];
  readonly words: readonly string[];
  /** The commonest first. */
  readonly tags: readonly string[];
  readonly documentsOfTag: readonly Int32Array[];
}

/** Longer documents are cut, so that 100,000 of them stay handy. */
const MOST_WORDS = 400;
const SHORTEST = 20;

/** Reads the tagged documents of some folders. */
export async function readReal(folders: readonly string[]): Promise<RealCorpus> {
  const read: { words: string[]; tags: string[] }[] = [];
  for (const folder of folders) {
    const source = await openSources([folder]);
    if (source.kind !== "documents") continue;
    for (const { prose, tags } of source.documents) {
      const words: string[] = [];
      for (const text of [prose.title, prose.description, ...prose.headings, prose.body]) {
        forEachWord(text, (word) => words.push(word));
      }
      if (tags.length > 0 && words.length >= SHORTEST)
        read.push({ words: words.slice(0, MOST_WORDS), tags: [...tags] });
    }
  }
  const words = new Map<string, number>();
  const counts = new Map<string, number>();
  for (const document of read) {
    document.tags = [...new Set(document.tags.map(foldTag))];
    for (const tag of document.tags) counts.set(tag, (counts.get(tag) ?? 0) + 1);
    for (const word of document.words) if (!words.has(word)) words.set(word, words.size);
  }
  const tags = [...counts].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1)).map(([tag]) => tag);
  const numberOf = new Map(tags.map((tag, number) => [tag, number]));
  const documents = read.map((document) => ({
    words: Int32Array.from(document.words, (word) => words.get(word)!),
    tags: Int32Array.from(document.tags, (tag) => numberOf.get(tag)!),
  }));
  const having: number[][] = tags.map(() => []);
  for (const [i, document] of documents.entries()) for (const tag of document.tags) having[tag].push(i);
  return {
    documents,
    words: [...words.keys()],
    tags,
    documentsOfTag: having.map((list) => Int32Array.from(list)),
  };
}

/** Of the words of a made document, so many come from another document with one of its tags, and from any document. */
const KINDRED_SHARE = 0.15;
const FOREIGN_SHARE = 0.05;
/** So many words of a document are special to the finer tag that it has, where a real tag was parted. */
const SPECIAL_SHARE = 0.04;
const DOCUMENTS_A_FOLDER = 40;

/**
 * Writes `size` documents with about `tagCount` tags as JSON Lines, always the same for the same arguments. Each is drawn from a real
 * document: its length, its tags, and its words with replacement, but for some that come from a document with one of the same tags, and
 * a few from any document. Fewer tags than the real ones: the commonest. More: the commonest are parted, in proportion to their
 * documents; which part a document gets hangs on its real document, and shows in some of its words, which are spelled with the number
 * of the part. So vocabulary and tags grow with the corpus as they do in real ones.
 */
export function writeCorpus(
  file: string,
  real: RealCorpus,
  size: number,
  tagCount: number,
  seed: number,
): void {
  const random = fork(seed, `scale ${size}`);
  const parts = partsOfTags(real, tagCount);
  const out = openSync(file, "w");
  try {
    let lines: string[] = [];
    for (let i = 0; i < size; i++) {
      lines.push(JSON.stringify(makeDocument(i, real, parts, random)));
      if (lines.length < 1000 && i + 1 < size) continue;
      writeSync(out, `${lines.join("\n")}\n`);
      lines = [];
    }
  } finally {
    closeSync(out);
  }
}

/** How many tags each real tag becomes, in proportion to the documents that have it; nought for those left out. */
function partsOfTags({ tags, documentsOfTag }: RealCorpus, tagCount: number): Int32Array {
  const parts = Int32Array.from(tags, (_, tag) => (tag < tagCount ? 1 : 0));
  const more = Math.max(0, tagCount - tags.length);
  const occurrences = documentsOfTag.reduce((sum, list) => sum + list.length, 0);
  for (let tag = 0; tag < tags.length; tag++) {
    // Of a tag with few documents no part could be learned.
    parts[tag] += Math.min(
      documentsOfTag[tag].length >> 2,
      Math.round((1.2 * more * documentsOfTag[tag].length) / occurrences),
    );
  }
  return parts;
}

function makeDocument(i: number, real: RealCorpus, parts: Int32Array, random: Random): object {
  const pick = (list: ArrayLike<number>): number => list[Math.floor(random() * list.length)];
  const from = Math.floor(random() * real.documents.length);
  const { words, tags } = real.documents[from];
  const kept = tags.filter((tag) => parts[tag] > 0);
  const partOf = (tag: number): number => (from * 7919 + tag) % parts[tag];
  const text: string[] = [];
  for (let w = 0; w < words.length; w++) {
    const draw = random();
    let source = words;
    if (draw < FOREIGN_SHARE) source = real.documents[Math.floor(random() * real.documents.length)].words;
    else if (draw < FOREIGN_SHARE + KINDRED_SHARE && kept.length > 0) {
      source = real.documents[pick(real.documentsOfTag[pick(kept)])].words;
    }
    const word = real.words[pick(source)];
    const special = kept.length > 0 && random() < SPECIAL_SHARE ? pick(kept) : -1;
    text.push(special >= 0 && parts[special] > 1 ? `${word}x${partOf(special)}` : word);
    if (w % 14 === 13) text.push(".");
  }
  return {
    id: `${Math.floor(i / DOCUMENTS_A_FOLDER)}/${i}.md`,
    title: text.slice(0, 6).join(" "),
    text: text.join(" "),
    tags: Array.from(kept, (tag) => (parts[tag] > 1 ? `${real.tags[tag]} ${partOf(tag)}` : real.tags[tag])),
  };
}
