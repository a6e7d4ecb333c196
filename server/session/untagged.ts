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
    const add = chosenSuggestions(doc)
      .filter(({ probability }) => probability >= options.leastProbability)
      .map(({ tag }) => tag);
    if (add.length === 0) continue;
    const change = changeTags(doc.document, { add, remove: [] }, doc.folder.editing);
    if (change.edits.length === 0) {
      if (change.problem !== undefined && problems.length < MOST_PROBLEMS)
        problems.push(t("{0}: {1}", path, change.problem.message));
      continue;
    }
    tags += add.length;
    edits.add(doc, lspTextEdits(doc, change.edits), add);
  }
  return { edit: edits.result(), documents: looked, changed: edits.documents, tags, problems };
}

/** One edit of many documents, with a note on what each change adds, where the client can show that. */
class AnnotatedEdits {
  readonly #support: RenameSupport;
  readonly #edits: { doc: TaggedDocument; edits: TextEdit[]; label: string }[] = [];

  constructor(support: RenameSupport) {
    this.#support = support;
  }

  get documents(): number {
    return this.#edits.length;
  }

  add(doc: TaggedDocument, edits: TextEdit[], tags: readonly string[]): void {
    const names = tags.join(", ");
    const label = tags.length === 1 ? t("Add the tag {0}", names) : t("Add the tags {0}", names);
    this.#edits.push({ doc, edits, label });
  }

  result(): WorkspaceEdit {
    if (this.#edits.length === 0) return {};
    if (!this.#support.documentChanges) {
      return { changes: Object.fromEntries(this.#edits.map(({ doc, edits }) => [doc.uri, edits])) };
    }
    const { annotations } = this.#support;
    const changeAnnotations: Record<string, ChangeAnnotation> = {};
    const documentChanges = this.#edits.map(
      ({ doc: { uri, version, document }, edits, label }, i): TextDocumentEdit => {
        const annotationId = `sdlgm.untagged.${i}`;
        if (annotations)
          changeAnnotations[annotationId] = { label, description: document.path, needsConfirmation: true };
        const textDocument = { uri, version };
        return {
          textDocument,
          edits: annotations ? edits.map((edit) => ({ ...edit, annotationId })) : edits,
        };
      },
    );
    return { documentChanges, ...(annotations && { changeAnnotations }) };
  }
}
