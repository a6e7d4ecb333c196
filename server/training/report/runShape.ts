import type { RunReport } from "../../protocol.ts";

/** Longer names, paths and lists come from no run of ours. */
const LONGEST_TEXT = 4_096;
const LONGEST_LIST = 200_000;

type Check = (value: unknown) => boolean;

const isText: Check = (value) => typeof value === "string" && value.length <= LONGEST_TEXT;
const isNumber: Check = (value) => typeof value === "number" && Number.isFinite(value);
const isCount: Check = (value) => isNumber(value) && (value as number) >= 0;
const isTime: Check = (value) => isText(value) && Number.isFinite(Date.parse(value as string));

const isAgreement = object({
  precision: isNumber,
  recall: isNumber,
  microF1: isNumber,
  macroF1: isNumber,
  exampleF1: isNumber,
  precisionAt1: isNumber,
  levelError: isNumber,
});

const isRun = object({
  version: oneOf(1),
  kind: oneOf("training", "evaluation"),
  created: isTime,
  seconds: isCount,
  seed: isCount,
  limit: isCount,
  documents: isCount,
  taggedDocuments: isCount,
  tags: isCount,
  vocabulary: isCount,
  judgedDocuments: isCount,
  agreement: isAgreement,
  baselines: recordOf(isAgreement),
  reliability: listOf(object({ pairs: isCount, predicted: isNumber, observed: isNumber })),
  calibrationError: isNumber,
  levels: object({ own: listOf(isCount), predicted: listOf(isCount), atLimit: isCount }),
  perTag: listOf(
    object({
      tag: isText,
      documents: isCount,
      predicted: isCount,
      precision: isNumber,
      recall: isNumber,
      f1: isNumber,
      confusedWith: optional(isText),
    }),
  ),
  curve: listOf(
    object({ iteration: isCount, loss: recordOf(isNumber), heldOut: optional(recordOf(isNumber)) }),
  ),
  leftOut: listOf(object({ reason: isText, documents: isCount, examples: listOf(isText) })),
  review: listOf(
    object({ path: isText, tag: isText, kind: oneOf("missing", "unlikely"), probability: isNumber }),
  ),
} satisfies Record<keyof RunReport, Check>);

/** Whether a value that comes from outside has the shape of a report on a run. What else may stand in it does not matter. */
export function isRunReport(value: unknown): value is RunReport {
  return isRun(value);
}

function object(fields: Readonly<Record<string, Check>>): Check {
  const entries = Object.entries(fields);
  return (value) => isObject(value) && entries.every(([name, check]) => check(value[name]));
}

function recordOf(check: Check): Check {
  return (value) =>
    isObject(value) && Object.entries(value).every(([name, one]) => isText(name) && check(one));
}

function listOf(check: Check): Check {
  return (value) => Array.isArray(value) && value.length <= LONGEST_LIST && value.every(check);
}

function optional(check: Check): Check {
  return (value) => value === undefined || check(value);
}

function oneOf(...values: readonly unknown[]): Check {
  return (value) => values.includes(value);
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
