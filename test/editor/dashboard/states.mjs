// Made-up states of the dashboard. What is random in them is the same each time.

export const FOLDER = "file:///home/writer/notes";
const CREATED = "2026-03-04T13:02:00.000Z";
const NAMES =
  "usability accessibility typography layout colour forms navigation search content copywriting research interviews testing metrics analytics performance images video icons animation mobile desktop email print branding strategy workshops teams management career hiring remote-work meetings planning budgets clients contracts sales marketing seo social-media newsletters community open-source javascript css html svg frameworks tooling git servers databases security privacy law ethics".split(
    " ",
  );

/** A small generator of numbers between 0 and 1. */
export function dice(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

export function folder(changes = {}) {
  return {
    folder: FOLDER,
    name: "notes",
    phase: "ready",
    documents: 2664,
    taggedDocuments: 2404,
    tags: 57,
    changedDocuments: 0,
    model: {
      path: "/home/writer/notes/.sdlgm/model.sdlgm",
      created: CREATED,
      documents: 2664,
      taggedDocuments: 2404,
      tags: 57,
      vocabulary: 18_240,
      limit: 8,
      seed: 1,
      seconds: 6.2,
      heldOut: { microF1: 0.63, precisionAt1: 0.81 },
    },
    ...changes,
  };
}

const UNTRAINED = { phase: "untrained", model: undefined };

export function state(changes = {}) {
  return {
    server: "running",
    hasWorkspace: true,
    folders: [folder()],
    shown: FOLDER,
    live: [],
    isPaused: false,
    runs: [],
    settings: {
      limit: null,
      seed: 1,
      threads: null,
      tagKeys: ["tags", "topics", "keywords"],
      inlineTags: "auto",
    },
    language: "en",
    ...changes,
  };
}

export function perTag(count, seed = 1) {
  const random = dice(seed);
  return Array.from({ length: count }, (_, i) => {
    const tag = i < NAMES.length ? NAMES[i] : `topic/${Math.floor(i / 40)}/part-${i}`;
    const documents = Math.max(1, Math.round(640 / (1 + 0.35 * i)));
    const f1 =
      i % 19 === 11 ? 0 : Math.min(0.97, Math.max(0.05, 0.85 - 0.6 * random() * random() - 0.3 * random()));
    const predicted = f1 === 0 ? 0 : Math.round(documents * (i === 8 ? 2.6 : 0.6 + 0.7 * random()));
    return {
      tag,
      documents,
      predicted,
      precision: Math.min(1, f1 * (0.9 + 0.3 * random())),
      recall: Math.min(1, f1 * (0.8 + 0.3 * random())),
      f1,
      ...(i % 3 === 0 && { confusedWith: NAMES[(i * 7 + 3) % NAMES.length] }),
    };
  });
}

const scores = (microF1, changes = {}) => ({
  precision: microF1 + 0.05,
  recall: microF1 - 0.04,
  microF1,
  macroF1: microF1 - 0.14,
  exampleF1: microF1 - 0.02,
  precisionAt1: microF1 + 0.18,
  levelError: 1.9 - microF1,
  ...changes,
});

export function curve(points = 60) {
  return Array.from({ length: points }, (_, i) => {
    const tags = 3.1 + 9 * Math.exp(-i / 6);
    const prior = 0.15 + 0.2 * (1 - Math.exp(-i / 10));
    return {
      iteration: i + 1,
      loss: { total: tags + prior, tags, prior, ...(i < 25 && { level: 1.4 + 1.1 * Math.exp(-i / 4) }) },
      ...(i % 6 === 0 && { heldOut: { microF1: 0.63 - 0.4 * Math.exp(-i / 12) } }),
    };
  });
}

export function run(changes = {}) {
  return {
    version: 1,
    kind: "training",
    created: CREATED,
    seconds: 6.2,
    seed: 1,
    limit: 8,
    documents: 2664,
    taggedDocuments: 2404,
    tags: 57,
    vocabulary: 18_240,
    judgedDocuments: 2404,
    agreement: scores(0.63, { precision: 0.68, recall: 0.59, precisionAt1: 0.81, levelError: 1.3 }),
    baselines: { popularity: scores(0.13), literal: scores(0.25), nearestNeighbours: scores(0.6) },
    reliability: [0.05, 0.15, 0.25, 0.35, 0.45, 0.55, 0.65, 0.75, 0.85, 0.95].map((predicted, i) => ({
      pairs: [46_000, 5200, 2400, 1500, 1100, 900, 800, 860, 1300, 2300][i],
      predicted,
      observed: [0.04, 0.16, 0.26, 0.33, 0.44, 0.53, 0.64, 0.72, 0.84, 0.96][i],
    })),
    calibrationError: 0.012,
    levels: {
      own: [0, 300, 610, 640, 420, 230, 110, 50, 24, 12, 5, 2, 1],
      predicted: [12, 330, 700, 720, 380, 160, 62, 24, 16],
      atLimit: 16,
    },
    perTag: perTag(57),
    curve: curve(),
    leftOut: [
      { reason: "untagged", documents: 260, examples: ["inbox/2024-01-07.md", "inbox/2024-02-11.md"] },
      { reason: "too-large", documents: 12, examples: ["archive/all.md"] },
      { reason: "unreadable", documents: 3, examples: ["old/locked.md", "old/broken.md", "old/gone.md"] },
    ],
    review: [],
    ...changes,
  };
}

const light = (changes) => run({ ...changes, perTag: [], curve: [], leftOut: [] });

export const RUNS = [
  run(),
  light({
    kind: "evaluation",
    created: "2026-03-03T18:40:00.000Z",
    seconds: 31,
    judgedDocuments: 480,
    agreement: scores(0.61),
  }),
  light({
    created: "2026-03-02T09:15:00.000Z",
    documents: 2650,
    taggedDocuments: 2391,
    agreement: scores(0.61),
  }),
  light({
    created: "2026-02-20T20:05:00.000Z",
    documents: 2512,
    taggedDocuments: 2260,
    limit: 7,
    agreement: scores(0.58),
  }),
  light({
    created: "2026-02-11T07:30:00.000Z",
    documents: 2400,
    taggedDocuments: 2101,
    limit: 7,
    agreement: scores(0.55),
  }),
];

const EVALUATION = run({
  kind: "evaluation",
  created: "2026-03-04T14:11:00.000Z",
  seconds: 31,
  judgedDocuments: 480,
  agreement: scores(0.61),
  baselines: {
    popularity: scores(0.13),
    literal: scores(0.25),
    nearestNeighbours: scores(0.58),
    oneVsRest: scores(0.62),
  },
  calibrationError: 0.09,
  reliability: run().reliability.map((group) => ({ ...group, observed: Math.max(0, group.observed - 0.12) })),
});

/** The events of a training up to a stage. */
export function live(upTo) {
  const stages = ["reading", "features", "evidence", "head", "level", "checking"];
  const starts = [0, 0.15, 0.45, 0.8, 0.9, 0.95];
  const events = [];
  for (const [i, stage] of stages.entries()) {
    const share = (starts[i + 1] ?? 1) - starts[i];
    const steps = stage === "head" ? 60 : stage === "level" ? 25 : 4;
    for (let step = 1; step <= steps; step++) {
      const fraction = step / steps;
      const point = curve()[step - 1];
      events.push({
        stage,
        fraction,
        overall: starts[i] + share * fraction,
        remainingSeconds: 6 * (1 - starts[i] - share * fraction),
        documentsPerSecond: 1200 + 40 * step,
        ...(stage === "head" && {
          iteration: step,
          loss: { total: point.loss.total, tags: point.loss.tags, prior: point.loss.prior },
          ...(point.heldOut && { heldOut: point.heldOut }),
        }),
        ...(stage === "level" && { iteration: step, loss: { level: point.loss.level } }),
      });
      if (stage === upTo.stage && fraction >= upTo.fraction) return events;
    }
  }
  return events;
}

export function training(upTo, changes = {}) {
  const events = live(upTo);
  const { run: running, ...others } = changes;
  return state({
    live: events,
    folders: [
      folder({
        ...UNTRAINED,
        phase: "training",
        progress: events.at(-1),
        run: { kind: "training", isPaused: false, ...running },
      }),
    ],
    ...others,
  });
}

const OTHER = folder({
  folder: "file:///home/writer/recipes",
  name: "recipes",
  ...UNTRAINED,
  documents: 140,
  taggedDocuments: 96,
  tags: 31,
});

/** Everything that the view can look like, by name. */
export const STATES = {
  starting: state({ server: "starting", folders: [], shown: undefined }),
  "no-folder": state({ hasWorkspace: false, folders: [], shown: undefined }),
  indexing: state({
    folders: [folder({ ...UNTRAINED, phase: "indexing", documents: 0, taggedDocuments: 0, tags: 0 })],
  }),
  untrained: state({ folders: [folder(UNTRAINED)] }),
  "without-tags": state({ folders: [folder({ ...UNTRAINED, taggedDocuments: 0, tags: 0 })] }),
  "training-begins": training({ stage: "reading", fraction: 0.5 }),
  "training-curves": training({ stage: "head", fraction: 0.5 }),
  "training-ends": training({ stage: "checking", fraction: 0.5 }),
  "training-again": {
    ...training({ stage: "level", fraction: 0.4 }, { runs: RUNS }),
    folders: [{ ...training({ stage: "level", fraction: 0.4 }).folders[0], model: folder().model }],
  },
  paused: training({ stage: "evidence", fraction: 0.5 }, { run: { isPaused: true }, isPaused: true }),
  trained: state({ runs: RUNS }),
  first: state({ runs: [run()] }),
  evaluated: state({ runs: [EVALUATION, ...RUNS] }),
  stale: state({ runs: RUNS, folders: [folder({ phase: "stale", changedDocuments: 12 })] }),
  failed: state({
    folders: [
      folder({
        ...UNTRAINED,
        phase: "failed",
        problem: "There is no space left to write the model: make some, or set another place for the model.",
      }),
    ],
  }),
  stopped: state({ server: "stopped", runs: RUNS }),
  "two-folders": state({ folders: [folder(), OTHER], runs: RUNS }),
  german: state({ runs: [EVALUATION, ...RUNS], language: "de" }),
  "german-training": training({ stage: "head", fraction: 0.5 }, { language: "de" }),
  "many-tags": state({
    folders: [folder({ tags: 10_000, documents: 60_000, taggedDocuments: 58_000 })],
    runs: [run({ tags: 10_000, perTag: perTag(10_000) }), ...RUNS.slice(1)],
  }),
};
