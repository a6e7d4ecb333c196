import { type Connection, TextDocumentSyncKind, TextDocuments } from "vscode-languageserver/node";
import { TextDocument } from "vscode-languageserver-textdocument";
import type { Sessions } from "../session/sessions.ts";

/** How open documents are kept in step. */
export const SYNC = TextDocumentSyncKind.Incremental;

/** The documents that are open in the editor; tells the sessions what becomes of them. */
export class OpenDocuments {
  readonly #documents = new TextDocuments(TextDocument);
  readonly #sessions: () => Sessions;

  /** @param changed called with the URI of a document that was opened, edited or closed */
  constructor(connection: Connection, sessions: () => Sessions, changed: (uri: string) => void) {
    this.#sessions = sessions;
    // Opening sends a change as well.
    this.#documents.onDidChangeContent(({ document }) => {
      this.#hand(document);
      changed(document.uri);
    });
    this.#documents.onDidClose(({ document: { uri } }) => {
      for (const folder of sessions().all) {
        const path = folder.paths.pathOf(uri);
        if (path !== undefined) folder.setClosed(path);
      }
      changed(uri);
    });
    this.#documents.listen(connection);
  }

  get(uri: string): TextDocument | undefined {
    return this.#documents.get(uri);
  }

  get all(): readonly TextDocument[] {
    return this.#documents.all();
  }

  /** Hands all documents over again: after the folders have changed, another one may own them. */
  handAll(): void {
    for (const document of this.all) this.#hand(document);
  }

  #hand(document: TextDocument): void {
    const { uri, version } = document;
    const text = { uri, version, text: document.getText() };
    // Folders may lie in one another.
    for (const folder of this.#sessions().all) {
      const path = folder.paths.pathOf(uri);
      if (path !== undefined) folder.setOpen(path, text);
    }
  }
}
