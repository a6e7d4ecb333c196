import * as vscode from "vscode";
import { Later } from "../later.ts";
import type { TagsView } from "./tagsView.ts";

/** Between keys: the tree follows what is typed. */
const TYPING_MS = 150;

/** Filters the tags by what the user types, while it is typed. Escape brings back what was before. */
export function askForFilter(view: TagsView): Promise<void> {
  const before = view.filter;
  const input = vscode.window.createInputBox();
  input.title = vscode.l10n.t("Filter Tags");
  input.placeholder = vscode.l10n.t("A part of the name");
  input.value = before;
  const typed = new Later(TYPING_MS, () => {
    view.filter = input.value.trim();
  });
  return new Promise((resolve) => {
    let isAccepted = false;
    input.onDidChangeValue(() => typed.soon());
    input.onDidAccept(() => {
      isAccepted = true;
      typed.now();
      input.hide();
    });
    input.onDidHide(() => {
      typed.dispose();
      if (!isAccepted) view.filter = before;
      input.dispose();
      resolve();
    });
    input.show();
  });
}
