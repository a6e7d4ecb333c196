import * as v from "valibot";
import type { RunReport } from "../server/protocol.ts";
import type { FromDashboard, ToDashboard } from "./messages.ts";
import { areTagReports, type SentTagReport, withNumbers } from "./tagReports.ts";

/** Finite, or null: JSON has no NaN, and a figure that nobody could measure travels as null. */
const figure = v.pipe(
  v.union([v.number(), v.null()]),
  v.transform((value) => value ?? Number.NaN),
);
const count = v.pipe(v.number(), v.minValue(0));
const text = v.pipe(v.string(), v.maxLength(10_000));
const figures = v.record(text, figure);
const optional = v.exactOptional;

const agreement = v.object({
  precision: figure,
  recall: figure,
  microF1: figure,
  macroF1: figure,
  exampleF1: figure,
  precisionAt1: figure,
  levelError: figure,
});

const run = v.object({
  version: v.literal(1),
  kind: v.picklist(["training", "evaluation"]),
  created: text,
  seconds: count,
  seed: v.number(),
  limit: count,
  documents: count,
  taggedDocuments: count,
  tags: count,
  vocabulary: count,
  judgedDocuments: count,
  agreement,
  baselines: v.record(text, agreement),
  reliability: v.array(v.object({ pairs: count, predicted: figure, observed: figure })),
  calibrationError: figure,
  levels: v.object({ own: v.array(count), predicted: v.array(count), atLimit: count }),
  perTag: v.pipe(v.custom<SentTagReport[]>(areTagReports), v.transform(withNumbers)),
  curve: v.array(v.object({ iteration: count, loss: figures, heldOut: optional(figures) })),
  leftOut: v.array(v.object({ reason: text, documents: count, examples: v.array(text) })),
  review: v.array(
    v.object({
      path: text,
      tag: text,
      kind: v.picklist(["missing", "unlikely"]),
      probability: figure,
    }),
  ),
});

const progress = v.object({
  stage: text,
  overall: figure,
  fraction: figure,
  iteration: optional(count),
  loss: optional(figures),
  heldOut: optional(figures),
  documentsPerSecond: optional(figure),
  remainingSeconds: optional(figure),
});

const model = v.object({
  path: text,
  created: text,
  documents: count,
  taggedDocuments: count,
  tags: count,
  vocabulary: count,
  limit: count,
  seed: v.number(),
  seconds: count,
  heldOut: figures,
});

const folder = v.object({
  folder: text,
  name: text,
  phase: v.picklist(["indexing", "untrained", "training", "ready", "stale", "failed"]),
  documents: count,
  taggedDocuments: count,
  tags: count,
  changedDocuments: count,
  progress: optional(progress),
  run: optional(v.object({ kind: v.picklist(["training", "evaluation"]), isPaused: v.boolean() })),
  problem: optional(text),
  model: optional(model),
});

const toDashboard = v.object({
  type: v.literal("state"),
  state: v.object({
    server: v.picklist(["starting", "running", "stopped"]),
    hasWorkspace: v.boolean(),
    folders: v.array(folder),
    shown: v.optional(text),
    live: v.array(progress),
    isPaused: v.boolean(),
    runs: optional(v.array(run)),
    settings: v.object({
      limit: v.nullable(count),
      seed: v.number(),
      threads: v.nullable(count),
      tagKeys: v.array(text),
      inlineTags: text,
    }),
    language: text,
  }),
});

const fromDashboard = v.variant("type", [
  v.strictObject({ type: v.literal("ready"), shown: v.optional(text) }),
  v.strictObject({ type: v.literal("show"), folder: text }),
  v.strictObject({
    type: v.picklist([
      "train",
      "stop",
      "pause",
      "resume",
      "evaluate",
      "openSettings",
      "showLeftOut",
      "openFolder",
      "restart",
      "showOutput",
    ]),
  }),
  v.strictObject({ type: v.literal("openTag"), tag: text }),
  v.strictObject({ type: v.literal("openDocument"), path: text }),
]);

/**
 * What the extension says, checked; undefined where it is none of ours. Figures that are null become NaN.
 *
 * @throws v.ValiError for a state that is wrong: that is a bug, and should not pass in silence
 */
export function readUpdate(message: unknown): ToDashboard | undefined {
  if (typeof message !== "object" || message === null || !("type" in message)) return undefined;
  if (message.type !== "state") return undefined;
  // An absent `shown` and an undefined one are the same.
  return v.parse(toDashboard, message) as ToDashboard;
}

/** What the page says, checked; undefined where it is none of ours. */
export function readRequest(message: unknown): FromDashboard | undefined {
  const result = v.safeParse(fromDashboard, message);
  return result.success ? result.output : undefined;
}

/** A saved report, checked; undefined where it is none. */
export function readRun(value: unknown): RunReport | undefined {
  const result = v.safeParse(run, value);
  return result.success ? result.output : undefined;
}
