import { evaluate, type Judgement } from "../../evaluation/metrics.ts";
import type { Agreement } from "../../protocol.ts";
import { rounded } from "./rounded.ts";

/** How far sets of tags agree with those that the documents have. Macro-F1 runs over the tags that occur in either. */
export function agreementOf(documents: readonly Judgement[]): Agreement {
  const { microF1, macroF1, exampleF1, precisionAt1, levelError } = evaluate(documents);
  let hits = 0;
  let predictions = 0;
  let truths = 0;
  for (const { truth, predicted } of documents) {
    const own = new Set(Array.from(truth));
    for (let i = 0; i < predicted.length; i++) if (own.has(predicted[i])) hits++;
    predictions += predicted.length;
    truths += truth.length;
  }
  return {
    precision: rounded(hits / (predictions || 1)),
    recall: rounded(hits / (truths || 1)),
    microF1: rounded(microF1),
    macroF1: rounded(macroF1),
    exampleF1: rounded(exampleF1),
    precisionAt1: rounded(precisionAt1),
    levelError: rounded(levelError),
  };
}
