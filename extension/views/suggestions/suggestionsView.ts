import * as vscode from "vscode";
import type { Session } from "../../session.ts";
import { whole } from "../../statusText.ts";
import { Later } from "../later.ts";
import { treeItem } from "../treeItem.ts";
import { ActiveDocument } from "./activeDocument.ts";
import { Review } from "./review.ts";
import { entryId, type QueuedItem } from "./reviewQueue.ts";
import { suggestionFace } from "./suggestionFaces.ts";
import { childNodes, entryNode, nodeId, type SuggestionNode, topNodes } from "./suggestionNodes.ts";

const ID = "sdlgm.suggestions";
/** After the last news of a change. */
const SETTLING_MS = 400;

/** The view Suggestions: the document at hand, and what is to be reviewed. */
export class SuggestionsView implements vscode.TreeDataProvider<SuggestionNode>, vscode.Disposable {
  readonly document: ActiveDocument;
  readonly review: Review;
  readonly #view: vscode.TreeView<SuggestionNode>;
  readonly #changed = new vscode.EventEmitter<void>();
  readonly #news = new Later(SETTLING_MS, () => this.refresh());
  readonly #subscriptions: vscode.Disposable;
  /** The rows as VS Code has them, by id: it finds rows by identity. */
  #rows = new Map<string, SuggestionNode>();
  #review: SuggestionNode | undefined;
  #isStale = true;

  readonly onDidChangeTreeData = this.#changed.event;

  constructor(session: Session) {
    this.document = new ActiveDocument(session, () => this.#view.visible);
    this.review = new Review(session);
    this.#view = vscode.window.createTreeView(ID, { treeDataProvider: this });
    this.#subscriptions = vscode.Disposable.from(
      this.document,
      this.review,
      this.#news,
      this.#view,
      this.#changed,
      this.document.onDidChange(() => this.#show()),
      this.review.onDidChange(() => this.#show()),
      this.#view.onDidChangeVisibility(({ visible }) => {
        if (visible && this.#isStale) this.refresh();
      }),
    );
  }

  /** The row that was chosen last. */
  get selected(): SuggestionNode | undefined {
    return this.#view.selection[0];
  }

  /** To be called when something may have changed. */
  refreshSoon(): void {
    this.#isStale = true;
    if (this.#view.visible) this.#news.soon();
  }

  /** Asks the server anew, if anybody looks. */
  refresh(): void {
    this.#news.dispose();
    this.#isStale = !this.#view.visible;
    if (this.#isStale) return;
    void this.document.refresh();
    void this.review.refresh();
  }

  /** Selects an entry of the queue. */
  async select(item: QueuedItem, { focus }: { readonly focus: boolean }): Promise<void> {
    const row = this.#rows.get(entryId(item)) ?? entryNode(item);
    await this.#view.reveal(row, { select: true, focus });
  }

  getTreeItem(node: SuggestionNode): vscode.TreeItem {
    return treeItem(suggestionFace(vscode.l10n, vscode.env.language, node));
  }

  getChildren(node?: SuggestionNode): SuggestionNode[] {
    if (node === undefined) {
      this.#rows = new Map();
      const top = topNodes({ document: this.document.advice, queue: this.review.queue });
      this.#review = top.find(({ kind }) => kind === "review");
      return top;
    }
    const children = childNodes(node);
    for (const child of children) this.#rows.set(nodeId(child), child);
    return children;
  }

  getParent(node: SuggestionNode): SuggestionNode | undefined {
    return node.kind === "entry" ? this.#review : undefined;
  }

  dispose(): void {
    this.#subscriptions.dispose();
  }

  #show(): void {
    const total = this.review.queue?.total ?? 0;
    const count = whole(vscode.env.language, total);
    this.#view.description = total > 0 ? vscode.l10n.t("{0} to review", count) : "";
    const isEmpty = this.document.advice === undefined && this.review.queue?.total === 0;
    void vscode.commands.executeCommand("setContext", "sdlgm.hasNothingToReview", isEmpty);
    void vscode.commands.executeCommand("setContext", "sdlgm.hasReview", total > 0);
    this.#changed.fire();
  }
}
