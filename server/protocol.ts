/**
 * What the language server and its clients say to each other beyond the Language Server Protocol: names of methods and types of their
 * messages. Editors without the extension can use them too; all addresses are URIs.
 */
import type { WorkspaceEdit } from "vscode-languageserver-types";
import type { ReviewEntry, RunReport } from "./runReport.ts";

export type { Agreement, ReviewEntry, RunReport, TagReport } from "./runReport.ts";

/** A request by name, with the types of what is sent and of what comes back. */
export interface Request<Params, Result> {
  readonly method: string;
  /** Never there: it carries the types. */
  readonly types?: [Params, Result];
}

/** A notification by name, with the type of what is sent. */
export interface Notification<Params> {
  readonly method: string;
  /** Never there: it carries the type. */
  readonly types?: Params;
}

/** What a client hands the server in `initialize`, all of it optional. */
export interface InitializationOptions {
  /** A folder for what can be made again (the index of unchanged documents). Without it nothing is kept. */
  readonly cacheFolder?: string;
  /** The translations of the server's sentences: the path of an l10n bundle. */
  readonly l10nBundle?: string;
  /** Whether the client shows the custom notifications below. */
  readonly showsStatus?: boolean;
}

/** The state of a workspace folder's model. */
export type Phase = "indexing" | "untrained" | "training" | "ready" | "stale" | "failed";

export interface FolderStatus {
  /** URI of the workspace folder. */
  readonly folder: string;
  readonly name: string;
  readonly phase: Phase;
  readonly documents: number;
  readonly taggedDocuments: number;
  readonly tags: number;
  /** Documents that were added, removed or changed since the model was trained. */
  readonly changedDocuments: number;
  /** While training. */
  readonly progress?: TrainingProgress;
  /** While training: what for, and whether it is held (see `PauseRequest`). Without it a training that goes on. */
  readonly run?: { readonly kind: "training" | "evaluation"; readonly isPaused: boolean };
  /** One sentence, for `failed`: why, and what to do. */
  readonly problem?: string;
  readonly model?: ModelStatus;
}

export interface ModelStatus {
  readonly path: string;
  /** ISO 8601. */
  readonly created: string;
  readonly documents: number;
  readonly taggedDocuments: number;
  readonly tags: number;
  readonly vocabulary: number;
  /** L0. */
  readonly limit: number;
  readonly seed: number;
  readonly seconds: number;
  /** Figures on documents whose own labels were hidden, by name. */
  readonly heldOut: Readonly<Record<string, number>>;
}

export interface TrainingProgress {
  readonly stage: string;
  /** Share of the whole run that is done, 0..1; never falls. */
  readonly overall: number;
  /** Share of the stage that is done, 0..1. */
  readonly fraction: number;
  readonly iteration?: number;
  readonly loss?: Readonly<Record<string, number>>;
  readonly heldOut?: Readonly<Record<string, number>>;
  readonly documentsPerSecond?: number;
  readonly remainingSeconds?: number;
}

/** A workspace folder by URI; without one the only folder there is, or all of them. */
export interface FolderParams {
  readonly folder?: string;
}

export type TrainOutcome =
  | {
      readonly kind: "trained";
      readonly folder: string;
      readonly model: ModelStatus;
      readonly leftOut: number;
    }
  | { readonly kind: "cancelled"; readonly folder: string }
  /** `message`: one sentence with what to do. */
  | { readonly kind: "failed"; readonly folder: string; readonly message: string };

/** Sent from the client to the server; answers the state of every workspace folder. */
export const StatusRequest: Request<Record<string, never>, FolderStatus[]> = { method: "sdlgm/status" };

/** Sent from the server to the client whenever the state of a folder changes, at most ten times a second. */
export const StatusNotification: Notification<{ readonly folders: readonly FolderStatus[] }> = {
  method: "sdlgm/statusChanged",
};

/** Sent from the client to the server: train the model of a folder. Answered at the end. Progress is work-done progress. */
export const TrainRequest: Request<FolderParams, TrainOutcome[]> = { method: "sdlgm/train" };

/** Sent from the client to the server: stop the training and the evaluation of a folder. Answers whether there was one. */
export const CancelRequest: Request<FolderParams, boolean> = { method: "sdlgm/cancel" };

/** Sent from the server to the client while a folder is trained, at most ten times a second. */
export const TrainingEventNotification: Notification<TrainingProgress & { readonly folder: string }> = {
  method: "sdlgm/trainingEvent",
};

/**
 * Sent from the client to the server: hide tags of a folder, train, score. Answers the report; null where it was stopped, or where the server
 * has told the user why there is none.
 */
export const EvaluateRequest: Request<FolderParams, RunReport | null> = { method: "sdlgm/evaluate" };

export interface SuggestedTag {
  readonly tag: string;
  /** Null for a tag of the document that the model does not know. */
  readonly probability: number | null;
  /** Whether the document has it. */
  readonly present: boolean;
  /** Whether the model's own set has it. */
  readonly predicted: boolean;
  /** Whether the author said never to suggest it here. */
  readonly rejected: boolean;
  /** Whether the author said that it is right here. */
  readonly kept: boolean;
  /** Whether the document has it though hardly anything speaks for it, and its author has not kept it. */
  readonly unlikely: boolean;
  /** What speaks for it, in one line; empty where nothing stands out. */
  readonly because: string;
  /** What speaks for it, then what speaks against it, each the strongest first. */
  readonly evidence: readonly TagEvidence[];
}

