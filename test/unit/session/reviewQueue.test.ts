import { describe, expect, it } from "vitest";
import { TagUsageIndex } from "../../../server/corpus/tagUsageIndex.ts";
import { foldTag } from "../../../server/documents/tagName.ts";
import { DEFAULT_SETTINGS } from "../../../server/language/settings.ts";
import type { ReviewEntry } from "../../../server/protocol.ts";
import { reviewQueue } from "../../../server/session/reviewQueue.ts";
import type { IndexedDocument } from "../../../server/workspace/folderIndex.ts";
import { missing, runReport, unlikely } from "../support/runReport.ts";

const RANGE = { start: { line: 1, character: 2 }, end: { line: 1, character: 5 } };

interface Now {
  /** The tags that documents have, by path. */
  readonly documents: Readonly<Record<string, readonly string[]>>;
  readonly rejected?: Readonly<Record<string, readonly string[]>>;
  readonly kept?: Readonly<Record<string, readonly string[]>>;
}

/** The queue of what a training found, in a folder as it is now. */
function queue(review: readonly ReviewEntry[], now: Now, most?: number) {
  const usage = new TagUsageIndex();
  const documents = new Map<string, IndexedDocument>();
  for (const [path, names] of Object.entries(now.documents)) {
    const tags = names.map((name) => ({ name, range: RANGE }) as IndexedDocument["tags"][number]);
    usage.set(
      path,
      names.map((name) => ({ path, name, range: RANGE })),
    );
    const title = `About ${path}`;
    documents.set(path, {
      path,
      absolute: `/${path}`,
      title,
      tags,
      problems: 0,
      modified: 0,
      open: false,
      digest: "",
    });
  }
  const folder = {
    ...{ uri: "file:///notes", settings: DEFAULT_SETTINGS, tags: usage, editing: {} },
    uriOf: (path: string) => `file:///notes/${path}`,
  };
  const folds = (names: readonly string[] = []) => new Set(names.map(foldTag));
  const decisions = {
    of: (path: string) => ({ rejected: folds(now.rejected?.[path]), kept: folds(now.kept?.[path]) }),
  };
  return reviewQueue(runReport({ review }), { folder, documents, decisions }, most);
}

/** Documents so that all tags are known in the folder. */
const OTHERS = { "other.md": ["Bread", "soup"] };

async function shown(review: readonly ReviewEntry[], now: Now): Promise<string[]> {
  return (await queue(review, now)).items.map(({ path, tag, kind }) => `${path} ${tag} ${kind}`);
}

describe("the review queue", () => {
  it("has what the training found, with addresses and titles, in its order", async () => {
    const now = { documents: { ...OTHERS, "a.md": ["soup"], "b.md": [] } };
    const review = [unlikely("a.md", "soup"), missing("b.md", "bread")];
    expect(await queue(review, now)).toEqual({
      items: [
        { ...unlikely("a.md", "soup"), uri: "file:///notes/a.md", title: "About a.md" },
        { ...missing("b.md", "Bread"), uri: "file:///notes/b.md", title: "About b.md" },
      ],
      total: 2,
    });
  });

  it.each<[string, ReviewEntry, Now]>([
    ["of a document that is gone", missing("gone.md", "bread"), { documents: OTHERS }],
    ["of a path out of the folder", missing("../../etc/passwd", "bread"), { documents: OTHERS }],
    [
      "of a tag that was added, in any spelling",
      missing("a.md", "bread"),
      { documents: { ...OTHERS, "a.md": ["BREAD"] } },
    ],
    ["of a tag that was removed", unlikely("a.md", "soup"), { documents: { ...OTHERS, "a.md": [] } }],
    ["of a tag that nobody has any more", missing("a.md", "pasta"), { documents: { ...OTHERS, "a.md": [] } }],
    [
      "that was rejected",
      missing("a.md", "bread"),
      { documents: { ...OTHERS, "a.md": [] }, rejected: { "a.md": ["Bread"] } },
    ],
    [
      "that was said to be right",
      unlikely("a.md", "soup"),
      { documents: { ...OTHERS, "a.md": ["soup"] }, kept: { "a.md": ["Soup"] } },
    ],
  ])("has no entry %s", async (_, entry, now) => {
    expect(await queue([entry], now)).toEqual({ items: [], total: 0 });
  });

  it("keeps what was decided about another document or another tag", async () => {
    const now = {
      documents: { ...OTHERS, "a.md": [], "b.md": [] },
      rejected: { "a.md": ["soup"], "b.md": ["bread"] },
    };
    const review = [
      missing("a.md", "bread"),
      missing("a.md", "soup"),
      missing("b.md", "bread"),
      missing("b.md", "soup"),
    ];
    expect(await shown(review, now)).toEqual(["a.md Bread missing", "b.md soup missing"]);
  });

  it("gives as many as are wanted, and counts them all", async () => {
    const paths = Array.from({ length: 30 }, (_, i) => `${i}.md`);
    const now = { documents: { ...OTHERS, ...Object.fromEntries(paths.map((path) => [path, []])) } };
    const { items, total } = await queue(
      paths.map((path) => missing(path, "soup")),
      now,
      4,
    );
    expect([items.map(({ path }) => path), total]).toEqual([["0.md", "1.md", "2.md", "3.md"], 30]);
  });
});
