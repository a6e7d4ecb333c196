import type { ClientCapabilities } from "vscode-languageserver/node";
import type { InitializationOptions } from "../protocol.ts";

/** What the editor can do, as far as it matters here. */
export interface ClientAbilities {
  readonly configuration: boolean;
  readonly registersConfiguration: boolean;
  readonly watchesFiles: boolean;
  readonly workspaceFolders: boolean;
  readonly workDoneProgress: boolean;
  readonly pullsDiagnostics: boolean;
  readonly refreshesDiagnostics: boolean;
  readonly refreshesCodeLenses: boolean;
  readonly refreshesInlayHints: boolean;
  readonly documentChanges: boolean;
  readonly annotations: boolean;
  /** Whether the edit of a code action may be made when it is chosen. */
  readonly resolvesActionEdits: boolean;
  readonly showsStatus: boolean;
}

export function clientAbilities(
  { workspace, textDocument, window }: ClientCapabilities,
  options: InitializationOptions,
): ClientAbilities {
  return {
    configuration: workspace?.configuration === true,
    registersConfiguration: workspace?.didChangeConfiguration?.dynamicRegistration === true,
    watchesFiles: workspace?.didChangeWatchedFiles?.dynamicRegistration === true,
    workspaceFolders: workspace?.workspaceFolders === true,
    workDoneProgress: window?.workDoneProgress === true,
    pullsDiagnostics: textDocument?.diagnostic !== undefined,
    refreshesDiagnostics: workspace?.diagnostics?.refreshSupport === true,
    refreshesCodeLenses: workspace?.codeLens?.refreshSupport === true,
    refreshesInlayHints: workspace?.inlayHint?.refreshSupport === true,
    documentChanges: workspace?.workspaceEdit?.documentChanges === true,
    annotations: workspace?.workspaceEdit?.changeAnnotationSupport !== undefined,
    resolvesActionEdits: textDocument?.codeAction?.resolveSupport?.properties.includes("edit") === true,
    showsStatus: options.showsStatus === true,
  };
}
