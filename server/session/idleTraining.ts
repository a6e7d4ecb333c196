import type { FolderSession } from "./folderSession.ts";
import type { Sessions } from "./sessions.ts";

/** Nothing may have changed for so long. */
const IDLE_MS = 60_000;

/** Trains the models of folders whose settings want that, when enough has changed and then nothing for a while. */
export class IdleTraining {
  readonly #sessions: Sessions;
  readonly #idleMs: number;
  #timer: NodeJS.Timeout | undefined;

  constructor(sessions: Sessions, idleMs = IDLE_MS) {
    this.#sessions = sessions;
    this.#idleMs = idleMs;
  }

  /** Something has changed: the wait begins anew. */
  activity(): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.#train(), this.#idleMs);
    this.#timer.unref();
  }

  dispose(): void {
    clearTimeout(this.#timer);
  }

  async #train(): Promise<void> {
    for (const folder of this.#sessions.all) {
      if (wantsTraining(folder)) await this.#sessions.train({ folder: folder.uri });
    }
  }
}

/** A folder without a model is trained by its user first. */
function wantsTraining(folder: FolderSession): boolean {
  const { trainWhenIdle, trainAfterChanges } = folder.settings;
  if (!trainWhenIdle || folder.run !== undefined) return false;
  const { model, changedDocuments } = folder.status();
  return model !== undefined && changedDocuments >= trainAfterChanges;
}
