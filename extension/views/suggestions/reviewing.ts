import * as vscode from "vscode";
import { DecideRequest, type Verdict } from "../../../server/protocol.ts";
import { changeTags, placeOfChange } from "../../editTags.ts";
import type { Session } from "../../session.ts";
import { entryAfter, entryId, type QueuedItem } from "./reviewQueue.ts";
import type { Proposal } from "./suggestionNodes.ts";
import type { SuggestionsView } from "./suggestionsView.ts";

/** From where a review goes on: the focus stays there. */
export type Seat = "tree" | "editor";

/** Goes through the queue one by one: shows an entry in its document, carries out what people decide, moves on. */
export class Reviewing implements vscode.Disposable {
  readonly #session: Session;
  readonly #view: SuggestionsView;
  readonly #subscriptions: vscode.Disposable;
  /** Counts what was opened: only the last one is shown. */
  #opened = 0;
  #current: QueuedItem | undefined;

  constructor(session: Session, view: SuggestionsView) {
    this.#session = session;
    this.#view = view;
    this.#subscriptions = vscode.Disposable.from(
      view.review.onDidChange(() => this.#lookAgain()),
      vscode.window.onDidChangeActiveTextEditor(() => this.#keepContext()),
    );
  }

  /** The entry that is being looked at. */
  get current(): QueuedItem | undefined {
    return this.#current;
  }

  /** Shows the place of an entry in its document. */
  async open(item: QueuedItem, seat: Seat): Promise<void> {
    this.#setCurrent(item);
    const change =
      item.kind === "missing" ? { add: [item.tag], remove: [] } : { add: [], remove: [item.tag] };
    await this.showPlace(vscode.Uri.parse(item.uri), change, seat);
  }

  /** Shows where tags of a document would change. */
  async showPlace(
    uri: vscode.Uri,
    change: { readonly add: readonly string[]; readonly remove: readonly string[] },
    seat: Seat,
  ): Promise<void> {
    this.#opened++;
    const opened = this.#opened;
    const document = await openDocument(uri);
    if (document === undefined) return;
    const place = await placeOfChange(this.#session.server, uri, change);
    if (opened !== this.#opened) return;
    await vscode.window.showTextDocument(document, {
      preview: true,
      preserveFocus: seat === "tree",
      selection: visiblePart(document, place),
    });
  }

  /** Does what the model advises. Returns whether it was done; if not, the user has been told why. */
  async accept({ uri, tag, kind }: Proposal): Promise<boolean> {
    const document = vscode.Uri.parse(uri);
    const change = kind === "missing" ? { add: [tag], remove: [] } : { add: [], remove: [tag] };
    return changeTags(this.#session.server, document, change);
  }

  /** Remembers that the model is wrong here. Returns whether that was done. */
  async reject({ uri, tag, kind }: Proposal): Promise<boolean> {
    return this.decide(uri, tag, kind === "missing" ? "reject" : "keep");
  }

  async decide(uri: string, tag: string, verdict: Verdict | null): Promise<boolean> {
    const problem = await this.#session.server.ask(DecideRequest, { uri, tag, verdict });
    if (problem !== null) void vscode.window.showWarningMessage(problem);
    return problem === null;
  }

  /** Goes to the entry behind this one; `isDone`: this one leaves the queue. */
  async moveOn(item: QueuedItem, seat: Seat, isDone: boolean): Promise<void> {
    const { review } = this.#view;
    const id = entryId(item);
    let next = review.queue && entryAfter(review.queue, id);
    if (isDone) review.done(item);
    if (next === undefined && (review.queue?.total ?? 0) > 0) {
      // Nobody has looked at the view for so long that all that was known is done.
      await review.refresh();
      next = review.queue && entryAfter(review.queue, id);
    }
    if (next === undefined) {
      if (isDone) this.#setCurrent(undefined);
      return;
    }
    const opening = this.open(next, seat);
    await this.#view.select(next, { focus: seat === "tree" });
    await opening;
  }

  dispose(): void {
    this.#subscriptions.dispose();
  }

  #setCurrent(item: QueuedItem | undefined): void {
    this.#current = item;
    this.#keepContext();
  }

  /** An entry may be done without us: its tag was typed. */
  #lookAgain(): void {
    const current = this.#current && entryId(this.#current);
    const isThere = this.#view.review.queue?.items.some((item) => entryId(item) === current);
    if (isThere !== true) this.#setCurrent(undefined);
  }

  /** Key bindings of the review hold in the editor only where an entry is being looked at. */
  #keepContext(): void {
    const current = this.#current;
    const active = vscode.window.activeTextEditor?.document.uri.toString();
    const isReviewing = current !== undefined && vscode.Uri.parse(current.uri).toString() === active;
    void vscode.commands.executeCommand("setContext", "sdlgm.isReviewing", isReviewing);
  }
}

async function openDocument(uri: vscode.Uri): Promise<vscode.TextDocument | undefined> {
  try {
    return await vscode.workspace.openTextDocument(uri);
  } catch {
    const message = vscode.l10n.t("The document cannot be opened any more: {0}", uri.fsPath);
    void vscode.window.showWarningMessage(message);
    return undefined;
  }
}

/** Without line ends, commas and hyphens around it: what is selected is to be a tag, or the place for one. */
function visiblePart(document: vscode.TextDocument, range: vscode.Range | undefined): vscode.Range {
  if (range === undefined) return new vscode.Range(0, 0, 0, 0);
  const text = document.getText(range);
  const before = /^[\s,;-]*/.exec(text)![0].length;
  const tag = text.slice(before).replace(/[\s,;-]+$/, "");
  if (tag === "") return new vscode.Range(range.start, range.start);
  const start = document.offsetAt(range.start) + before;
  return new vscode.Range(document.positionAt(start), document.positionAt(start + tag.length));
}
