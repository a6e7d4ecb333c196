import * as vscode from "vscode";
import { type DocumentSuggestions, SuggestRequest } from "../../server/protocol.ts";
import { changeTags } from "../editTags.ts";
import { offerToTrain } from "../offerToTrain.ts";
import type { Session } from "../session.ts";
import { tagChange } from "../tagChoices.ts";
import { pickTags } from "../tagPicker.ts";

/** SDLGM: Suggest Tags for This Document. Argument: its URI, as a string or not; without one, the active editor's document. */
export async function suggestTags(session: Session, argument: unknown): Promise<void> {
  const uri = uriOf(argument) ?? vscode.window.activeTextEditor?.document.uri;
  if (uri === undefined) {
    tell(vscode.l10n.t("Open the document that you want tags for first."));
    return;
  }
  if (uri.scheme === "vscode-notebook-cell") {
    tell(vscode.l10n.t("The tags of a notebook are edited as text. Reopen it with the text editor first."));
    return;
  }
  // The server speaks of open documents only; a lens or a link may lead to one that is not.
  await vscode.workspace.openTextDocument(uri);
  const suggestions = await session.server.ask(SuggestRequest, { uri: uri.toString() });
  if (suggestions === null) await explainNothing(session, uri);
  else await choose(session, uri, suggestions);
}

async function choose(session: Session, uri: vscode.Uri, suggestions: DocumentSuggestions): Promise<void> {
  if (suggestions.tags.length === 0) {
    tell(vscode.l10n.t("No tag is likely for this document."));
    return;
  }
  const picked = await pickTags(session.server, uri, suggestions);
  if (picked === undefined) return;
  const { add, remove } = tagChange(picked.choices, picked.chosen);
  if (add.length > 0 || remove.length > 0) await changeTags(session.server, uri, { add, remove });
}

/** There is no model, or this is no document of ours. */
async function explainNothing({ status }: Session, uri: vscode.Uri): Promise<void> {
  const folder = status.of(uri);
  if (folder === undefined) {
    tell(vscode.l10n.t("This document lies in no folder of the workspace, so there is no model for it."));
  } else if (folder.model === undefined) {
    void offerToTrain({ folder: folder.folder });
  } else {
    tell(
      vscode.l10n.t(
        "SDLGM Tags does not read this document. It may be ignored, too large, or of another kind.",
      ),
    );
  }
}

function uriOf(argument: unknown): vscode.Uri | undefined {
  if (argument instanceof vscode.Uri) return argument;
  return typeof argument === "string" ? vscode.Uri.parse(argument) : undefined;
}

function tell(sentence: string): void {
  void vscode.window.showInformationMessage(sentence);
}
