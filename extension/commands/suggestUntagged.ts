import * as vscode from "vscode";
import { SuggestUntaggedRequest, type UntaggedResult } from "../../server/protocol.ts";
import { chooseFolder, folderArgument } from "../folders.ts";
import { offerToTrain } from "../offerToTrain.ts";
import type { Session } from "../session.ts";
import { whole } from "../statusText.ts";

/** SDLGM: Suggest Tags for Untagged Documents…, reviewed in the refactor preview. Argument: a `FolderParams`, or none to ask. */
export async function suggestUntagged(session: Session, argument: unknown): Promise<void> {
  const { server, status, output } = session;
  const title = vscode.l10n.t("Suggest Tags for Untagged Documents");
  const params = folderArgument(argument) ?? (await chooseFolder(status, title));
  if (params === undefined) return;
  const result = await server.progress.run(
    vscode.l10n.t("Looking for tags of untagged documents"),
    async (cancel, workDoneToken) => {
      const receiving = await server.receiveProgress(workDoneToken);
      try {
        return await server.ask(SuggestUntaggedRequest, { ...params, workDoneToken }, cancel);
      } finally {
        receiving.dispose();
      }
    },
  );
  if (result === null) {
    void offerToTrain(params);
    return;
  }
  for (const problem of result.problems) output.warn(problem);
  if (result.changed > 0) await review(session, result);
  else void vscode.window.showInformationMessage(nothingToDo(result));
}

/** Every change is annotated as one that needs confirmation, so VS Code shows its refactor preview before anything is changed. */
async function review({ server, output }: Session, result: UntaggedResult): Promise<void> {
  const client = await server.client;
  const edit = await client.protocol2CodeConverter.asWorkspaceEdit(result.edit);
  void vscode.window.showInformationMessage(
    vscode.l10n.t(
      "Tick the changes that you want in the Refactor Preview, and press Apply. Grouped by type there, the surest of {0} can be ticked at once.",
      whole(vscode.env.language, result.changed),
    ),
  );
  const wasApplied = await vscode.workspace.applyEdit(edit, { isRefactoring: true });
  if (result.problems.length > 0) void tellProblems(output, wasApplied);
}

async function tellProblems(output: vscode.LogOutputChannel, wasApplied: boolean): Promise<void> {
  const showOutput = vscode.l10n.t("Show Output");
  const message = wasApplied
    ? vscode.l10n.t("The tags are in place. Some documents could not be edited; the output says why.")
    : vscode.l10n.t("Some documents could not be edited; the output says why.");
  if ((await vscode.window.showWarningMessage(message, showOutput)) === showOutput) output.show(true);
}

function nothingToDo({ documents }: UntaggedResult): string {
  if (documents === 0)
    return vscode.l10n.t("Every document of this folder has tags. There is nothing to do.");
  if (documents === 1) {
    return vscode.l10n.t("1 document has no tags, and no tag is likely enough to be suggested for it.");
  }
  return vscode.l10n.t(
    "{0} documents have no tags, and no tag is likely enough to be suggested for them.",
    whole(vscode.env.language, documents),
  );
}
