import * as vscode from "vscode";
import { ReviewRequest } from "../../../server/protocol.ts";
import type { Session } from "../../session.ts";
import { askQuietly } from "../askQuietly.ts";
import { entryId, mergedQueues, type QueuedItem, type ReviewQueue, withoutEntries } from "./reviewQueue.ts";
import { PAGE } from "./suggestionFaces.ts";

/** What is to be reviewed in all folders. */
export class Review implements vscode.Disposable {
  readonly #session: Session;
  readonly #changed = new vscode.EventEmitter<void>();
  /** The entries that were dealt with, and how much had been asked then: answers to that may still have them. */
  readonly #done = new Map<string, number>();
  #answer: ReviewQueue | undefined;
  #shown = PAGE;
  #asked = 0;

  readonly onDidChange = this.#changed.event;

  constructor(session: Session) {
    this.#session = session;
  }

  /** Undefined while nothing is known. */
  get queue(): ReviewQueue | undefined {
    return this.#answer && withoutEntries(this.#answer, new Set(this.#done.keys()));
  }

  /** Asks anew. */
  async refresh(): Promise<void> {
    this.#asked++;
    const asked = this.#asked;
    const { folders } = this.#session.status;
    const withModel = folders.filter(({ model }) => model !== undefined);
    const answers = await Promise.all(
      withModel.map(({ folder, name }) => this.#ask(folder, folders.length > 1 ? name : undefined)),
    );
    if (asked !== this.#asked) return;
    const queues = answers.filter((answer) => answer !== undefined);
    // Without any answer, the last one holds.
    if (queues.length === 0 && withModel.length > 0) return;
    for (const [id, then] of this.#done) if (then < asked) this.#done.delete(id);
    this.#answer = withModel.length === 0 ? undefined : mergedQueues(queues, this.#shown);
    this.#changed.fire();
  }

  async more(): Promise<void> {
    this.#shown += PAGE;
    await this.refresh();
  }

  /** An entry is dealt with. */
  done(item: QueuedItem): void {
    this.#done.set(entryId(item), this.#asked);
    this.#changed.fire();
  }

  dispose(): void {
    this.#changed.dispose();
  }

  async #ask(folder: string, folderName: string | undefined): Promise<ReviewQueue | undefined> {
    const answer = await askQuietly(this.#session, ReviewRequest, { folder, most: this.#shown });
    return (
      answer && {
        total: answer.total,
        items: answer.items.map((item) => ({
          ...item,
          folder,
          ...(folderName !== undefined && { folderName }),
        })),
      }
    );
  }
}
