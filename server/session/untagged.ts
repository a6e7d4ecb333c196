import { setImmediate as nextTurn } from "node:timers/promises";
import { t } from "@vscode/l10n";
import type {
  ChangeAnnotation,
  TextDocumentEdit,
  TextEdit,
  WorkspaceEdit,
} from "vscode-languageserver-types";
import { changeTags } from "../documents/changeTags.ts";
import { tagFieldPlaces } from "../documents/tagPlaces.ts";
import type { RenameSupport } from "../language/rename.ts";
import { chosenSuggestions } from "../language/suggestedTags.ts";
import type { TaggedDocument } from "../language/taggedDocument.ts";
import { lspTextEdits } from "../language/workspaceEdits.ts";
import type { UntaggedResult } from "../protocol.ts";
import type { FolderSession } from "./folderSession.ts";

const MOST_PROBLEMS = 20;
/** Others get their turn after this long. */
const TURN_MS = 10;

export interface UntaggedOptions {
  /** Tags less likely than this are left out. */
  readonly leastProbability: number;
  readonly support: RenameSupport;
  readonly signal: AbortSignal;
  /** @param share 0..1 */
  readonly onProgress: (share: number) => void;
}

/**
 * Tags for all documents of a folder that have none, as one edit for the user to look through. A document with an empty list of tags was
 * left without any on purpose, and stays so.
 *
 * @throws the reason of the signal
 */
export async function tagUntagged(folder: FolderSession, options: UntaggedOptions): Promise<UntaggedResult> {
  await folder.settled();
  const untagged = [...folder.documents.values()].filter(({ tags }) => tags.length === 0);
  const edits = new AnnotatedEdits(options.support);
  const problems: string[] = [];
  let looked = 0;
  let tags = 0;
  let last = performance.now();
  for (const [done, { path }] of untagged.entries()) {
    if (performance.now() - last > TURN_MS) {
      await nextTurn();
      last = performance.now();
    }
    options.signal.throwIfAborted();
    options.onProgress(done / untagged.length);
    const doc = await folder.anyDocument(path);
    if (doc === undefined || tagFieldPlaces(doc.document, doc.folder.editing).length > 0) continue;
    looked++;
    const chosen = chosenSuggestions(doc).filter(
      ({ probability }) => probability >= options.leastProbability,
    );
    const add = chosen.map(({ tag }) => tag);
    if (add.length === 0) continue;
    const change = changeTags(doc.document, { add, remove: [] }, doc.folder.editing);
    if (change.edits.length === 0) {
      if (change.problem !== undefined && problems.length < MOST_PROBLEMS)
        problems.push(t("{0}: {1}", path, change.problem.message));
      continue;
    }
    tags += add.length;
    edits.add(
      doc,
      lspTextEdits(doc, change.edits),
      Math.min(...chosen.map(({ probability }) => probability)),
    );
  }
  return { edit: edits.result(), documents: looked, changed: edits.documents, tags, problems };
}

/** The kinds that changes are sorted into, so that all of a kind can be accepted together: each from this probability on. */
const KINDS = [0.9, 0.7, 0];

/** One edit of many documents, each with a note on how sure it is, where the client can show that. */
class AnnotatedEdits {
  readonly #support: RenameSupport;
  readonly #edits: { readonly doc: TaggedDocument; readonly edits: TextEdit[]; readonly kind: number }[] = [];

  constructor(support: RenameSupport) {
    this.#support = support;
  }

  get documents(): number {
    return this.#edits.length;
  }

  /** @param probability that of the least likely tag in the edit */
  add(doc: TaggedDocument, edits: TextEdit[], probability: number): void {
    this.#edits.push({ doc, edits, kind: KINDS.findIndex((least) => probability >= least) });
  }

  result(): WorkspaceEdit {
    if (this.#edits.length === 0) return {};
    if (!this.#support.documentChanges) {
      return { changes: Object.fromEntries(this.#edits.map(({ doc, edits }) => [doc.uri, edits])) };
    }
    if (!this.#support.annotations) {
      return { documentChanges: this.#edits.map(({ doc, edits }) => documentEdit(doc, edits)) };
    }
    const changeAnnotations: Record<string, ChangeAnnotation> = {};
    // The surest first: VS Code shows the kinds in the order in which they come.
    const sorted = this.#edits.toSorted((a, b) => a.kind - b.kind);
    const documentChanges = sorted.map(({ doc, edits, kind }) => {
      const annotationId = `sdlgm.untagged.${kind}`;
      changeAnnotations[annotationId] = { label: labelOf(kind), needsConfirmation: true };
      return documentEdit(
        doc,
        edits.map((edit) => ({ ...edit, annotationId })),
      );
    });
    return { documentChanges, changeAnnotations };
  }
}

function documentEdit({ uri, version }: TaggedDocument, edits: TextEdit[]): TextDocumentEdit {
  return { textDocument: { uri, version }, edits };
}

function labelOf(kind: number): string {
  switch (kind) {
    case 0:
      return t("Add tags of which each is at least 90 % likely");
    case 1:
      return t("Add tags of which each is at least 70 % likely");
    default:
      return t("Add tags that are less likely");
  }
}
