import { existsSync, readdirSync, readFileSync, statSync, utimesSync } from "node:fs";
import { beforeAll, beforeEach, describe, expect, it } from "vitest";
import { CancellationTokenSource } from "vscode-languageserver-protocol";
import {
  CancelRequest,
  EvaluateRequest,
  RunsRequest,
  StatusRequest,
  SuggestRequest,
  TrainingEventNotification,
  type TrainOutcome,
  TrainRequest,
} from "../../server/protocol.ts";
import { subjectFiles } from "../cli/program.ts";
import { notes } from "../unit/language/support/notes.ts";
import type { LanguageServer } from "./languageServer.ts";
import { Folder, startServer, trainedFolder } from "./workspace.ts";

interface WorkDone {
  readonly kind: "begin" | "report" | "end";
  readonly title?: string;
  readonly message?: string;
  readonly percentage?: number;
  readonly cancellable?: boolean;
}

const CREATE = "window/workDoneProgress/create";

/** What was reported of the last work. */
function lastWork(server: LanguageServer): { token: string; reported: readonly WorkDone[] } {
  const { token } = server.said<{ token: string }>({ method: CREATE }).at(-1)!;
  return { token, reported: server.reported<WorkDone>(token) };
}

function isRising(numbers: readonly number[]): boolean {
  return numbers.every((number, i) => i === 0 || number >= numbers[i - 1]);
}

describe("a training", () => {
  const folder = new Folder(notes());
  let server: LanguageServer;
  let outcomes: readonly TrainOutcome[];
  beforeAll(async () => {
    server = await startServer([folder]);
    expect(await server.request(StatusRequest, {})).toMatchObject([{ phase: "untrained" }]);
    outcomes = await server.request(TrainRequest, {});
  });

  it("is answered with the model at its end", async () => {
    expect(outcomes).toEqual([
      {
        kind: "trained",
        folder: folder.uri,
        leftOut: 0,
        model: {
          path: folder.modelPath,
          created: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/),
          documents: 48,
          taggedDocuments: 40,
          tags: 12,
          vocabulary: expect.any(Number),
          limit: 3,
          seed: 1,
          seconds: expect.any(Number),
          heldOut: expect.objectContaining({ precisionAt1: expect.any(Number) }),
        },
      },
    ]);
    const { model } = outcomes[0] as TrainOutcome & { kind: "trained" };
    expect(await server.request(StatusRequest, {})).toEqual([
      {
        folder: folder.uri,
        name: expect.any(String),
        phase: "ready",
        documents: 48,
        taggedDocuments: 40,
        tags: 12,
        changedDocuments: 0,
        model,
      },
    ]);
    expect(made(folder)).toEqual([".gitignore", "model.sdlgm", "runs"]);
  });

  it("is shown from begin to end, with percentages that only rise", () => {
    const { reported } = lastWork(server);
    expect(reported[0]).toMatchObject({ kind: "begin", percentage: 0, cancellable: true });
    expect(reported[0].title).toMatch(/^Training the tag model: /);
    expect(reported.at(-1)).toEqual({ kind: "end" });
    const reports = reported.filter(({ kind }) => kind === "report");
    expect(reports.length).toBeGreaterThan(5);
    for (const { message } of reports) expect(message).toMatch(/ · \d+ %/);
    const percentages = reports.map(({ percentage }) => percentage!);
    expect(isRising(percentages)).toBe(true);
    expect(percentages.at(-1)).toBe(100);
  });

  it("tells of itself stage by stage, and never takes back what is done", () => {
    const events = server.said(TrainingEventNotification);
    expect(events.every((event) => event.folder === folder.uri)).toBe(true);
    expect(isRising(events.map(({ overall }) => overall))).toBe(true);
    expect([...new Set(events.map(({ stage }) => stage))]).toEqual([
      "reading",
      "features",
      "evidence",
      "head",
      "level",
      "checking",
      "writing",
    ]);
  });

  it("makes the client look at its documents again", async () => {
    for (const what of ["diagnostic", "codeLens", "inlayHint"]) {
      await server.until(({ method }) => method === `workspace/${what}/refresh`);
    }
  });

  it("of a folder that is being trained is refused", async () => {
    const [first, second] = await Promise.all([
      server.request(TrainRequest, { folder: folder.uri }),
      server.request(TrainRequest, { folder: folder.uri }),
    ]);
    expect(first).toMatchObject([{ kind: "trained" }]);
    expect(second).toMatchObject([{ kind: "failed", message: expect.stringMatching(/already.*\.$/) }]);
  });

  it("can be had by a command, which says how it went", async () => {
    const before = server.shown.length;
    await server.ask("workspace/executeCommand", { command: "sdlgm.server.train", arguments: [] });
    expect(server.shown.slice(before)).toEqual(["The model has learned 12 tags from 40 documents."]);
    expect(
      await server.ask("workspace/executeCommand", { command: "sdlgm.server.stop", arguments: [] }),
    ).toBe(false);
  });

  it("of no folder, or of one that is none, comes to nothing", async () => {
    expect(await server.request(TrainRequest, { folder: "file:///elsewhere" })).toEqual([]);
    expect(await server.request(EvaluateRequest, { folder: "file:///elsewhere" })).toBeNull();
    expect(await server.request(CancelRequest, { folder: "file:///elsewhere" })).toBe(false);
  });

  it("with too little to learn from fails with a sentence, and the folder is untrained as before", async () => {
    const empty = new Folder({ "a.md": "Words.\n" });
    const other = await startServer([empty]);
    expect(await other.request(TrainRequest, {})).toEqual([
      { kind: "failed", folder: empty.uri, message: expect.stringMatching(/^[A-Z].*\.$/) },
    ]);
    expect(lastWork(other).reported.at(-1)).toEqual({ kind: "end" });
    expect(await other.request(StatusRequest, {})).toMatchObject([{ phase: "untrained" }]);
    expect(existsSync(empty.pathOf(".sdlgm"))).toBe(false);
  });
});

