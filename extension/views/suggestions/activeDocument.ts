import * as vscode from "vscode";
import { SuggestRequest } from "../../../server/protocol.ts";
import { DOCUMENT_FILES } from "../../documentFiles.ts";
import type { Session } from "../../session.ts";
import { askQuietly } from "../askQuietly.ts";
import { Later } from "../later.ts";
import type { DocumentAdvice } from "./suggestionNodes.ts";

/** After the last key. */
const TYPING_MS = 400;

/** The document of the active editor and what the model says of it, kept up to date while somebody looks. */
export class ActiveDocument implements vscode.Disposable {
  readonly #session: Session;
  readonly #isWanted: () => boolean;
  readonly #changed = new vscode.EventEmitter<void>();
  readonly #typed = new Later(TYPING_MS, () => void this.refresh());
  readonly #subscriptions: vscode.Disposable;
  #document: vscode.TextDocument | undefined;
  #advice: DocumentAdvice | undefined;
  /** Counts what was asked: only the last answer counts. */
  #asked = 0;

  readonly onDidChange = this.#changed.event;

  constructor(session: Session, isWanted: () => boolean) {
    this.#session = session;
    this.#isWanted = isWanted;
    this.#document = documentOf(vscode.window.activeTextEditor);
    this.#subscriptions = vscode.Disposable.from(
      this.#changed,
      this.#typed,
      vscode.window.onDidChangeActiveTextEditor((editor) => this.#follow(editor)),
      vscode.window.onDidChangeVisibleTextEditors(() => this.#follow(vscode.window.activeTextEditor)),
      vscode.workspace.onDidChangeTextDocument(({ document }) => {
        if (document === this.#document) this.#typed.soon();
      }),
    );
  }

  get advice(): DocumentAdvice | undefined {
    return this.#advice;
  }

  /** Asks anew. */
  async refresh(): Promise<void> {
    this.#typed.dispose();
    this.#asked++;
    if (!this.#isWanted()) return;
    const asked = this.#asked;
    const uri = this.#document?.uri;
    const status = uri && this.#session.status.of(uri);
    if (uri === undefined || status === undefined) {
      this.#set(undefined);
      return;
    }
    const hasModel = status.model !== undefined;
    const advice = { uri: uri.toString(), name: nameOf(uri), folder: status.folder, hasModel };
    const isSame = this.#advice?.uri === advice.uri;
    // What was said of another document, or without a model, is no stopgap.
    if (!isSame || !hasModel) this.#set({ ...advice, suggestions: undefined });
    if (!hasModel) return;
    const suggestions = await askQuietly(this.#session, SuggestRequest, { uri: advice.uri });
    if (suggestions !== undefined && asked === this.#asked) this.#set({ ...advice, suggestions });
  }

  dispose(): void {
    this.#subscriptions.dispose();
  }

  #set(advice: DocumentAdvice | undefined): void {
    if (advice === this.#advice) return;
    this.#advice = advice;
    this.#changed.fire();
  }

  #follow(editor: vscode.TextEditor | undefined): void {
    const document = documentOf(editor) ?? this.#stillVisible();
    if (document === this.#document) return;
    this.#document = document;
    void this.refresh();
  }

  /** Other things than documents take the focus for a while: an output, a list of settings. */
  #stillVisible(): vscode.TextDocument | undefined {
    return vscode.window.visibleTextEditors.find(({ document }) => document === this.#document)?.document;
  }
}

function documentOf(editor: vscode.TextEditor | undefined): vscode.TextDocument | undefined {
  const document = editor?.document;
  return document && vscode.languages.match([...DOCUMENT_FILES], document) > 0 ? document : undefined;
}

function nameOf({ path }: vscode.Uri): string {
  return path.slice(path.lastIndexOf("/") + 1);
}
