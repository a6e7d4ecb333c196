import type { Agreement, ReviewEntry, RunReport, TagReport } from "../../../server/protocol.ts";

const AGREEMENT: Agreement = {
  ...{ precision: 0.7, recall: 0.6, microF1: 0.65, macroF1: 0.5, exampleF1: 0.66, precisionAt1: 0.9 },
  levelError: 1.1,
};

/** A report on a training as they are saved, small. */
export function runReport(change: Partial<RunReport> = {}): RunReport {
  return {
    ...{ version: 1, kind: "training", created: "2026-05-01T12:00:00.000Z", seconds: 2.5, seed: 1, limit: 3 },
    ...{ documents: 12, taggedDocuments: 10, tags: 2, vocabulary: 300, judgedDocuments: 10 },
    agreement: AGREEMENT,
    baselines: { popularity: { ...AGREEMENT, microF1: 0.2 } },
    reliability: Array.from({ length: 10 }, (_, n) => ({
      pairs: n,
      predicted: n / 10 + 0.05,
      observed: n / 10,
    })),
    calibrationError: 0.05,
    levels: { own: [0, 6, 4], predicted: [0, 5, 5], atLimit: 0 },
    perTag: [tagReport("garden", 0.9), tagReport("kitchen", 0.4)],
    curve: [{ iteration: 1, loss: { total: 2, tags: 1.9, prior: 0.1 }, heldOut: { microF1: 0.6 } }],
    leftOut: [{ reason: "untagged", documents: 2, examples: ["a.md", "b.md"] }],
    review: [missing("a.md", "garden")],
    ...change,
  };
}

export function tagReport(tag: string, f1: number): TagReport {
  return { tag, documents: 5, predicted: 4, precision: f1, recall: f1, f1 };
}

export function missing(path: string, tag: string): ReviewEntry {
  return { path, tag, kind: "missing", probability: 0.9 };
}

export function unlikely(path: string, tag: string): ReviewEntry {
  return { path, tag, kind: "unlikely", probability: 0.01 };
}
