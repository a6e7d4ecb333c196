import { TagUsageIndex } from "../../../../server/corpus/tagUsageIndex.ts";
import type { Document } from "../../../../server/documents/document.ts";
import type { EditOptions } from "../../../../server/documents/edit.ts";
import { DEFAULT_READ_OPTIONS, readDocument } from "../../../../server/documents/read.ts";
import { foldTag } from "../../../../server/documents/tagName.ts";
import { opinionOf } from "../../../../server/language/opinion.ts";
import { DEFAULT_SETTINGS, type Settings } from "../../../../server/language/settings.ts";
import type { Opinion, TagFolder, TaggedDocument } from "../../../../server/language/taggedDocument.ts";
import { TextLines } from "../../../../server/language/textLines.ts";
import type { EvidenceTerm } from "../../../../server/models/suggestion.ts";
import { Tagger } from "../../../../server/models/tagger.ts";
import { train } from "../../../../server/training/train.ts";

/** What a test wants otherwise than it is. */
export interface Overrides {
  readonly settings?: Partial<Settings>;
  readonly editing?: EditOptions;
  /** Null: there is no model. */
  readonly opinion?: Opinion | null;
  /** Names of tags, in any spelling. */
  readonly rejected?: readonly string[];
  readonly kept?: readonly string[];
  readonly version?: number | null;
}

/** A folder of documents in memory: read, indexed and learned from by the real parts. */
export class Workspace {
  static readonly uri = "file:///notes";
  readonly #files: Readonly<Record<string, string>>;
  #tagger: Tagger | undefined;

  /** @param files path → text */
  constructor(files: Readonly<Record<string, string>>) {
    this.#files = files;
  }

  text(path: string): string {
    const text = this.#files[path];
    if (text === undefined) throw new Error(`There is no ${path}`);
    return text;
  }

  uriOf(path: string): string {
    return `${Workspace.uri}/${path.split("/").map(encodeURIComponent).join("/")}`;
  }

  /** Learns from the documents at the first call, which takes some 100 ms; afterwards it is there. */
  get tagger(): Tagger {
    this.#tagger ??= new Tagger(
      train(
        this.documents().map(({ path, prose, tags }) => ({
          id: path,
          prose,
          tags: tags.map(({ name }) => name),
        })),
        { seed: 1 },
      ),
    );
    return this.#tagger;
  }

  /** All documents, one of them as it is given. */
  documents(changed?: Document): Document[] {
    const others = Object.entries(this.#files).filter(([path]) => path !== changed?.path);
    return [...others.map(([path, text]) => read(path, text)), ...(changed ? [changed] : [])];
  }

  /** The document as a language feature sees it when it is open with this text; with its own text where none is given. */
  taggedDocument(path: string, text = this.text(path), overrides: Overrides = {}): TaggedDocument {
    const document = read(path, text, overrides.editing);
    const folder: TagFolder = {
      uri: Workspace.uri,
      settings: { ...DEFAULT_SETTINGS, ...overrides.settings },
      tags: usageIn(this.documents(document)),
      editing: overrides.editing ?? {},
      uriOf: (other) => this.uriOf(other),
    };
    return {
      uri: this.uriOf(path),
      version: overrides.version === undefined ? 1 : overrides.version,
      document,
      lines: new TextLines(text),
      folder,
      opinion:
        overrides.opinion === undefined ? opinionOf(this.tagger, document) : (overrides.opinion ?? undefined),
      decisions: {
        rejected: new Set(overrides.rejected?.map(foldTag)),
        kept: new Set(overrides.kept?.map(foldTag)),
      },
    };
  }
}

/** An opinion in figures of one's own, where a test is about how they are told. The probabilities are by tag, in any order. */
export function opinion(
  probabilities: Readonly<Record<string, number>>,
  {
    interval = [1, 3],
    predicted,
    learnedFrom = false,
    evidence = {},
  }: {
    readonly interval?: readonly [number, number];
    /** Those of at least a half where it is not given. */
    readonly predicted?: readonly string[];
    readonly learnedFrom?: boolean;
    readonly evidence?: Readonly<Record<string, readonly EvidenceTerm[]>>;
  } = {},
): Opinion {
  const ranked = Object.entries(probabilities).sort((a, b) => b[1] - a[1]);
  const median = Math.round((interval[0] + interval[1]) / 2);
  const byFold = new Map(ranked.map(([tag, probability]) => [foldTag(tag), probability]));
  const termsOf = new Map(Object.entries(evidence).map(([tag, terms]) => [foldTag(tag), terms]));
  return {
    level: { mean: median, mode: median, median, interval, probabilities: [] },
    suggestions: ranked.map(([tag, probability]) => ({ tag, probability, evidence: [] })),
    predicted: predicted ?? ranked.filter(([, probability]) => probability >= 0.5).map(([tag]) => tag),
    learnedFrom,
    limit: 10,
    probabilityOf: (tag) => byFold.get(foldTag(tag)),
    explain: (tags) => tags.map((tag) => termsOf.get(foldTag(tag)) ?? []),
  };
}

function usageIn(documents: readonly Document[]): TagUsageIndex {
  const index = new TagUsageIndex();
  for (const { path, text, tags } of documents) {
    const lines = new TextLines(text);
    index.set(
      path,
      tags.map(({ name, span }) => ({ path, name, range: lines.rangeOf(span) })),
    );
  }
  return index;
}

function read(path: string, text: string, editing: EditOptions = {}): Document {
  const document = readDocument(path, text, editing.read ?? DEFAULT_READ_OPTIONS);
  if (document === undefined) throw new Error(`${path} is no document`);
  return document;
}
