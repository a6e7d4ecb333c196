import * as vscode from "vscode";
import { ReviewRequest } from "../../../server/protocol.ts";
import type { Session } from "../../session.ts";
import { askQuietly } from "../askQuietly.ts";
import { entryId, mergedQueues, type QueuedItem, type ReviewQueue, withoutEntries } from "./reviewQueue.ts";
import { PAGE } from "./suggestionFaces.ts";

/** So long an entry that was dealt with stays away even if an answer has it: the server learns of edits a moment later. */
const SETTLING_MS = 2000;

/** What is to be reviewed in all folders. */
export class Review implements vscode.Disposable {
  readonly #session: Session;
  readonly #changed = new vscode.EventEmitter<void>();
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
    if (this.#answer === undefined) return undefined;
    const now = performance.now();
    for (const [id, until] of this.#done) if (until < now) this.#done.delete(id);
    return withoutEntries(this.#answer, new Set(this.#done.keys()));
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
    this.#answer = withModel.length === 0 ? undefined : mergedQueues(queues, this.#shown);
    this.#changed.fire();
  }

  async more(): Promise<void> {
    this.#shown += PAGE;
    await this.refresh();
  }

  /** An entry is dealt with. */
  done(item: QueuedItem): void {
    this.#done.set(entryId(item), performance.now() + SETTLING_MS);
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
