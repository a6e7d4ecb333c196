import * as vscode from "vscode";
import type { Command } from "../../commands/index.ts";
import type { Reviewing, Seat } from "./reviewing.ts";
import type { QueuedItem } from "./reviewQueue.ts";
import {
  type EntryNode,
  entryNode,
  proposalOf,
  type SuggestionNode,
  type TagNode,
} from "./suggestionNodes.ts";
import type { SuggestionsView } from "./suggestionsView.ts";

/** A row of the view that a command is for, and where the user is. */
interface Target {
  readonly node: SuggestionNode | undefined;
  readonly seat: Seat;
}

/** The commands of the view Suggestions, by id. */
export function reviewCommands(
  view: SuggestionsView,
  reviewing: Reviewing,
): Readonly<Record<string, Command>> {
  /** Menus hand over the row, key bindings where they were pressed; the palette hands over nothing. */
  const targetOf = async (argument: unknown): Promise<Target> => {
    if (isNode(argument)) return { node: argument, seat: "tree" };
    if ((argument as { from?: unknown } | undefined)?.from === "tree") {
      // Arrow keys move the focus, which only VS Code knows of: this selects what has it.
      await vscode.commands.executeCommand("list.select");
      return { node: await view.selected(), seat: "tree" };
    }
    const { current } = reviewing;
    return { node: current === undefined ? await view.selected() : entryNode(current), seat: "editor" };
  };

  /** A key that is held down must not decide what nobody has seen: one decision at a time, and one that waits. */
  let waiting = 0;
  let last: Promise<unknown> = Promise.resolve();
  const inTurn = async (work: () => Promise<void>): Promise<void> => {
    if (waiting > 1) return;
    waiting++;
    const done = last.then(work).finally(() => {
      waiting--;
    });
    last = done.catch(() => undefined);
    await done;
  };

  /** Carries out a decision on a row; an entry of the queue makes room for the next one. */
  const settle = (argument: unknown, decide: "accept" | "reject"): Promise<void> =>
    inTurn(async () => {
      const { node, seat } = await targetOf(argument);
      const proposal = node && proposalOf(node);
      if (node === undefined || proposal === undefined || !(await reviewing[decide](proposal))) return;
      if (node.kind === "entry") await reviewing.moveOn(node.item, seat, true);
      view.refreshSoon();
    });
  const accept: Command = (_, argument) => settle(argument, "accept");
  const reject: Command = (_, argument) => settle(argument, "reject");

  return {
    "sdlgm.review.accept": accept,
    "sdlgm.review.reject": reject,
    // The same under names that say what becomes of a tag that is there.
    "sdlgm.review.remove": async (session, argument) => {
      const { node } = await targetOf(argument);
      if (node?.kind !== "tag" || !node.tag.present || node.tag.unlikely) return accept(session, argument);
      const { advice, tag } = node;
      await reviewing.accept({ uri: advice.uri, tag: tag.tag, kind: "unlikely" });
      view.refreshSoon();
    },
    "sdlgm.review.keep": reject,
    "sdlgm.review.restore": async (_, argument) => {
      const { node } = await targetOf(argument);
      if (node?.kind !== "tag") return;
      await reviewing.decide(node.advice.uri, node.tag.tag, null);
      view.refreshSoon();
    },
    "sdlgm.review.skip": (_, argument) =>
      inTurn(async () => {
        const { node, seat } = await targetOf(argument);
        if (node?.kind === "entry") await reviewing.moveOn(node.item, seat, false);
      }),
    "sdlgm.review.start": async () => {
      await vscode.commands.executeCommand("sdlgm.suggestions.focus");
      await view.review.refresh();
      const [first] = view.review.queue?.items ?? [];
      if (first === undefined) {
        void vscode.window.showInformationMessage(vscode.l10n.t("Nothing is left to review."));
        return;
      }
      const opening = reviewing.open(first, "tree");
      await view.select(first, { focus: true });
      await opening;
    },
    "sdlgm.review.more": async () => view.review.more(),
    "sdlgm.review.open": async (_, item) => reviewing.open(item as QueuedItem, "tree"),
    "sdlgm.review.show": async (_, argument) => {
      const { uri, tag, present } = argument as { uri: string; tag: string; present: boolean };
      const change = present ? { add: [], remove: [tag] } : { add: [tag], remove: [] };
      await reviewing.showPlace(vscode.Uri.parse(uri), change, "tree");
    },
    "sdlgm.review.showLine": async (_, argument) => {
      const { uri, line } = argument as { uri: string; line: number };
      const selection = new vscode.Range(line, 0, line, 0);
      await vscode.window.showTextDocument(vscode.Uri.parse(uri), { preserveFocus: true, selection });
    },
    "sdlgm.review.openRelated": async (_, argument) => {
      const { folder, path } = argument as { folder: string; path: string };
      const uri = vscode.Uri.joinPath(vscode.Uri.parse(folder), ...path.split("/"));
      await vscode.window.showTextDocument(uri, { preserveFocus: true, preview: true });
    },
  };
}

function isNode(argument: unknown): argument is EntryNode | TagNode {
  const kind = (argument as { kind?: unknown } | undefined)?.kind;
  return kind === "entry" || kind === "tag";
}
