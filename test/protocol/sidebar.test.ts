import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { setTimeout as wait } from "node:timers/promises";
import { beforeAll, describe, expect, it } from "vitest";
import {
  CancelRequest,
  DecideRequest,
  EvaluateRequest,
  PauseRequest,
  type ReviewItem,
  ReviewRequest,
  RunsRequest,
  StatusNotification,
  StatusRequest,
  TagPlacesRequest,
  TagsRequest,
  TrainingEventNotification,
  type TrainOutcome,
  TrainRequest,
} from "../../server/protocol.ts";
import { subjectFiles } from "../cli/program.ts";
import { note, notes } from "../unit/language/support/notes.ts";
import type { LanguageServer } from "./languageServer.ts";
import { Folder, settings, startServer } from "./workspace.ts";

/** The notes, of which one lacks its topic and one has the tag of another; a slip; and one that wants no tags. */
function faultyNotes(): Record<string, string> {
  const all = notes();
  const change = (path: string, from: string, to: string): string => {
    expect(all[path]).toContain(from);
    return all[path].replace(from, to);
  };
  return {
    ...all,
    "garden/note-8.md": change("garden/note-8.md", "  - garden\n", ""),
    "sailing/note-9.md": change("sailing/note-9.md", "  - sailing\n", "  - sailing\n  - baking\n"),
    "odd.md": note("Odd", ["Gardne"], "Nothing of note."),
    "none.md": "---\ntitle: spade\ntags: []\n---\n\nThe spade and the hedge and the mulch and the trowel.\n",
  };
}

const said = ({ path, tag, kind }: ReviewItem): string => `${path} ${kind} ${tag}`;

