import { t } from "@vscode/l10n";
import type { CodeAction, CodeActionContext, Range } from "vscode-languageserver-types";
import { changeTags, type TagChanges } from "../documents/changeTags.ts";
import { tagAt } from "../documents/tagPlaces.ts";
import { type ActionDraft, FIX_ALL_KIND } from "./actionDraft.ts";
import { actionPlace } from "./actionPlace.ts";
import { DecisionActions } from "./decisionActions.ts";
import { type GivenDiagnostic, givenDiagnostics } from "./diagnosticData.ts";
import { diagnostics } from "./diagnostics.ts";
import { fixAll } from "./fixAll.ts";
import {
  keepStrongest,
  removeAction,
  removeRepetition,
  repairActionsAt,
  replaceAction,
} from "./repairActions.ts";
import { addAction, suggestActions } from "./suggestActions.ts";
import type { TaggedDocument } from "./taggedDocument.ts";
import { type EditSupport, workspaceEdit } from "./workspaceEdits.ts";

export interface CodeActionOptions extends EditSupport {
  /** The command that remembers what an author decides. */
  readonly decideCommand: string;
  /** Whether the client asks for the edit of an action later, by `resolveCodeAction`. */
  readonly resolveSupport: boolean;
  /** Whether the client shows why an action cannot be done. */
  readonly disabledSupport: boolean;
}

/** In longer texts, in UTF-16 code units, not one edit is made before it is asked for: making one reads the text several times. */
const LONG = 10_000;

/**
 * What can be done about the tags of a document at a place: quick fixes for our diagnostics, refactorings where the place is about
 * tags, `source.fixAll.sdlgm` where it is asked for by name.
 */
export function codeActions(
  doc: TaggedDocument,
  range: Range,
  context: CodeActionContext,
  options: CodeActionOptions,
): CodeAction[] {
  const wanted = wantedKinds(context.only);
  const decide = new DecisionActions(doc, options.decideCommand);
  const drafts: ActionDraft[] = [];
  if (wanted("quickfix")) drafts.push(...quickFixes(doc, context, decide));
  if (context.only === undefined || context.only.some(isRefactoring)) {
    const place = actionPlace(doc, range);
    if (place.isAboutTags) {
      drafts.push(...suggestActions(doc), ...repairActionsAt(doc, place), ...decide.at(place));
    }
  }
  if (context.only?.some((kind) => kind !== "" && covers(kind, FIX_ALL_KIND))) drafts.push(...fixAll(doc));
  const byTitle = new Map(drafts.toReversed().map((draft) => [draft.title, draft]));
  const offered = [...byTitle.values()].reverse().filter(({ kind }) => wanted(kind) || kind === FIX_ALL_KIND);
  const isLater = options.resolveSupport && isEditable(doc, offered);
  return offered.flatMap(
    (draft) => (isLater ? unfinished(doc, draft) : finished(doc, draft, context, options)) ?? [],
  );
}

/** Makes the edit of an action that `codeActions` gave without one. Takes any action; what cannot be done says why. */
export function resolveCodeAction(
  doc: TaggedDocument,
  action: CodeAction,
  options: CodeActionOptions,
): CodeAction {
  const changes = readChanges(action.data);
  if (changes === undefined || action.edit !== undefined) return action;
  const { edits, problem } = changeTags(doc.document, changes, doc.folder.editing);
  if (edits.length > 0) return { ...action, edit: workspaceEdit(doc, edits, options) };
  const reason = problem?.message ?? t("There is nothing left to change.");
  return options.disabledSupport ? { ...action, disabled: { reason } } : action;
}

function quickFixes(doc: TaggedDocument, context: CodeActionContext, decide: DecisionActions): ActionDraft[] {
  const given = givenDiagnostics(context.diagnostics);
  const current = given.some(({ diagnostic }) => diagnostic.data === undefined) ? diagnostics(doc) : [];
  return given.flatMap((one) => {
    // A client that keeps no data gets it from the diagnostic as it is now.
    const twin = current.find(({ code, message }) => code === one.code && message === one.diagnostic.message);
    const [known] = twin ? givenDiagnostics([{ ...one.diagnostic, data: twin.data }]) : [];
    return fixesOf(doc, { ...known, ...one }, decide);
  });
}

