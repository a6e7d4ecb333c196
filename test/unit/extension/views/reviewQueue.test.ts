import { describe, expect, it } from "vitest";
import {
  entryAfter,
  entryId,
  mergedQueues,
  type QueuedItem,
  withoutEntries,
} from "../../../../extension/views/suggestions/reviewQueue.ts";

const item = (tag: string, probability = 0.9, kind: QueuedItem["kind"] = "missing"): QueuedItem => ({
  ...{ tag, probability, kind, folder: "file:///notes" },
  ...{ uri: `file:///notes/${tag}.md`, path: `${tag}.md`, title: tag },
});
const tags = (items: readonly QueuedItem[]) => items.map(({ tag }) => tag);

describe("the queues of several folders", () => {
  const kitchen = [item("bread", 0.99), item("oven", 0.01, "unlikely"), item("tea", 0.6)];
  const workshop = [item("oil", 0.97), item("saw", 0.8)];

  it("become one with the surest entries first", () => {
    const queue = mergedQueues(
      [
        { items: kitchen, total: 30 },
        { items: workshop, total: 2 },
      ],
      10,
    );
    expect(tags(queue.items)).toEqual(["bread", "oil", "oven", "saw", "tea"]);
    expect(queue.total).toBe(32);
  });

  it("end where enough are shown", () => {
    const queue = mergedQueues(
      [
        { items: kitchen, total: 30 },
        { items: workshop, total: 2 },
      ],
      2,
    );
    expect(tags(queue.items)).toEqual(["bread", "oil"]);
    expect(queue.total).toBe(32);
  });

  it("keep the order that the server gave a folder", () => {
    const items = [item("a", 0.7), item("b", 0.9)];
    expect(tags(mergedQueues([{ items, total: 2 }], 10).items)).toEqual(["a", "b"]);
  });

  it("are nothing where there is no folder", () => {
    expect(mergedQueues([], 10)).toEqual({ items: [], total: 0 });
  });
});

describe("an entry of the queue", () => {
  const queue = { items: [item("a"), item("b"), item("c")], total: 40 };
  const id = (tag: string) => entryId(item(tag));

  it("leaves it when it is done", () => {
    const left = withoutEntries(queue, new Set([id("b"), id("gone")]));
    expect(tags(left.items)).toEqual(["a", "c"]);
    expect(left.total).toBe(39);
  });

  it("is another one for another tag, document or kind", () => {
    const ids = [item("a"), item("b"), item("a", 0.1, "unlikely"), { ...item("a"), uri: "file:///x.md" }].map(
      entryId,
    );
    expect(new Set(ids).size).toBe(4);
  });

  it.each<[string, string | undefined]>([
    ["a", "b"],
    ["b", "c"],
    ["c", "a"],
    ["gone", "a"],
  ])("%s is followed by %s", (tag, next) => {
    expect(entryAfter(queue, id(tag))?.tag).toBe(next);
  });

  it("is followed by nothing when it is the only one", () => {
    expect(entryAfter({ items: [item("a")], total: 1 }, id("a"))).toBeUndefined();
    expect(entryAfter({ items: [], total: 0 }, id("a"))).toBeUndefined();
  });
});
