import * as vscode from "vscode";
import { type FolderStatus, type RunReport, RunsRequest } from "../../server/protocol.ts";
import type { Session } from "../session.ts";
import { askQuietly } from "../views/askQuietly.ts";

interface Known {
  /** What the folder was like when its runs were asked for. */
  readonly when: string;
  readonly runs: readonly RunReport[];
}

/** The saved reports of the folders that somebody looks at, asked for anew when there may be another one. */
export class FolderRuns implements vscode.Disposable {
  readonly #session: Session;
  readonly #changed = new vscode.EventEmitter<void>();
  readonly #known = new Map<string, Known>();
  readonly #asking = new Map<string, string>();
  readonly #running = new Set<string>();
  readonly #ended = new Map<string, number>();

  readonly onDidChange = this.#changed.event;

  constructor(session: Session) {
    this.#session = session;
  }

  /** As far as they are known; the same list until they change. */
  of(folder: string): readonly RunReport[] {
    return this.#known.get(folder)?.runs ?? [];
  }

  /** To be called whenever the status of a folder that is looked at may have changed. */
  follow(status: FolderStatus): void {
    const { folder } = status;
    const when = this.#situation(status);
    if (when === undefined || this.#known.get(folder)?.when === when || this.#asking.get(folder) === when)
      return;
    this.#asking.set(folder, when);
    void this.#ask(folder, when);
  }

  /** Asks for all anew when they are looked at next: nobody has followed what went on meanwhile. Until then the old ones stay. */
  renew(): void {
    this.#asking.clear();
    for (const [folder, { runs }] of this.#known) this.#known.set(folder, { when: "", runs });
  }

  dispose(): void {
    this.#changed.dispose();
  }

  /** Another one after each run and for each model; undefined while a run goes on, which changes nothing before it ends. */
  #situation({ folder, phase, model }: FolderStatus): string | undefined {
    if (phase === "training") {
      this.#running.add(folder);
      return undefined;
    }
    if (this.#running.delete(folder)) this.#ended.set(folder, (this.#ended.get(folder) ?? 0) + 1);
    return [model?.created, model?.path, this.#ended.get(folder) ?? 0].join("\n");
  }

  async #ask(folder: string, when: string): Promise<void> {
    const runs = await askQuietly(this.#session, RunsRequest, { folder });
    // Another question has overtaken this one.
    if (this.#asking.get(folder) !== when) return;
    this.#asking.delete(folder);
    if (runs === undefined) return;
    this.#known.set(folder, { when, runs: runs.map(withoutReview) });
    this.#changed.fire();
  }
}

/** What is to be reviewed can be long, and another view shows it. */
function withoutReview(run: RunReport): RunReport {
  return { ...run, review: [] };
}
