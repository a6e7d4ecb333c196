import { stat } from "node:fs/promises";
import { t } from "@vscode/l10n";
import { foldTag } from "../documents/tagName.ts";
import { ModelFileError } from "../models/modelFileError.ts";
import { readModel } from "../models/store.ts";
import { Tagger } from "../models/tagger.ts";
import { tagModelOf } from "../models/tagModelFile.ts";
import type { ModelStatus } from "../protocol.ts";

/** A model that is ready to be asked. */
export interface HostedModel {
  readonly path: string;
  readonly tagger: Tagger;
  readonly status: ModelStatus;
  /** When its training began, in milliseconds of the epoch: documents changed later are not in it. */
  readonly trainedFrom: number;
  /** What it learned from: the folds of the tags of each training document, joined, by path. */
  readonly learned: ReadonlyMap<string, string>;
  /** Of the file, to see whether it is still the same. */
  readonly stamp: string;
}

/** A model, none, or one sentence on why the file that is there cannot be used. */
export type ModelState =
  | { readonly kind: "none" }
  | { readonly kind: "ready"; readonly model: HostedModel }
  | { readonly kind: "unusable"; readonly problem: string; readonly stamp: string };

/** Reads the model file at `path`, unless it is still that of `before`. */
export async function hostModel(path: string, before: ModelState): Promise<ModelState> {
  const stamp = await stampOf(path);
  if (stamp === undefined) return { kind: "none" };
  const known = before.kind === "ready" ? before.model : before.kind === "unusable" ? before : undefined;
  if (known?.stamp === stamp) return before;
  try {
    const content = await readModel(path);
    const tagModel = tagModelOf(content);
    const { summary } = tagModel;
    const folds = tagModel.tags.map(({ name }) => foldTag(name));
    return {
      kind: "ready",
      model: {
        path,
        tagger: new Tagger(tagModel, { hasty: true }),
        status: {
          path,
          created: content.created,
          ...{ documents: summary.documents, taggedDocuments: summary.taggedDocuments, tags: summary.tags },
          ...{ vocabulary: summary.vocabulary, limit: summary.limit, seed: summary.seed },
          ...{ seconds: summary.seconds, heldOut: summary.heldOut },
        },
        trainedFrom: Date.parse(content.created) - 1000 * summary.seconds,
        learned: new Map(
          tagModel.training.ids.map((id, i) => [
            id,
            foldsKey(Array.from(tagModel.training.documentTags[i], (tag) => folds[tag])),
          ]),
        ),
        stamp,
      },
    };
  } catch (error) {
    if (!(error instanceof ModelFileError)) throw error;
    if (error.code === "not-found") return { kind: "none" };
    return { kind: "unusable", problem: problemOf(error, path), stamp };
  }
}

/** A document's tags in a form that can be compared. */
export function foldsKey(folds: readonly string[]): string {
  return [...folds].sort().join("\n");
}

async function stampOf(path: string): Promise<string | undefined> {
  try {
    const { size, mtimeMs, ino } = await stat(path);
    return `${ino} ${size} ${mtimeMs}`;
  } catch {
    return undefined;
  }
}

function problemOf(error: ModelFileError, path: string): string {
  switch (error.code) {
    case "newer":
      return t(
        "The model {0} was made by a newer version of SDLGM Tags: update the extension, or train a new model elsewhere.",
        path,
      );
    case "foreign":
      return t(
        "{0} is not a model of SDLGM Tags: move the file away, or set another place for the model.",
        path,
      );
    case "unreadable":
      return t("The model {0} cannot be read: check its access rights.", path);
    default:
      return t("The model {0} is damaged: train it again.", path);
  }
}
