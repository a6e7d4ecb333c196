import type { ReviewItem } from "../../../server/protocol.ts";

/** An entry of the queue, with the workspace folder that its document lies in. */
export interface QueuedItem extends ReviewItem {
  /** URI. */
  readonly folder: string;
  /** Where there are several folders. */
  readonly folderName?: string;
}

/** What is to be reviewed: the first entries, the surest first, and how many there are. */
export interface ReviewQueue {
  readonly items: readonly QueuedItem[];
  readonly total: number;
}

/** The same for the same document, tag and kind. */
export function entryId({ uri, tag, kind }: Pick<QueuedItem, "uri" | "tag" | "kind">): string {
  return `${kind} ${uri} ${tag}`;
}

/** The queues of all folders as one, the surest entries first; within a folder the order stays. */
export function mergedQueues(queues: readonly ReviewQueue[], most: number): ReviewQueue {
  const heads = queues.map(({ items }) => ({ items, at: 0 }));
  const items: QueuedItem[] = [];
  while (items.length < most) {
    const left = heads.filter(({ items, at }) => at < items.length);
    if (left.length === 0) break;
    const surest = left.reduce((best, head) =>
      surprise(head.items[head.at]) > surprise(best.items[best.at]) ? head : best,
    );
    items.push(surest.items[surest.at]);
    surest.at++;
  }
  return { items, total: queues.reduce((sum, { total }) => sum + total, 0) };
}

/** The queue without the entries with these ids. */
export function withoutEntries({ items, total }: ReviewQueue, ids: ReadonlySet<string>): ReviewQueue {
  const left = items.filter((item) => !ids.has(entryId(item)));
  return { items: left, total: total - (items.length - left.length) };
}

/** The entry behind the one with this id; behind the last one the first. Undefined where there is no other. */
export function entryAfter({ items }: ReviewQueue, id: string): QueuedItem | undefined {
  const at = items.findIndex((item) => entryId(item) === id);
  const next = items[at + 1] ?? items[0];
  return next !== undefined && entryId(next) !== id ? next : undefined;
}

/** In nats how surprising the entry is, with half the weight for tags that somebody gave on purpose: the order that the server has. */
function surprise({ kind, probability }: QueuedItem): number {
  return kind === "missing" ? -Math.log(1 - probability) : -Math.log(probability) / 2;
}
