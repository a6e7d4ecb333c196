import { createHash } from "node:crypto";
import { join } from "node:path";
import { t } from "@vscode/l10n";
import type { TaggedDocument } from "../language/taggedDocument.ts";
import type { FolderParams, FolderStatus, RunReport, TrainOutcome } from "../protocol.ts";
import { type ReportOutcome, startEvaluation, startTraining } from "../training/startTraining.ts";
import type { EditorClient } from "./client.ts";
import { FolderSession } from "./folderSession.ts";
import { type RunOutcome, type RunWork, TrainingRun } from "./trainingRun.ts";

export interface SessionsOptions {
  /** Path of the built `training/worker.ts`. */
  readonly worker: string;
  /** Version of the product. */
  readonly product: string;
  readonly cacheFolder: string | undefined;
}

export interface WorkspaceFolder {
  readonly uri: string;
  readonly name: string;
}

interface RunRequest {
  readonly kind: "training" | "evaluation";
  /** What the user sees. */
  readonly title: string;
  readonly signal: AbortSignal | undefined;
}

/** Share of the tagged documents that an evaluation hides. */
const TEST_FRACTION = 0.2;

/** All workspace folders, each with a session of its own. Folders may come and go, and may lie in one another. */
export class Sessions {
  readonly #client: EditorClient;
  readonly #options: SessionsOptions;
  readonly #folders = new Map<string, FolderSession>();
  /** One run at a time: two would fight for memory and make each other slow. */
  #lastRun: Promise<unknown> = Promise.resolve();
  /** Aborted when all folders are to stop, also those whose turn has not come. */
  #stoppingAll = new AbortController();

  constructor(client: EditorClient, options: SessionsOptions) {
    this.#client = client;
    this.#options = options;
  }

