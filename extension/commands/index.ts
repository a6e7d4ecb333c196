import * as vscode from "vscode";
import { ServerGone } from "../server.ts";
import type { Session } from "../session.ts";
import { evaluate } from "./evaluate.ts";
import { explainProblem } from "./explainProblem.ts";
import { restart } from "./restart.ts";
import { showMenu } from "./showMenu.ts";
import { showOutput } from "./showOutput.ts";
import { stop } from "./stop.ts";
import { suggestTags } from "./suggestTags.ts";
import { suggestUntagged } from "./suggestUntagged.ts";
import { train } from "./train.ts";

/** What a command does. The argument is that of whoever runs it: a menu, a key binding, a lens. */
export type Command = (session: Session, argument: unknown) => Promise<void>;

const COMMANDS: Readonly<Record<string, Command>> = {
  "sdlgm.train": train,
  "sdlgm.stop": stop,
  "sdlgm.suggestTags": suggestTags,
  "sdlgm.suggestUntagged": suggestUntagged,
  "sdlgm.evaluate": evaluate,
  "sdlgm.showOutput": showOutput,
  "sdlgm.restart": restart,
  // Only behind the status bar.
  "sdlgm.showMenu": showMenu,
  "sdlgm.explainProblem": explainProblem,
};

export function registerCommands(session: Session): vscode.Disposable {
  return registerTable(session, COMMANDS);
}

/** Registers commands by their ids. What goes wrong in one is told once, and written to the output. */
export function registerTable(
  session: Session,
  commands: Readonly<Record<string, Command>>,
): vscode.Disposable {
  return vscode.Disposable.from(
    ...Object.entries(commands).map(([id, command]) =>
      vscode.commands.registerCommand(id, async (argument: unknown) => {
        try {
          await command(session, argument);
        } catch (error) {
          tell(session, id, error);
        }
      }),
    ),
  );
}

function tell({ output }: Session, id: string, error: unknown): void {
  if (error instanceof vscode.CancellationError || error instanceof ServerGone) return;
  output.error(`${id}: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
  const showOutput = vscode.l10n.t("Show Output");
  const message = vscode.l10n.t("SDLGM Tags could not do this. The output says why.");
  void vscode.window.showErrorMessage(message, showOutput).then((choice) => {
    if (choice === showOutput) output.show(true);
  });
}