function fixesOf(
  doc: TaggedDocument,
  { code, tag, common, diagnostic }: GivenDiagnostic,
  decide: DecisionActions,
): ActionDraft[] {
  switch (code) {
    case "tags.missing":
    case "tags.too-few":
      return suggestActions(doc, diagnostic);
    case "tags.too-many":
      return keepStrongest(doc, diagnostic);
    case "tags.unlikely":
      return tag === undefined ? [] : [removeAction(doc, tag, diagnostic), decide.keep(tag, diagnostic)];
    case "tags.likely": {
      if (tag === undefined) return [];
      const probability = doc.opinion?.probabilityOf(tag) ?? 0;
      return [addAction(doc, tag, probability, diagnostic), decide.reject(tag, diagnostic)];
    }
    case "tags.near-duplicate":
      return tag === undefined || common === undefined
        ? []
        : [replaceAction(tag, common, diagnostic), decide.keep(tag, diagnostic)];
    case "tags.malformed": {
      const place = tagAt(doc.document, doc.lines.offsetAt(diagnostic.range.start));
      return place ? removeRepetition(doc, place, diagnostic) : [];
    }
  }
}

/** The action with its edit; undefined for one that changes nothing or cannot be done and was not asked for. */
function finished(
  doc: TaggedDocument,
  draft: ActionDraft,
  { only }: CodeActionContext,
  options: CodeActionOptions,
): CodeAction | undefined {
  const { changes } = draft;
  const action = actionOf(draft);
  if (changes === undefined) return action;
  const { edits, problem } = changeTags(doc.document, changes, doc.folder.editing);
  if (edits.length > 0) return { ...action, edit: workspaceEdit(doc, edits, options) };
  const wasAskedFor = only?.some(isRefactoring) && action.kind !== "quickfix";
  return problem && wasAskedFor && options.disabledSupport
    ? { ...action, disabled: { reason: problem.message } }
    : undefined;
}

/** The action without its edit, for `resolveCodeAction`. */
function unfinished({ uri }: TaggedDocument, draft: ActionDraft): CodeAction {
  const { changes } = draft;
  return { ...actionOf(draft), ...(changes && { data: { uri, changes } }) };
}

function actionOf({ changes: _, diagnostics: mended, ...draft }: ActionDraft): CodeAction {
  return { ...draft, ...(mended && { diagnostics: [...mended] }) };
}

/** Whether the first of the edits can be made; where it cannot, mostly none can. Of a long text it is believed. */
function isEditable({ document, folder }: TaggedDocument, drafts: readonly ActionDraft[]): boolean {
  const first = drafts.find(({ changes }) => changes !== undefined)?.changes;
  if (first === undefined || document.text.length > LONG) return true;
  return changeTags(document, first, folder.editing).edits.length > 0;
}

function wantedKinds(only: readonly string[] | undefined): (kind: string) => boolean {
  return (kind) => only === undefined || only.some((asked) => covers(asked, kind));
}

/** Whether refactorings are asked for, all or some, by name or among everything. */
function isRefactoring(asked: string): boolean {
  return covers(asked, "refactor") || covers("refactor", asked);
}

/** Whether a kind is the one that was asked for or a kind of it. */
function covers(asked: string, kind: string): boolean {
  return asked === "" || kind === asked || kind.startsWith(`${asked}.`);
}

/** What comes back from a client may be anything. */
function readChanges(data: unknown): TagChanges | undefined {
  const { changes } = (data ?? {}) as { readonly changes?: Partial<TagChanges> };
  if (typeof changes !== "object" || changes === null) return undefined;
  const { add, remove, replace = [] } = changes;
  const isPair = (pair: unknown): boolean =>
    typeof pair === "object" &&
    pair !== null &&
    "name" in pair &&
    "newName" in pair &&
    areNames(Object.values(pair));
  return areNames(add) && areNames(remove) && Array.isArray(replace) && replace.every(isPair)
    ? { add, remove, replace }
    : undefined;
}

function areNames(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every((name) => typeof name === "string");
}
