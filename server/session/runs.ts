import { setImmediate as nextTurn } from "node:timers/promises";
import { t } from "@vscode/l10n";
import type { RunReport } from "../protocol.ts";
import { newestRuns, type RunFile, readRun, runFiles } from "../training/report/runFiles.ts";

/** A file that was read; without a report it is none of ours. */
interface KnownFile {
  readonly stamp: string;
  readonly report: RunReport | undefined;
  /** Whether the report still has what is large. */
  readonly isWhole: boolean;
}

/**
 * The reports on the trainings and evaluations of one folder: those that are saved beside its model, and those of this session that are not,
 * because the model does not lie in a folder of ours.
 */
export class Runs {
  readonly #modelPath: () => string;
  readonly #log: (line: string) => void;
  #files = new Map<string, KnownFile>();
  #unsaved: { readonly modelPath: string; readonly report: RunReport }[] = [];
  #queue: Promise<unknown> = Promise.resolve();

  /** @param log is told once of each file that cannot be used */
  constructor(modelPath: () => string, log: (line: string) => void) {
    this.#modelPath = modelPath;
    this.#log = log;
  }

  /** Remembers the report on a run that has just ended, saved or not. */
  add(report: RunReport): void {
    const added = newestRuns([{ modelPath: this.#modelPath(), report }, ...this.#unsaved], (one) =>
      isTraining(one.report),
    );
    const isWhole = wholeAmong(added.map((one) => one.report));
    this.#unsaved = added.map((one) => (isWhole(one.report) ? one : { ...one, report: trimmed(one.report) }));
  }

  /** The newest first, at most 20; all but the newest without `review`, `perTag` and `curve`. */
  async all(): Promise<RunReport[]> {
    return (await this.#current()).map((report, n) => (n === 0 ? report : trimmed(report)));
  }

  /** The report on the last training, with all that stands in it. */
  async lastTraining(): Promise<RunReport | undefined> {
    return (await this.#current()).find(isTraining);
  }

  #current(): Promise<readonly RunReport[]> {
    const current = this.#queue.then(() => this.#look());
    this.#queue = current.catch(() => undefined);
    return current;
  }

  /** The newest and that on the last training are whole. */
  async #look(): Promise<readonly RunReport[]> {
    const modelPath = this.#modelPath();
    const saved: RunReport[] = [];
    const files = new Map<string, KnownFile>();
    let hasTraining = false;
    for (const file of await runFiles(modelPath)) {
      const wantsWhole = (kind: RunReport["kind"]) =>
        saved.length === 0 || (kind === "training" && !hasTraining);
      const known = await this.#read(file, wantsWhole);
      files.set(file.path, known);
      if (known.report === undefined) continue;
      saved.push(known.report);
      hasTraining ||= known.report.kind === "training";
    }
    this.#files = files;
    const times = new Set(saved.map(({ created }) => created));
    this.#unsaved = this.#unsaved.filter(({ report }) => !times.has(report.created));
    const own = this.#unsaved.filter((one) => one.modelPath === modelPath).map(({ report }) => report);
    const all = [...saved, ...own].sort((a, b) => Date.parse(b.created) - Date.parse(a.created));
    return newestRuns(all, isTraining);
  }

  async #read(file: RunFile, wantsWhole: (kind: RunReport["kind"]) => boolean): Promise<KnownFile> {
    const { path, stamp } = file;
    const before = this.#files.get(path);
    if (before?.stamp === stamp) {
      const { report, isWhole } = before;
      if (report === undefined || isWhole === wantsWhole(report.kind)) return before;
      if (isWhole) return { stamp, report: trimmed(report), isWhole: false };
    }
    // A large one takes some milliseconds.
    await nextTurn();
    const report = await readRun(file);
    if (report === undefined) {
      this.#log(t("{0} is no report on a training or evaluation, and is left out.", path));
      return { stamp, report, isWhole: false };
    }
    const isWhole = wantsWhole(report.kind);
    return { stamp, report: isWhole ? report : trimmed(report), isWhole };
  }
}

/** Of reports, the newest first, which are wanted with all that stands in them. */
function wholeAmong(reports: readonly RunReport[]): (report: RunReport) => boolean {
  const training = reports.find(isTraining);
  return (report) => report === reports[0] || report === training;
}

function isTraining({ kind }: RunReport): boolean {
  return kind === "training";
}

function trimmed(report: RunReport): RunReport {
  return { ...report, review: [], perTag: [], curve: [] };
}
