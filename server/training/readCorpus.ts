import type { CorpusDocument } from "../corpus/corpusDocument.ts";
import { isUsableTag } from "../documents/tagName.ts";
import type { Source, SourceReport } from "../workspace/source.ts";

/** One document of the corpus with the place that it came from. */
export interface PlacedDocument extends CorpusDocument {
  /** The PATH it came from, as given. */
  readonly root: string;
  /** What it is called there: its path, or the id of its line. */
  readonly name: string;
  /** Whether it has a field for tags with nothing in it: its author wants none. */
  readonly isLeftUntagged: boolean;
}

/** What reading the PATHs came to. */
export interface ReadingReport {
  readonly documents: number;
  readonly taggedDocuments: number;
  /** Whether the documents are ready features instead of texts. */
  readonly hasFeatures: boolean;
  readonly bytes: number;
  readonly skipped: SourceReport["skipped"];
  /** Sentences on bad lines of JSON Lines files. */
  readonly problems: readonly string[];
  /** What is wrong inside documents that were read nevertheless. */
  readonly defects: readonly DocumentDefect[];
  readonly ignored: number;
  /** How many documents have a `#word` that was taken for prose. */
  readonly inlineTagsIgnored: number;
  readonly truncated: readonly string[];
}

export interface DocumentDefect {
  readonly root: string;
  readonly path: string;
  /** From 1. */
  readonly line: number;
  readonly code: string;
  readonly message: string;
}

export interface Corpus {
  readonly documents: readonly PlacedDocument[];
  readonly report: ReadingReport;
}

/** Turns what was read into what the model learns from. Two documents of one name, from different PATHs, get different ids. */
export function corpusOf(source: Source): Corpus {
  const documents: PlacedDocument[] = [];
  const defects: DocumentDefect[] = [];
  const uses = new Map<string, number>();
  const place = (root: string, name: string, tags: readonly string[]) => {
    const use = (uses.get(name) ?? 0) + 1;
    uses.set(name, use);
    const id = use === 1 ? name : `${name}#${use}`;
    const usable = tags.filter(isUsableTag);
    if (usable.length < tags.length) defects.push(unusableTags(root, name));
    return { root, name, id, tags: usable };
  };
  if (source.kind === "features") {
    for (const { root, id, features, tags } of source.vectors) {
      documents.push({ ...place(root, id, tags), isLeftUntagged: false, features });
    }
  } else {
    for (const { root, id, prose, tags, problems, isLeftUntagged } of source.documents) {
      documents.push({ ...place(root, id, tags), isLeftUntagged, prose });
      for (const { code, message, line } of problems) defects.push({ root, path: id, line, code, message });
    }
  }
  const { skipped, problems, ignored, inlineTagsIgnored, truncated, bytes } = source;
  return {
    documents,
    report: {
      documents: documents.length,
      taggedDocuments: documents.filter((document) => document.tags.length > 0).length,
      hasFeatures: source.kind === "features",
      ...{ bytes, skipped, problems, defects, ignored, inlineTagsIgnored, truncated },
    },
  };
}

function unusableTags(root: string, path: string): DocumentDefect {
  const message = "Names that are too long or have control characters were not taken as tags: shorten them.";
  return { root, path, line: 1, code: "tag.unusable", message };
}
