import type { Agreement, RunReport, TagReport } from "../../../server/protocol.ts";

export function agreement(changes: Partial<Agreement> = {}): Agreement {
  return {
    precision: 0.6,
    recall: 0.5,
    microF1: 0.55,
    macroF1: 0.4,
    exampleF1: 0.5,
    precisionAt1: 0.8,
    levelError: 1.5,
    ...changes,
  };
}

export function run(changes: Partial<RunReport> = {}): RunReport {
  return {
    version: 1,
    kind: "training",
    created: "2026-03-04T13:02:00.000Z",
    seconds: 6,
    seed: 1,
    limit: 8,
    documents: 100,
    taggedDocuments: 90,
    tags: 20,
    vocabulary: 5000,
    judgedDocuments: 90,
    agreement: agreement(),
    baselines: { popularity: agreement({ microF1: 0.1 }), nearestNeighbours: agreement({ microF1: 0.5 }) },
    reliability: [{ pairs: 100, predicted: 0.5, observed: 0.5 }],
    calibrationError: 0.02,
    levels: { own: [0, 50, 40], predicted: [5, 50, 35], atLimit: 0 },
    perTag: [],
    curve: [],
    leftOut: [],
    review: [],
    ...changes,
  };
}

export function tags(count: number): TagReport[] {
  return Array.from({ length: count }, (_, i) => ({
    tag: `tag ${i}`,
    documents: count - i,
    predicted: i % 7 === 0 ? 0 : count - i,
    precision: 0.5,
    recall: 0.5,
    f1: (i % 10) / 10,
  }));
}
