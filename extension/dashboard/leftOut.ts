import * as vscode from "vscode";
import type { RunReport } from "../../server/protocol.ts";
import { whole } from "../statusText.ts";
import { shownName } from "../views/plainText.ts";

interface LeftOutItem extends vscode.QuickPickItem {
  readonly path?: string;
}

/** Lists what a run left out, by reason; answers the path of the document that the user picks. */
export async function chooseLeftOut(run: RunReport | undefined): Promise<string | undefined> {
  const items = (run?.leftOut ?? []).flatMap(({ reason, documents, examples }): LeftOutItem[] => [
    {
      label: `${reasonText(reason)} (${whole(vscode.env.language, documents)})`,
      kind: vscode.QuickPickItemKind.Separator,
    },
    ...examples.map((path) => ({ label: shownName(path, 200), path })),
    ...(documents > examples.length
      ? [{ label: vscode.l10n.t("… and {0} more", whole(vscode.env.language, documents - examples.length)) }]
      : []),
  ]);
  if (items.length === 0) {
    void vscode.window.showInformationMessage(vscode.l10n.t("Nothing was left out of the training."));
    return undefined;
  }
  const title = vscode.l10n.t("Left Out of the Training");
  const placeHolder = vscode.l10n.t("Choose a document to open it");
  return (await vscode.window.showQuickPick(items, { title, placeHolder }))?.path;
}

function reasonText(reason: string): string {
  switch (reason) {
    case "untagged":
      return vscode.l10n.t("Without tags");
    case "too-large":
      return vscode.l10n.t("Too large");
    case "binary":
    case "not-utf8":
      return vscode.l10n.t("Not a text");
    case "outside":
      return vscode.l10n.t("A link out of the folder");
    case "defects":
      return vscode.l10n.t("With something that cannot be read");
    default:
      return vscode.l10n.t("Cannot be read");
  }
}
