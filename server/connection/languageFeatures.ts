import { createHash } from "node:crypto";
import { t } from "@vscode/l10n";
import {
  type Connection,
  type Diagnostic,
  DocumentDiagnosticReportKind,
  LSPErrorCodes,
  ResponseError,
  type ServerCapabilities,
} from "vscode-languageserver/node";
import { FIX_ALL_KIND, REFACTOR_KINDS } from "../language/actionDraft.ts";
import { type CodeActionOptions, codeActions, resolveCodeAction } from "../language/codeActions.ts";
import { codeLenses } from "../language/codeLens.ts";
import {
  COMPLETION_TRIGGERS,
  type CompletionData,
  completions,
  resolveCompletion,
} from "../language/completion.ts";
import { tagDefinition } from "../language/definition.ts";
import { diagnostics } from "../language/diagnostics.ts";
import { tagHighlights } from "../language/documentHighlights.ts";
import { hover } from "../language/hover.ts";
import { inlayHints } from "../language/inlayHints.ts";
import { tagReferences } from "../language/references.ts";
import { prepareRename, renameTag } from "../language/rename.ts";
import { tooLarge } from "../language/tooLarge.ts";
import { tagSymbols } from "../language/workspaceSymbols.ts";
import { ClientCommand, ServerCommand } from "../protocol.ts";
import { MOST_UNITS } from "../session/openTexts.ts";
import type { Sessions } from "../session/sessions.ts";
import type { ClientAbilities } from "./clientAbilities.ts";
import type { OpenDocuments } from "./openDocuments.ts";
import { showMessage } from "./showMessage.ts";

/** Longer lists are sent in parts to clients that take them so. */
const PART = 200;

/** What the server can do about documents. */
export function featureCapabilities(abilities: ClientAbilities): Partial<ServerCapabilities> {
  return {
    hoverProvider: true,
    completionProvider: {
      resolveProvider: true,
      triggerCharacters: [...COMPLETION_TRIGGERS],
      completionItem: { labelDetailsSupport: true },
    },
    codeActionProvider: {
      codeActionKinds: ["quickfix", ...Object.values(REFACTOR_KINDS), FIX_ALL_KIND],
      resolveProvider: abilities.resolvesActionEdits,
    },
    codeLensProvider: { resolveProvider: false },
    inlayHintProvider: { resolveProvider: false },
    definitionProvider: true,
    referencesProvider: true,
    documentHighlightProvider: true,
    workspaceSymbolProvider: true,
    renameProvider: { prepareProvider: true },
    ...(abilities.pullsDiagnostics && {
      diagnosticProvider: { identifier: "sdlgm", interFileDependencies: true, workspaceDiagnostics: false },
    }),
  };
}

export interface FeatureContext {
  readonly sessions: () => Sessions;
  readonly documents: OpenDocuments;
  readonly abilities: () => ClientAbilities;
}

