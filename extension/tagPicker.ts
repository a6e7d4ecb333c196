import * as vscode from "vscode";
import { DecideRequest, type DocumentSuggestions } from "../server/protocol.ts";
import type { Server } from "./server.ts";
import { choicesTitle, type TagChoice, tagChoices } from "./tagChoices.ts";

interface Item extends vscode.QuickPickItem {
  readonly choice?: TagChoice;
}

/** What there was to choose from in the end, and the tags that were chosen. */
export interface Picked {
  readonly choices: readonly TagChoice[];
  readonly chosen: ReadonlySet<string>;
}

/** Lets the user choose a document's tags; undefined when the user leaves without choosing. */
export function pickTags(
  server: Server,
  uri: vscode.Uri,
  suggestions: DocumentSuggestions,
): Promise<Picked | undefined> {
  const locale = vscode.env.language;
  const picker = vscode.window.createQuickPick<Item>();
  let choices = tagChoices(suggestions, locale);
  const show = (chosen: ReadonlySet<string>): void => {
    picker.items = itemsOf(choices);
    picker.selectedItems = picker.items.filter(
      ({ choice }) => choice !== undefined && chosen.has(choice.tag),
    );
  };
  picker.canSelectMany = true;
  picker.matchOnDetail = true;
  picker.title = choicesTitle(vscode.l10n, locale, nameOf(uri), suggestions);
  picker.placeholder = vscode.l10n.t("Check the tags that the document should have");
  show(new Set(choices.filter(({ isPicked }) => isPicked).map(({ tag }) => tag)));

  picker.onDidTriggerItemButton(async ({ item: { choice } }) => {
    if (choice === undefined) return;
    picker.busy = true;
    const problem = await server
      .ask(DecideRequest, { uri: uri.toString(), tag: choice.tag, verdict: "reject" })
      .catch(String);
    picker.busy = false;
    if (problem !== null) {
      void vscode.window.showWarningMessage(problem);
      return;
    }
    choices = choices.filter((one) => one !== choice);
    show(selectedTags(picker));
  });

  return new Promise((resolve) => {
    picker.onDidAccept(() => {
      resolve({ choices, chosen: selectedTags(picker) });
      picker.hide();
    });
    picker.onDidHide(() => {
      resolve(undefined);
      picker.dispose();
    });
    picker.show();
  });
}

function itemsOf(choices: readonly TagChoice[]): Item[] {
  const never = {
    iconPath: new vscode.ThemeIcon("circle-slash"),
    tooltip: vscode.l10n.t("Never suggest this here"),
  };
  const item = (choice: TagChoice): Item => ({
    label: choice.label,
    description: choice.description,
    ...(choice.detail !== "" && { detail: choice.detail }),
    ...(!choice.isPresent && { buttons: [never] }),
    choice,
  });
  const own = choices.filter(({ isPresent }) => isPresent);
  const others = choices.filter(({ isPresent }) => !isPresent);
  return [
    ...(own.length > 0 ? [separator(vscode.l10n.t("In this document"))] : []),
    ...own.map(item),
    ...(others.length > 0 ? [separator(vscode.l10n.t("Suggested"))] : []),
    ...others.map(item),
  ];
}

function separator(label: string): Item {
  return { label, kind: vscode.QuickPickItemKind.Separator };
}

function selectedTags({ selectedItems }: vscode.QuickPick<Item>): Set<string> {
  return new Set(selectedItems.flatMap(({ choice }) => (choice === undefined ? [] : [choice.tag])));
}

function nameOf({ path }: vscode.Uri): string {
  return path.slice(path.lastIndexOf("/") + 1);
}