describe("an evaluation", () => {
  it("hides tags, learns, and reports how well they were found", async () => {
    const folder = await trainedFolder();
    const server = await startServer([folder]);
    const before = readFileSync(folder.modelPath);
    const report = (await server.request(EvaluateRequest, {}))!;
    expect(report).toMatchObject({ kind: "evaluation", judgedDocuments: expect.any(Number) });
    expect(report.judgedDocuments).toBeGreaterThan(0);
    expect(await server.request(RunsRequest, {})).toContainEqual(report);
    const percentages = lastWork(server).reported.flatMap(({ percentage }) => percentage ?? []);
    expect(isRising(percentages)).toBe(true);
    expect(readFileSync(folder.modelPath)).toEqual(before);
    expect(await server.request(StatusRequest, {})).toMatchObject([{ phase: "ready" }]);
  });
});

describe("while a larger folder is trained", () => {
  const document = "notes/0007.md";
  let folder: Folder;
  let server: LanguageServer;
  let bytes: Buffer;
  let uri: string;
  beforeAll(async () => {
    // The old model is of a part of the documents, so that one that was written in the meantime would be another.
    folder = new Folder(subjectFiles(30, 120));
    await folder.train();
    folder.write(subjectFiles(300, 120));
    bytes = readFileSync(folder.modelPath);
    server = await startServer([folder]);
    uri = folder.uriOf(document);
    await server.open(uri, folder.read(document));
  });

  /** Starts a training and waits until it computes. */
  async function begun(
    token = new CancellationTokenSource(),
  ): Promise<{ outcome: Promise<readonly TrainOutcome[]> }> {
    const after = server.received.length;
    const outcome = server.connection.sendRequest<TrainOutcome[]>(TrainRequest.method, {}, token.token);
    await server.untilSaid(TrainingEventNotification, ({ stage }) => stage === "evidence", after);
    return { outcome };
  }

  it("every request is answered, from the old model", async () => {
    let isOver = false;
    const { outcome } = await begun();
    void outcome.then(() => {
      isOver = true;
    });
    const position = { line: 1, character: 1 };
    let answered = 0;
    for (let version = 2; answered < 30 && !isOver; version++, answered++) {
      await server.change(
        uri,
        `${folder.read(document)}\nAnother orbit of the comet, ${version}.\n`,
        version,
      );
      const hover = await server.ask("textDocument/hover", { textDocument: { uri }, position });
      expect(JSON.stringify(hover)).toContain("This document looks like");
    }
    const [status] = await server.request(StatusRequest, {});
    expect({ answered, isOver, phase: status.phase }).toEqual({
      answered: 30,
      isOver: false,
      phase: "training",
    });
    expect(status.model!.documents).toBe(30);
    expect(status.progress!.overall).toBeGreaterThan(0);
    await server.request(CancelRequest, {});
    await outcome;
  });

  describe("it can be stopped within a second", () => {
    beforeEach(() => expect(readFileSync(folder.modelPath)).toEqual(bytes));

    it.each<[string, (source: CancellationTokenSource) => unknown]>([
      ["by our own request", () => server.request(CancelRequest, {})],
      ["by our own request for the folder", () => server.request(CancelRequest, { folder: folder.uri })],
      ["by a command", () => server.ask("workspace/executeCommand", { command: "sdlgm.server.stop" })],
      [
        "where its progress is shown",
        () => server.notify("window/workDoneProgress/cancel", { token: lastWork(server).token }),
      ],
      ["by cancelling the request", (source) => source.cancel()],
    ])("%s, and the old model stays", async (_, stop) => {
      const source = new CancellationTokenSource();
      const { outcome } = await begun(source);
      const from = performance.now();
      await stop(source);
      expect(await outcome).toEqual([{ kind: "cancelled", folder: folder.uri }]);
      expect(performance.now() - from).toBeLessThan(1000);
      expect(readFileSync(folder.modelPath)).toEqual(bytes);
      expect(readdirSync(folder.pathOf(".sdlgm")).sort()).toEqual([".gitignore", "model.sdlgm"]);
      expect(lastWork(server).reported.at(-1)).toEqual({ kind: "end" });
      expect(await server.request(StatusRequest, {})).toMatchObject([
        { phase: "stale", model: { documents: 30 } },
      ]);
    });

    it("an evaluation as well", async () => {
      const after = server.received.length;
      const report = server.request(EvaluateRequest, {});
      await server.untilSaid(TrainingEventNotification, ({ stage }) => stage === "evidence", after);
      const from = performance.now();
      expect(await server.request(CancelRequest, {})).toBe(true);
      expect(await report).toBeNull();
      expect(performance.now() - from).toBeLessThan(1000);
    });
  });

  it("and killed, nothing on disk is broken, and a new server serves the old model", async () => {
    const stale = ".sdlgm/.sdlgm-0123456789ab.tmp";
    folder.write({ [stale]: "half a model" });
    const longAgo = new Date(Date.now() - 7_200_000);
    utimesSync(folder.pathOf(stale), longAgo, longAgo);

    const { outcome } = await begun();
    outcome.catch(() => undefined);
    server.process.kill("SIGKILL");
    await server.ended();
    expect(readFileSync(folder.modelPath)).toEqual(bytes);

    const next = await startServer([folder]);
    expect(await next.request(StatusRequest, {})).toMatchObject([{ model: { documents: 30 } }]);
    await next.open(uri, folder.read(document));
    expect((await next.request(SuggestRequest, { uri }))!.tags.length).toBeGreaterThan(0);
    // What a run left that was killed while it wrote goes with the next one.
    expect(await next.request(TrainRequest, {})).toMatchObject([
      { kind: "trained", model: { documents: 300 } },
    ]);
    expect(made(folder)).toEqual([".gitignore", "model.sdlgm", "runs"]);
    expect(statSync(folder.modelPath).size).not.toBe(bytes.length);
  });
});

/** What a training has left, but for the cache, which there is where the documents have lain there for a while. */
function made(folder: Folder): string[] {
  return readdirSync(folder.pathOf(".sdlgm"))
    .filter((name) => name !== "cache")
    .sort();
}