  get all(): readonly FolderSession[] {
    return [...this.#folders.values()];
  }

  statuses(): FolderStatus[] {
    return this.all.map((folder) => folder.status());
  }

  /** Opens a folder; its documents are read in the background. */
  add({ uri, name }: WorkspaceFolder): FolderSession | undefined {
    if (this.#folders.has(uri) || !uri.startsWith("file:")) return undefined;
    const folder = new FolderSession({
      uri,
      name,
      client: this.#client,
      cacheFile: this.#cacheFile(uri),
      product: this.#options.product,
    });
    this.#folders.set(uri, folder);
    folder.open().catch((error) => this.#client.log("error", error.stack));
    return folder;
  }

  remove(uri: string): void {
    this.#folders.get(uri)?.close();
    this.#folders.delete(uri);
    this.#client.statusChanged();
  }

  async close(): Promise<void> {
    for (const folder of this.all) folder.close();
    await this.#lastRun;
  }

  /** The innermost folder that a document lies in. */
  folderOf(uri: string): FolderSession | undefined {
    return this.all
      .filter((folder) => folder.paths.pathOf(uri) !== undefined)
      .sort((a, b) => b.paths.root.length - a.paths.root.length)[0];
  }

  openDocument(uri: string): TaggedDocument | undefined {
    return this.folderOf(uri)?.openDocument(uri);
  }

  /** The folder that is meant; without a name, all of them. */
  named({ folder }: FolderParams): readonly FolderSession[] {
    if (folder === undefined) return this.all;
    const found = this.#folders.get(folder) ?? this.folderOf(folder);
    return found === undefined ? [] : [found];
  }

  /** Trains the models of folders one after another. */
  async train(params: FolderParams, signal?: AbortSignal): Promise<TrainOutcome[]> {
    const outcomes: TrainOutcome[] = [];
    const all = this.#stoppingAll.signal;
    for (const folder of this.named(params)) {
      outcomes.push(
        all.aborted ? { kind: "cancelled", folder: folder.uri } : await this.#train(folder, signal),
      );
    }
    return outcomes;
  }

  /** Stops what is running; says whether anything was. */
  stop(params: FolderParams): boolean {
    const running = this.named(params).filter(({ run }) => run !== undefined);
    for (const { run } of running) run?.stop();
    if (params.folder === undefined) {
      this.#stoppingAll.abort();
      this.#stoppingAll = new AbortController();
    }
    return running.length > 0;
  }

  /** Holds what is running, or lets it go on; says whether anything was running. */
  pause(params: FolderParams, isPaused: boolean): boolean {
    const running = this.named(params).flatMap(({ run }) => run ?? []);
    for (const run of running) run.pause(isPaused);
    return running.length > 0;
  }

  async evaluate(params: FolderParams, signal?: AbortSignal): Promise<RunReport | null> {
    const [folder] = this.named(params);
    if (folder === undefined) return null;
    const { limit, seed, threads, reproducible } = folder.settings;
    const { modelPath } = folder;
    const kind = "evaluation";
    const title = t("Evaluating on hidden tags: {0}", folder.name);
    const outcome = await this.#run(folder, { kind, title, signal }, async (options) => {
      const paths = [folder.paths.root];
      const result = await startEvaluation(
        {
          ...{ kind: "evaluate", paths, seed, limit, testFraction: TEST_FRACTION, modelPath },
          ...{ threads, reproducible, source: folder.source },
        },
        { worker: this.#options.worker, ...options },
      );
      this.#remember(folder, result.run);
      return result.run;
    });
    if (outcome.kind === "failed") this.#client.tell("error", outcome.message);
    if (outcome.kind !== "done") return null;
    const { report } = outcome.result;
    if (report === undefined) {
      this.#client.tell(
        "error",
        t("The evaluation is done, but its report could not be made. The output says why."),
      );
    }
    return report ?? null;
  }

  async #train(folder: FolderSession, signal: AbortSignal | undefined): Promise<TrainOutcome> {
    const { limit, seed, threads, reproducible } = folder.settings;
    const { modelPath, uri } = folder;
    const title = t("Training the tag model: {0}", folder.name);
    const kind = "training";
    const outcome = await this.#run(folder, { kind, title, signal }, async (options) => {
      const { product, worker } = this.#options;
      const paths = [folder.paths.root];
      const result = await startTraining(
        {
          ...{ kind: "train", paths, modelPath, seed, limit, product },
          ...{ threads, reproducible, source: folder.source },
        },
        { worker, ...options },
      );
      if (result.engine?.reason !== undefined) this.#client.log("warning", result.engine.reason);
      this.#remember(folder, result.run);
      await folder.loadModel();
      return result.reading;
    });
    if (outcome.kind !== "done") return { ...outcome, folder: uri };
    if (folder.model.kind !== "ready") {
      return { kind: "failed", folder: uri, message: t("The new model was removed again: train once more.") };
    }
    const { skipped, defects } = outcome.result;
    const leftOut = skipped.length + defects.length;
    return { kind: "trained", folder: uri, model: folder.model.model.status, leftOut };
  }

  /** Runs when all runs before it have ended. A folder has one run at a time; another one is refused. */
  async #run<Result>(
    folder: FolderSession,
    { kind, title, signal }: RunRequest,
    work: RunWork<Result>,
  ): Promise<RunOutcome<Result>> {
    if (folder.run !== undefined) {
      return {
        kind: "failed",
        message: t("{0} is being worked on already: wait for its end or stop it.", folder.name),
      };
    }
    const run = new TrainingRun(this.#client, folder.uri, kind);
    folder.run = run;
    this.#client.statusChanged();
    const before = this.#lastRun;
    const done = (async (): Promise<RunOutcome<Result>> => {
      const stopped = AbortSignal.any([run.signal, folder.signal, ...(signal ? [signal] : [])]);
      await settledOrAborted(before, stopped);
      return stopped.aborted ? { kind: "cancelled" } : run.run(title, work, signal);
    })();
    this.#lastRun = Promise.allSettled([before, done]);
    try {
      return await done;
    } finally {
      folder.run = undefined;
      await folder.loadModel();
      this.#client.statusChanged();
    }
  }

  #remember(folder: FolderSession, { report, problem }: ReportOutcome): void {
    if (report !== undefined) folder.runs.add(report);
    if (problem !== undefined) this.#client.log("warning", problem);
  }

  #cacheFile(uri: string): string | undefined {
    const { cacheFolder } = this.#options;
    if (cacheFolder === undefined) return undefined;
    return join(cacheFolder, `index-${createHash("sha256").update(uri).digest("hex").slice(0, 16)}`);
  }
}

function settledOrAborted(work: Promise<unknown>, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    signal.addEventListener("abort", () => resolve(), { once: true });
    work.finally(() => resolve()).catch(() => undefined);
  });
}