/** One thing that speaks for or against a tag. */
export interface TagEvidence {
  /** A word as the document writes it, a folder of its path, a field as `author: ana`, the tag's own name, or the path of another document. */
  readonly term: string;
  readonly kind: "word" | "folder" | "field" | "mention" | "neighbour" | "prior";
  /** Its share of the tag's logit; negative where it speaks against it. */
  readonly weight: number;
  /** The first lines that it stands in, from 0. */
  readonly lines: readonly number[];
}

export interface DocumentSuggestions {
  readonly uri: string;
  /** Of the text that was looked at; null where the document is not open. */
  readonly version: number | null;
  /** Expected number of tags, and the 80 % interval. */
  readonly level: {
    readonly mean: number;
    readonly median: number;
    readonly interval: readonly [number, number];
  };
  /** L0. */
  readonly limit: number;
  /** The document's own tags and the likeliest others, the likeliest first. */
  readonly tags: readonly SuggestedTag[];
}

/** Sent from the client to the server: what the model says of a document. Null where there is no model or no such document. */
export const SuggestRequest: Request<{ readonly uri: string }, DocumentSuggestions | null> = {
  method: "sdlgm/suggest",
};

/** Sent from the client to the server: the edit that adds and removes tags of one document, null where it cannot be made. */
export const EditTagsRequest: Request<
  { readonly uri: string; readonly add: readonly string[]; readonly remove: readonly string[] },
  { readonly edit?: WorkspaceEdit; readonly problem?: string }
> = { method: "sdlgm/editTags" };

export interface UntaggedParams extends FolderParams {
  /** Tags less likely than this are left out; default 0.5. */
  readonly leastProbability?: number;
  /** For work-done progress that the client has made; the request can be cancelled. */
  readonly workDoneToken?: string | number;
}

export interface UntaggedResult {
  /** Every change is annotated and needs confirmation, where the client can do that. */
  readonly edit: WorkspaceEdit;
  /** Untagged documents that were looked at. */
  readonly documents: number;
  /** Documents that would get tags, and how many tags in all. */
  readonly changed: number;
  readonly tags: number;
  /** Documents that could not be edited, with one sentence each, at most 20. */
  readonly problems: readonly string[];
}

/** Sent from the client to the server: tags for all documents without any, as one edit to be reviewed. Null where there is no model. */
export const SuggestUntaggedRequest: Request<UntaggedParams, UntaggedResult | null> = {
  method: "sdlgm/suggestUntagged",
};

/** What an author has decided about one tag in one document. */
export type Verdict = "reject" | "keep";

export interface DecideParams {
  readonly uri: string;
  readonly tag: string;
  /** `reject`: never suggest it here. `keep`: it is right here, whatever the model says. Null: forget what was decided. */
  readonly verdict: Verdict | null;
}

/** Sent from the client to the server: remember what an author has decided. Answers an error sentence, or null when it is done. */
export const DecideRequest: Request<DecideParams, string | null> = { method: "sdlgm/decide" };

/** The commands that the server runs, for `workspace/executeCommand` and in the lenses and actions that it sends. */
export const ServerCommand = {
  /** Arguments: a `DecideParams`. */
  decide: "sdlgm.server.decide",
  /** Arguments: a `FolderParams`, or none. For editors without the extension. */
  train: "sdlgm.server.train",
  /** Arguments: a `FolderParams`, or none. */
  stop: "sdlgm.server.stop",
} as const;

/** Commands that the extension brings; sent in lenses only to clients that show the status. */
export const ClientCommand = {
  /** Arguments: the URI of a document. */
  suggest: "sdlgm.suggestTags",
  train: "sdlgm.train",
} as const;

/** Sent from the client to the server: the saved reports of a folder, the newest first, at most 20. The older ones without `review`, `perTag` and `curve`. */
export const RunsRequest: Request<FolderParams, readonly RunReport[]> = { method: "sdlgm/runs" };

/** Sent from the client to the server: hold a training where it is, or let it go on. Answers whether there was one. */
export const PauseRequest: Request<FolderParams & { readonly paused: boolean }, boolean> = {
  method: "sdlgm/pause",
};

export type TagTrouble = "near-duplicate" | "unpredictable" | "everywhere";

/** A tag of a folder with what is wrong with it. */
export interface TagEntry {
  readonly tag: string;
  readonly documents: number;
  readonly trouble?: TagTrouble;
  /** For a near-duplicate: the tag that it is probably meant to be. */
  readonly common?: string;
  /** F1 on documents seen as if new; undefined where the model does not know it. */
  readonly f1?: number;
}

/** Sent from the client to the server: all tags of a folder, most used first. */
export const TagsRequest: Request<FolderParams, readonly TagEntry[]> = { method: "sdlgm/tags" };

/** Sent from the client to the server: where a tag stands, by path. */
export const TagPlacesRequest: Request<
  FolderParams & { readonly tag: string },
  readonly {
    readonly uri: string;
    readonly path: string;
    readonly title: string;
    readonly line: number;
    readonly character: number;
  }[]
> = { method: "sdlgm/tagPlaces" };

export interface ReviewItem extends ReviewEntry {
  readonly uri: string;
  readonly title: string;
}

/** Sent from the client to the server: what is still to be looked at: without what was decided, done, or is gone since the training. */
export const ReviewRequest: Request<
  FolderParams & { readonly most?: number },
  { readonly items: readonly ReviewItem[]; readonly total: number }
> = {
  method: "sdlgm/review",
};