describe("after a training", () => {
  const folder = new Folder(faultyNotes());
  let server: LanguageServer;
  beforeAll(async () => {
    server = await startServer([folder]);
    expect(await server.request(RunsRequest, {})).toEqual([]);
    expect(await server.request(ReviewRequest, {})).toEqual({ items: [], total: 0 });
    expect(await server.request(TrainRequest, {})).toMatchObject([{ kind: "trained" }]);
  });

  it("there is a report, saved beside the model", async () => {
    const [run, ...older] = await server.request(RunsRequest, { folder: folder.uri });
    expect(older).toEqual([]);
    const [{ model }] = await server.request(StatusRequest, {});
    expect(run).toMatchObject({
      kind: "training",
      created: model!.created,
      documents: 50,
      judgedDocuments: model!.taggedDocuments,
      leftOut: [{ reason: "untagged", documents: 9 }],
    });
    expect(run.agreement.microF1).toBeCloseTo(model!.heldOut["microF1"], 3);
    expect(run.curve.length).toBeGreaterThan(1);
    expect(run.curve[0]).toMatchObject({ heldOut: { microF1: expect.any(Number) } });
    const [file] = readdirSync(folder.pathOf(".sdlgm/runs"));
    expect(JSON.parse(folder.read(`.sdlgm/runs/${file}`))).toEqual(run);
  });

  it("its events had the figures of held-out documents while the head was learned", () => {
    const head = server.said(TrainingEventNotification).filter(({ stage }) => stage === "head");
    expect(head.filter(({ heldOut }) => heldOut?.["microF1"] !== undefined).length).toBeGreaterThan(0);
  });

  it("tags come with their counts and with what is wrong with them", async () => {
    const tags = await server.request(TagsRequest, {});
    expect(tags.map(({ documents }) => documents)).toEqual(
      tags.map(({ documents }) => documents).sort((a, b) => b - a),
    );
    expect(tags.find(({ tag }) => tag === "Gardne")).toMatchObject({
      documents: 1,
      trouble: "near-duplicate",
      common: "garden",
    });
    const baking = tags.find(({ tag }) => tag === "baking")!;
    expect(baking).toEqual({ tag: "baking", documents: 11, f1: expect.any(Number) });
    expect(baking.f1).toBeGreaterThan(0.5);
  });

  it("a tag has its places by path, with titles", async () => {
    const places = await server.request(TagPlacesRequest, { tag: "GARDNE" });
    expect(places).toEqual([
      { uri: folder.uriOf("odd.md"), path: "odd.md", title: "Odd", line: 3, character: 4 },
    ]);
    const baking = await server.request(TagPlacesRequest, { folder: folder.uri, tag: "baking" });
    const paths = baking.map(({ path }) => path);
    expect(paths).toHaveLength(11);
    expect(paths).toEqual([...paths].sort());
    expect(await server.request(TagPlacesRequest, { tag: "nowhere" })).toEqual([]);
  });

  describe("the review queue", () => {
    const MISSING = "garden/note-8.md missing garden";
    const UNTAGGED = "garden/note-20.md missing garden";
    const queue = async () => (await server.request(ReviewRequest, {})).items.map(said);

    it("has what is missing, also where no tags are, but nothing of those who want none", async () => {
      const items = await queue();
      expect(items).toContain(MISSING);
      expect(items).toContain(UNTAGGED);
      expect(items.filter((item) => item.startsWith("none.md"))).toEqual([]);
    });

    it("gives as many as are wanted, and counts all", async () => {
      const all = await server.request(ReviewRequest, {});
      expect(all.total).toBe(all.items.length);
      const some = await server.request(ReviewRequest, { folder: folder.uri, most: 3 });
      expect(some).toEqual({ items: all.items.slice(0, 3), total: all.total });
      const [first] = some.items;
      expect(first).toMatchObject({ uri: folder.uriOf(first.path), title: expect.stringMatching(/\w/) });
    });

    it("has no more what was rejected, until that is taken back", async () => {
      const uri = folder.uriOf("garden/note-20.md");
      await server.request(DecideRequest, { uri, tag: "Garden", verdict: "reject" });
      expect(await queue()).not.toContain(UNTAGGED);
      await server.request(DecideRequest, { uri, tag: "garden", verdict: null });
      expect(await queue()).toContain(UNTAGGED);
    });

    it("has no more what was done in the editor, as it is typed", async () => {
      const uri = folder.uriOf("garden/note-8.md");
      const text = folder.read("garden/note-8.md");
      await server.open(uri, text);
      await server.change(uri, text.replace("tags:\n", "tags:\n  - garden\n"), 2);
      expect(await queue()).not.toContain(MISSING);
      await server.change(uri, text, 3);
      expect(await queue()).toContain(MISSING);
      await server.notify("textDocument/didClose", { textDocument: { uri } });
    });

    it("has nothing of documents that are gone", async () => {
      const text = folder.read("garden/note-20.md");
      rmSync(folder.pathOf("garden/note-20.md"));
      await server.watched([folder.uriOf("garden/note-20.md"), 3]);
      expect(await queue()).not.toContain(UNTAGGED);
      folder.write({ "garden/note-20.md": text });
      await server.watched([folder.uriOf("garden/note-20.md"), 1]);
      expect(await queue()).toContain(UNTAGGED);
    });
  });

  it("an evaluation is a run as well; the older report is small, and the queue stays", async () => {
    const before = await server.request(ReviewRequest, {});
    const [training] = await server.request(RunsRequest, {});
    await server.request(EvaluateRequest, {});
    const [evaluation, older, ...more] = await server.request(RunsRequest, {});
    expect(more).toEqual([]);
    expect(evaluation).toMatchObject({ kind: "evaluation", review: [] });
    expect(Object.keys(evaluation.baselines)).toContain("oneVsRest");
    expect(evaluation.curve.length).toBeGreaterThan(1);
    expect(older).toEqual({ ...training, review: [], perTag: [], curve: [] });
    expect(await server.request(ReviewRequest, {})).toEqual(before);
    expect((await server.request(TagsRequest, {})).some(({ f1 }) => f1 !== undefined)).toBe(true);
  });

  it("what stands in the place of a report is left out with one line in the output", async () => {
    const runs = await server.request(RunsRequest, {});
    const bad = ".sdlgm/runs/2030-01-01T00-00-00.000Z.json";
    writeFileSync(folder.pathOf(bad), '{"version":1,"review":"all"}');
    expect(await server.request(RunsRequest, {})).toEqual(runs);
    expect(await server.request(RunsRequest, {})).toEqual(runs);
    const lines = server
      .said<{ message: string }>({ method: "window/logMessage" })
      .filter(({ message }) => message.includes("2030-01-01"));
    expect(lines).toHaveLength(1);
    expect(server.shown).toEqual([]);
  });

  it("of a folder that is none, there is nothing", async () => {
    const nowhere = { folder: "file:///elsewhere" };
    expect(await server.request(RunsRequest, nowhere)).toEqual([]);
    expect(await server.request(TagsRequest, nowhere)).toEqual([]);
    expect(await server.request(TagPlacesRequest, { ...nowhere, tag: "garden" })).toEqual([]);
    expect(await server.request(ReviewRequest, nowhere)).toEqual({ items: [], total: 0 });
    expect(await server.request(PauseRequest, { ...nowhere, paused: true })).toBe(false);
  });
});

