import * as vscode from "vscode";
import { TagPlacesRequest } from "../../../server/protocol.ts";
import type { Command } from "../../commands/index.ts";
import type { Session } from "../../session.ts";
import { askForFilter } from "./askForFilter.ts";
import { renameTag } from "./renameTag.ts";
import type { BranchNode, MoreNode } from "./tagNodes.ts";
import type { TagsView } from "./tagsView.ts";
import { TAG_ORDERS, type TagOrder } from "./tagTree.ts";

/** A place in a document, as the rows hand it over. */
interface Place {
  readonly uri: string;
  readonly line: number;
  readonly character: number;
  readonly tag: string;
}

/** The commands of the view Tags, by id. Those of the menus get the row. */
export function tagCommands(view: TagsView): Readonly<Record<string, Command>> {
  return {
    "sdlgm.tags.open": async (_, argument) => void (await open(argument as Place, true)),
    "sdlgm.tags.more": async (_, argument) => view.more((argument as MoreNode).parent),
    /** Argument: `{ folder, tag }`. For links to a tag from elsewhere. */
    "sdlgm.tags.reveal": async (_, argument) => {
      const { folder, tag } = argument as { folder: string; tag: string };
      if (await view.reveal(folder, tag)) return;
      void vscode.window.showInformationMessage(vscode.l10n.t("No document has this tag any more."));
    },
    /** Argument: what to filter by; without one, the user is asked. */
    "sdlgm.tags.filter": async (_, argument) => {
      if (typeof argument === "string") view.filter = argument;
      else await askForFilter(view);
    },
    "sdlgm.tags.clearFilter": async () => {
      view.filter = "";
    },
    /** Argument: an order; without one, the user chooses. */
    "sdlgm.tags.sort": async (_, argument) => {
      const order = TAG_ORDERS.find((one) => one === argument) ?? (await chooseOrder(view.order));
      if (order !== undefined) await view.setOrder(order);
    },
    "sdlgm.tags.rename": async ({ server }, argument) => {
      const { folder, branch } = argument as BranchNode;
      const newName = await askForName(branch.name);
      if (newName !== undefined) await renameTag(server, folder, branch.name, newName);
    },
    "sdlgm.tags.merge": async ({ server }, argument) => {
      const { folder, branch } = argument as BranchNode;
      const common = branch.entry?.common;
      if (common !== undefined) await renameTag(server, folder, branch.name, common);
    },
    "sdlgm.tags.references": async (session, argument) => findReferences(session, argument as BranchNode),
    "sdlgm.tags.copyName": async (_, argument) =>
      vscode.env.clipboard.writeText((argument as BranchNode).branch.name),
  };
}

async function findReferences({ server }: Session, { folder, branch }: BranchNode): Promise<void> {
  const [first] = await server.ask(TagPlacesRequest, { folder, tag: branch.name });
  if (first === undefined) return;
  await open({ ...first, tag: branch.name }, false);
  try {
    await vscode.commands.executeCommand("references-view.findReferences");
  } catch {
    // The built-in extension that lists references can be switched off.
    await vscode.commands.executeCommand("editor.action.goToReferences");
  }
}

async function open({ uri, line, character, tag }: Place, preserveFocus: boolean): Promise<void> {
  const document = await vscode.workspace.openTextDocument(vscode.Uri.parse(uri));
  const start = new vscode.Position(line, character);
  // The place is where it was when the tag was last looked up, and tags can be spelled in several ways.
  const end = document.validatePosition(start.translate(0, tag.length));
  const isThere = document.getText(new vscode.Range(start, end)) === tag;
  const selection = new vscode.Range(start, isThere ? end : start);
  await vscode.window.showTextDocument(document, { preview: true, preserveFocus, selection });
}

interface OrderItem extends vscode.QuickPickItem {
  readonly order: TagOrder;
}

async function chooseOrder(current: TagOrder): Promise<TagOrder | undefined> {
  const item = (order: TagOrder, label: string, detail: string): OrderItem => ({
    ...{ order, label, detail },
    ...(order === current && { description: vscode.l10n.t("now") }),
  });
  const items = [
    item("count", vscode.l10n.t("By Count"), vscode.l10n.t("The most used tags first.")),
    item("name", vscode.l10n.t("By Name"), vscode.l10n.t("From A to Z.")),
    item(
      "trouble",
      vscode.l10n.t("By Trouble"),
      vscode.l10n.t(
        "Near-duplicates first, then tags on almost everything, then those that are hard to predict.",
      ),
    ),
  ];
  const title = vscode.l10n.t("Sort Tags");
  return (await vscode.window.showQuickPick(items, { title }))?.order;
}

function askForName(tag: string): Thenable<string | undefined> {
  return vscode.window.showInputBox({
    title: vscode.l10n.t("Rename Tag"),
    prompt: vscode.l10n.t(
      "A name that is there already merges the two. You see all changes before they are made.",
    ),
    value: tag,
    validateInput: (value) =>
      value.trim() === ""
        ? vscode.l10n.t("Write a name, or press Escape to leave the tag as it is.")
        : undefined,
  });
}
