import * as vscode from "vscode";
import type { Session } from "../../session.ts";
import { whole } from "../../statusText.ts";
import { Later } from "../later.ts";
import { treeItem } from "../treeItem.ts";
import { ActiveDocument } from "./activeDocument.ts";
import { Review } from "./review.ts";
import { entryId, type QueuedItem } from "./reviewQueue.ts";
import { suggestionFace } from "./suggestionFaces.ts";
import {
  childNodes,
  DOCUMENT_SECTION,
  entryNode,
  nodeId,
  proposalOf,
  REVIEW_SECTION,
  type SectionNode,
  type SuggestionNode,
  type SuggestionsState,
  topNodes,
} from "./suggestionNodes.ts";

const ID = "sdlgm.suggestions";
/** After the last news of a change. */
const SETTLING_MS = 400;

/** The view Suggestions: the document at hand, and what is to be reviewed. */
export class SuggestionsView implements vscode.TreeDataProvider<SuggestionNode>, vscode.Disposable {
  readonly document: ActiveDocument;
  readonly review: Review;
  readonly #view: vscode.TreeView<SuggestionNode>;
  readonly #changed = new vscode.EventEmitter<SuggestionNode | undefined>();
  readonly #news = new Later(SETTLING_MS, () => this.refresh());
  readonly #subscriptions: vscode.Disposable;
  /** The entries as VS Code has them, by id: it finds rows by identity. */
  #entries = new Map<string, SuggestionNode>();
  /** The rows on top as VS Code has them. */
  #top: readonly SectionNode[] = [];
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
      this.document.onDidChange(() => this.#show(DOCUMENT_SECTION)),
      this.review.onDidChange(() => this.#show(REVIEW_SECTION)),
      this.#view.onDidChangeSelection(({ selection }) => {
        const isUnlikely = selection.some((node) => proposalOf(node)?.kind === "unlikely");
        void vscode.commands.executeCommand("setContext", "sdlgm.isUnlikelySelected", isUnlikely);
      }),
      this.#view.onDidChangeVisibility(({ visible }) => {
        if (visible && this.#isStale) this.refresh();
      }),
    );
  }

  /** The row that is selected. VS Code knows none while it asks for rows anew: this waits for it a little. */
  async selected(): Promise<SuggestionNode | undefined> {
    for (let tries = 0; tries < 20; tries++) {
      const [selected] = this.#view.selection;
      if (selected !== undefined) return selected;
      await new Promise((resolve) => setTimeout(resolve, 25));
    }
    return undefined;
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

  /** Selects an entry of the queue. Without `focus`, a view that is hidden stays hidden. */
  async select(item: QueuedItem, { focus }: { readonly focus: boolean }): Promise<void> {
    if (!focus && !this.#view.visible) return;
    const row = this.#entries.get(entryId(item)) ?? entryNode(item);
    await this.#view.reveal(row, { select: true, focus });
  }

  getTreeItem(node: SuggestionNode): vscode.TreeItem {
    return treeItem(suggestionFace(vscode.l10n, vscode.env.language, node, this.#state));
  }

  getChildren(node?: SuggestionNode): SuggestionNode[] {
    if (node === undefined) {
      this.#top = topNodes(this.#state);
      return [...this.#top];
    }
    const children = childNodes(node, this.#state);
    if (node === REVIEW_SECTION) this.#entries = new Map(children.map((child) => [nodeId(child), child]));
    return children;
  }

  getParent(node: SuggestionNode): SuggestionNode | undefined {
    return node.kind === "entry" ? REVIEW_SECTION : undefined;
  }

  dispose(): void {
    this.#subscriptions.dispose();
  }

  get #state(): SuggestionsState {
    return { document: this.document.advice, queue: this.review.queue };
  }

  /** Shows what has changed in a section. */
  #show(section: SectionNode): void {
    const { queue } = this.#state;
    const total = queue?.total ?? 0;
    const count = whole(vscode.env.language, total);
    this.#view.description = total > 0 ? vscode.l10n.t("{0} to review", count) : "";
    const top = topNodes(this.#state);
    const isEmpty = top.length === 0 && queue !== undefined;
    void vscode.commands.executeCommand("setContext", "sdlgm.hasNothingToReview", isEmpty);
    void vscode.commands.executeCommand("setContext", "sdlgm.hasReview", total > 0);
    const isSame = top.length === this.#top.length && top.every((one, i) => one === this.#top[i]);
    this.#changed.fire(isSame ? section : undefined);
  }
}
