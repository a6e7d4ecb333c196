import * as vscode from "vscode";
import { eventually } from "./eventually.ts";

/** What VS Code answers of language features: the questions that it asks itself, put by its own commands. */

/** The hover of this extension at a place, as Markdown. */
export function hoverAt({ uri }: vscode.TextDocument, position: vscode.Position, has = ""): Promise<string> {
  return eventually(`a hover with "${has}"`, async () => {
    const hovers = await ask<vscode.Hover[]>("vscode.executeHoverProvider", uri, position);
    const text = hovers
      .flatMap(({ contents }) => contents)
      .map((part) => (typeof part === "string" ? part : part.value))
      .join("\n");
    return text !== "" && text.includes(has) && text;
  });
}

/** The items that are offered at a place, the first first. */
export async function completionsAt(
  { uri }: vscode.TextDocument,
  position: vscode.Position,
): Promise<vscode.CompletionItem[]> {
  const { items } = await ask<vscode.CompletionList>(
    "vscode.executeCompletionItemProvider",
    uri,
    position,
    undefined,
    20,
  );
  return items
    .filter(({ kind }) => kind === vscode.CompletionItemKind.Value)
    .sort((a, b) => ((a.sortText ?? "") < (b.sortText ?? "") ? -1 : 1));
}

export function labelOf({ label }: vscode.CompletionItem): string {
  return typeof label === "string" ? label : label.label;
}

/**
 * The first action at a place whose title matches, with its edit.
 *
 * @param kind of the action; asking for all kinds makes more edits
 */
export function actionAt(
  { uri }: vscode.TextDocument,
  position: vscode.Position,
  title: RegExp,
  kind?: string,
): Promise<vscode.CodeAction> {
  return eventually(`an action ${title}`, async () => {
    const range = new vscode.Range(position, position);
    const actions = await ask<vscode.CodeAction[]>("vscode.executeCodeActionProvider", uri, range, kind, 20);
    return actions.find((action) => title.test(action.title));
  });
}

/** Applies an action and saves the document. */
export async function accept({ edit, title }: vscode.CodeAction): Promise<void> {
  if (edit === undefined) throw new Error(`"${title}" has no edit`);
  if (!(await vscode.workspace.applyEdit(edit))) throw new Error(`"${title}" was not applied`);
}

/** This extension's diagnostics with a code, once there are any. */
export function diagnosticsOf({ uri }: vscode.TextDocument, code: string): Promise<vscode.Diagnostic[]> {
  return eventually(`a diagnostic ${code}`, () => {
    const found = vscode.languages
      .getDiagnostics(uri)
      .filter((one) => one.source === "sdlgm" && one.code === code);
    return found.length > 0 && found;
  });
}

/** The tags of all folders that match a query; not the headings, which are symbols of VS Code's own Markdown extension. */
export async function tagSymbols(query: string): Promise<vscode.SymbolInformation[]> {
  const symbols = await ask<vscode.SymbolInformation[]>("vscode.executeWorkspaceSymbolProvider", query);
  return symbols.filter(({ kind }) => kind === vscode.SymbolKind.Key);
}

/** All places where the tag at a place stands. */
export function referencesAt(
  { uri }: vscode.TextDocument,
  position: vscode.Position,
): Promise<vscode.Location[]> {
  return ask("vscode.executeReferenceProvider", uri, position);
}

/** Runs a command of VS Code's that answers; again where VS Code takes it back, as it does when providers come while it asks. */
export async function ask<Answer>(command: string, ...args: readonly unknown[]): Promise<Answer> {
  for (let tries = 1; ; tries++) {
    try {
      return await vscode.commands.executeCommand<Answer>(command, ...args);
    } catch (error) {
      if (tries === 5 || !(error instanceof Error && error.message.includes("Canceled"))) throw error;
    }
  }
}