it("a report that could not be saved is no reason for a training to fail, and is there until the server ends", async () => {
  const folder = new Folder({ ...notes(), ".sdlgm/runs": "a file in its place" });
  const server = await startServer([folder]);
  expect(await server.request(TrainRequest, {})).toMatchObject([{ kind: "trained" }]);
  expect(existsSync(folder.modelPath)).toBe(true);
  expect(await server.request(RunsRequest, {})).toMatchObject([{ kind: "training" }]);
  expect((await server.request(ReviewRequest, {})).total).toBeGreaterThan(0);
  const line = await server.until(({ method, params }) => {
    const { message } = params as { message?: string };
    return (
      method === "window/logMessage" && message?.startsWith("The report on this run was not saved") === true
    );
  });
  expect(line).toBeDefined();
  expect(server.shown).toEqual([]);
});

it("where the model lies in another folder nothing is saved, and the report is there all the same", async () => {
  const folder = new Folder(notes());
  const server = await startServer([folder], { configuration: settings({ model: { path: "tags.sdlgm" } }) });
  expect(await server.request(TrainRequest, {})).toMatchObject([{ kind: "trained" }]);
  expect(await server.request(RunsRequest, {})).toMatchObject([{ kind: "training" }]);
  expect(readdirSync(folder.path).filter((name) => /^(\.|tags|runs)/.test(name))).toEqual(["tags.sdlgm"]);
});

describe("a training that is paused", () => {
  let folder: Folder;
  let server: LanguageServer;
  beforeAll(async () => {
    folder = new Folder(subjectFiles(300, 120));
    server = await startServer([folder]);
    expect(await server.request(PauseRequest, { paused: true })).toBe(false);
  });

  async function paused(): Promise<{ outcome: Promise<readonly TrainOutcome[]> }> {
    const after = server.received.length;
    const outcome = server.request(TrainRequest, {});
    await server.untilSaid(TrainingEventNotification, ({ stage }) => stage === "features", after);
    expect(await server.request(PauseRequest, { folder: folder.uri, paused: true })).toBe(true);
    return { outcome };
  }

  it("stands still and says so, goes on, and comes to its end as if nothing had been", async () => {
    const { outcome } = await paused();
    await server.untilSaid(StatusNotification, ({ folders }) => folders[0].run?.isPaused === true);
    await wait(200);
    const [{ progress, run, phase }] = await server.request(StatusRequest, {});
    expect({ phase, run }).toEqual({ phase: "training", run: { kind: "training", isPaused: true } });
    await wait(700);
    const [later] = await server.request(StatusRequest, {});
    expect(later.progress).toEqual(progress);
    expect(later.progress!.overall).toBeLessThan(1);

    expect(await server.request(PauseRequest, { paused: false })).toBe(true);
    const [running] = await server.request(StatusRequest, {});
    expect(running.run).toEqual({ kind: "training", isPaused: false });
    const from = performance.now();
    expect(await outcome).toMatchObject([{ kind: "trained", model: { documents: 300 } }]);
    const [{ seconds }] = await server.request(RunsRequest, {});
    // Without the 900 ms and more that it was held; before them it had hardly begun.
    expect(seconds).toBeLessThan((performance.now() - from) / 1000 + 0.9);
    const [ready] = await server.request(StatusRequest, {});
    expect([ready.phase, ready.run]).toEqual(["ready", undefined]);
  });

  it("can be stopped, and leaves the old model", async () => {
    const bytes = readFileSync(folder.modelPath);
    const { outcome } = await paused();
    await wait(100);
    const from = performance.now();
    expect(await server.request(CancelRequest, {})).toBe(true);
    expect(await outcome).toEqual([{ kind: "cancelled", folder: folder.uri }]);
    expect(performance.now() - from).toBeLessThan(1000);
    expect(readFileSync(folder.modelPath)).toEqual(bytes);
    // A cache too, where the documents have lain there for a while.
    const left = readdirSync(folder.pathOf(".sdlgm")).filter((name) => name !== "cache");
    expect(left.sort()).toEqual([".gitignore", "model.sdlgm", "runs"]);
  });
});
