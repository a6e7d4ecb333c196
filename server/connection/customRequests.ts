import { t } from "@vscode/l10n";
import {
  type CancellationToken,
  type Connection,
  LSPErrorCodes,
  ResponseError,
  WorkDoneProgress,
  type WorkDoneProgressBegin,
  type WorkDoneProgressEnd,
  type WorkDoneProgressReport,
} from "vscode-languageserver/node";
import { changeTags } from "../documents/changeTags.ts";
import { workspaceEdit } from "../language/workspaceEdits.ts";
import {
  CancelRequest,
  type DecideParams,
  DecideRequest,
  EditTagsRequest,
  EvaluateRequest,
  type FolderParams,
  ServerCommand,
  StatusRequest,
  SuggestRequest,
  SuggestUntaggedRequest,
  TrainRequest,
} from "../protocol.ts";
import { documentSuggestions } from "../session/documentSuggestions.ts";
import { tagUntagged } from "../session/untagged.ts";
import { signalOf } from "./abortSignal.ts";
import { answering } from "./answering.ts";
import type { FeatureContext } from "./languageFeatures.ts";
import { showMessage } from "./showMessage.ts";
import { serveSidebarRequests } from "./sidebarRequests.ts";

const DEFAULT_LEAST_PROBABILITY = 0.5;

/** Answers the requests of `protocol.ts` and runs the server's commands. */
export function serveCustomRequests(connection: Connection, { sessions, abilities }: FeatureContext): void {
  const on = answering(connection);

  on(StatusRequest, () => sessions().statuses());
  on(TrainRequest, (params, token) => sessions().train(params ?? {}, signalOf(token)));
  on(CancelRequest, (params) => sessions().stop(params ?? {}));
  on(EvaluateRequest, (params, token) => sessions().evaluate(params ?? {}, signalOf(token)));
  on(SuggestRequest, async ({ uri }) => {
    const folder = sessions().folderOf(uri);
    const path = folder?.paths.pathOf(uri);
    const doc = path === undefined ? undefined : await folder?.anyDocument(path);
    return (doc && documentSuggestions(doc)) ?? null;
  });
  on(EditTagsRequest, ({ uri, add, remove }) => {
    const doc = sessions().openDocument(uri);
    if (doc === undefined)
      return { problem: t("The document is not open, or it is none that can have tags.") };
    const { edits, problem } = changeTags(doc.document, { add, remove }, doc.folder.editing);
    return {
      ...(edits.length > 0 && { edit: workspaceEdit(doc, edits, abilities()) }),
      ...(problem !== undefined && { problem: problem.message }),
    };
  });
  on(SuggestUntaggedRequest, async (params, token) => {
    const [folder] = sessions().named(params ?? {});
    if (folder?.model.kind !== "ready") return null;
    const { leastProbability = DEFAULT_LEAST_PROBABILITY, workDoneToken } = params;
    const say = (value: WorkDoneProgressBegin | WorkDoneProgressReport | WorkDoneProgressEnd): void => {
      if (workDoneToken !== undefined) {
        void connection.sendProgress(WorkDoneProgress.type, workDoneToken, value);
      }
    };
    let last = 0;
    say({ kind: "begin", title: t("Looking for tags of untagged documents"), percentage: last });
    try {
      return await tagUntagged(folder, {
        leastProbability,
        support: abilities(),
        signal: signalOf(token),
        onProgress(share) {
          const percentage = Math.floor(100 * share);
          if (percentage !== last) say({ kind: "report", percentage });
          last = percentage;
        },
      });
    } catch (error) {
      if (!token.isCancellationRequested) throw error;
      throw new ResponseError(LSPErrorCodes.RequestCancelled, "The request was cancelled.");
    } finally {
      say({ kind: "end" });
    }
  });
  on(DecideRequest, (params) => decide(params));
  serveSidebarRequests(connection, sessions);

  connection.onExecuteCommand(async ({ command, arguments: [argument] = [] }, token) => {
    switch (command) {
      case ServerCommand.decide: {
        const problem = await decide(argument as DecideParams);
        if (problem !== null) showMessage(connection, "error", problem);
        return null;
      }
      case ServerCommand.train:
        return trainAndTell((argument ?? {}) as FolderParams, token);
      case ServerCommand.stop:
        return sessions().stop((argument ?? {}) as FolderParams);
      default:
        return null;
    }
  });

  async function decide(params: DecideParams): Promise<string | null> {
    const folder = sessions().folderOf(params.uri);
    if (folder === undefined) return t("The document lies outside of the folder.");
    return (await folder.decide(params)) ?? null;
  }

  /** For editors without the extension, which says these things itself. */
  async function trainAndTell(params: FolderParams, token: CancellationToken) {
    const outcomes = await sessions().train(params, signalOf(token));
    for (const outcome of outcomes) {
      if (outcome.kind === "failed") showMessage(connection, "error", outcome.message);
      if (outcome.kind !== "trained") continue;
      const { tags, taggedDocuments } = outcome.model;
      showMessage(
        connection,
        "info",
        t("The model has learned {0} tags from {1} documents.", tags, taggedDocuments),
      );
    }
    return outcomes;
  }
}

/** For `executeCommandProvider`. */
export const SERVER_COMMANDS: string[] = Object.values(ServerCommand);