/** Answers all requests about documents. Where there is nothing to say, the answer is null. */
export function serveLanguageFeatures(connection: Connection, context: FeatureContext): void {
  const { sessions, abilities } = context;
  const open = (uri: string) => sessions().openDocument(uri);
  const actionOptions = (): CodeActionOptions => ({
    decideCommand: ServerCommand.decide,
    resolveSupport: abilities().resolvesActionEdits,
    disabledSupport: true,
    documentChanges: abilities().documentChanges,
  });

  connection.onHover(({ textDocument, position }) => {
    const doc = open(textDocument.uri);
    return doc && hover(doc, position);
  });
  connection.onCompletion(({ textDocument, position }) => {
    const doc = open(textDocument.uri);
    return doc && completions(doc, position);
  });
  connection.onCompletionResolve((item) => {
    const doc = open((item.data as CompletionData | undefined)?.uri ?? "");
    return doc === undefined ? item : resolveCompletion(item, doc);
  });
  connection.onCodeAction(({ textDocument, range, context: asked }) => {
    const doc = open(textDocument.uri);
    return doc && codeActions(doc, range, asked, actionOptions());
  });
  connection.onCodeActionResolve((action) => {
    const doc = open((action.data as { uri?: string } | undefined)?.uri ?? "");
    return doc === undefined ? action : resolveCodeAction(doc, action, actionOptions());
  });
  connection.onCodeLens(({ textDocument }) => {
    const doc = open(textDocument.uri);
    // Without the extension there is no list to open: the lens only says what it says.
    return doc && codeLenses(doc, abilities().showsStatus ? ClientCommand.suggest : "");
  });
  connection.languages.inlayHint.on(({ textDocument, range }) => {
    const doc = open(textDocument.uri);
    return doc && inlayHints(doc, range);
  });
  connection.onDefinition(async ({ textDocument, position }) => {
    await sessions().folderOf(textDocument.uri)?.settled();
    const doc = open(textDocument.uri);
    return doc && tagDefinition(doc, position);
  });
  connection.onReferences(async ({ textDocument, position, context: asked }, _token, _progress, part) => {
    await sessions().folderOf(textDocument.uri)?.settled();
    const doc = open(textDocument.uri);
    return inParts((doc && tagReferences(doc, position, asked.includeDeclaration)) ?? [], part);
  });
  connection.onDocumentHighlight(({ textDocument, position }) => {
    const doc = open(textDocument.uri);
    return doc && tagHighlights(doc, position);
  });
  connection.onWorkspaceSymbol(({ query }, _token, _progress, part) => {
    const folders = sessions().all.map(({ folder }) => folder);
    return inParts(tagSymbols(folders, query), part);
  });
  connection.onPrepareRename(({ textDocument, position }) => {
    const doc = open(textDocument.uri);
    return doc && prepareRename(doc, position);
  });
  connection.onRenameRequest(async ({ textDocument, position, newName }, token) => {
    const folder = sessions().folderOf(textDocument.uri);
    await folder?.settled();
    const doc = open(textDocument.uri);
    const tag = doc && prepareRename(doc, position)?.placeholder;
    if (folder === undefined || doc === undefined || tag === undefined) return null;
    const paths = new Set(doc.folder.tags.placesOf(tag).map(({ path }) => path));
    const affected = [];
    for (const path of [...paths, doc.document.path].filter((path, i, all) => all.indexOf(path) === i)) {
      if (token.isCancellationRequested) return null;
      const other = await folder.anyDocument(path);
      if (other !== undefined) affected.push(other);
    }
    const { edit, problems } = renameTag(affected, tag, newName, abilities());
    if (edit.changes === undefined && edit.documentChanges === undefined && problems.length > 0) {
      return new ResponseError(LSPErrorCodes.RequestFailed, problems[0]);
    }
    if (problems.length > 0) {
      showMessage(
        connection,
        "warning",
        t("{0} documents keep the old tag, for example: {1}", problems.length, problems[0]),
      );
    }
    return edit;
  });
  connection.languages.diagnostics.on(({ textDocument, previousResultId }) => {
    const items = diagnosticsOf(textDocument.uri, context);
    const resultId = createHash("sha256").update(JSON.stringify(items)).digest("base64url").slice(0, 22);
    return resultId === previousResultId
      ? { kind: DocumentDiagnosticReportKind.Unchanged, resultId }
      : { kind: DocumentDiagnosticReportKind.Full, resultId, items };
  });
}

/** What is remarkable about an open document. */
export function diagnosticsOf(uri: string, { sessions, documents }: FeatureContext): Diagnostic[] {
  const folder = sessions().folderOf(uri);
  const text = documents.get(uri);
  if (folder === undefined || text === undefined) return [];
  if (text.getText().length > MOST_UNITS) return tooLarge(folder.settings, MOST_UNITS);
  const doc = folder.openDocument(uri);
  if (doc === undefined) return [];
  return diagnostics(doc, { taggedShare: folder.taggedShare });
}

/** A long list goes out in parts, and then the answer is empty, as the protocol has it. */
function inParts<Item>(items: Item[], part: { report(items: Item[]): void } | undefined): Item[] {
  if (part === undefined || items.length <= PART) return items;
  for (let at = 0; at < items.length; at += PART) part.report(items.slice(at, at + PART));
  return [];
}
