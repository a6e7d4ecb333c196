import { describe, expect, it } from "vitest";
import {
  type BranchNode,
  firstPlaces,
  nodeId,
  PAGE,
  page,
  shownFor,
} from "../../../../extension/views/tags/tagNodes.ts";
import type { TagBranch } from "../../../../extension/views/tags/tagTree.ts";

const branch = (name: string): TagBranch => ({
  ...{ name, label: name, entry: { tag: name, documents: 1 } },
  ...{ children: [], uses: 1, tags: 1, severity: 0 },
});
const node = (name: string, folder = "file:///notes"): BranchNode => ({
  ...{ kind: "branch", folder, branch: branch(name), parent: undefined },
});

describe("the rows of the tags", () => {
  it("are shown in pages, the last row telling how many are left", () => {
    const nodes = Array.from({ length: 7 }, (_, i) => node(`${i}`));
    expect(page(nodes, 5, undefined)).toEqual([
      ...nodes.slice(0, 5),
      { kind: "more", parent: undefined, left: 2 },
    ]);
    expect(page(nodes, 7, undefined)).toEqual(nodes);
    expect(page([], 7, undefined)).toEqual([]);
  });

  it.each([
    [0, PAGE, PAGE],
    [PAGE - 1, PAGE, PAGE],
    [PAGE, PAGE, 2 * PAGE],
    [5 * PAGE + 3, PAGE, 6 * PAGE],
    [3, 4 * PAGE, 4 * PAGE],
  ])("grow by whole pages until row %i is there", (index, shown, expected) => {
    expect(shownFor(index, shown)).toBe(expected);
  });

  it("are the same rows after a refresh, and others in another folder", () => {
    expect(nodeId(node("tea"))).toBe(nodeId(node("tea")));
    expect(nodeId(node("tea"))).not.toBe(nodeId(node("tea", "file:///shop")));
    const place = { uri: "file:///notes/a.md", path: "a.md", title: "A", line: 3, character: 2 };
    const moved = { ...place, line: 9 };
    const parent = node("tea");
    expect(nodeId({ kind: "document", parent, place })).toBe(
      nodeId({ kind: "document", parent, place: moved }),
    );
  });

  it("have a document once, at its first place", () => {
    const at = (uri: string, line: number) => ({ uri, path: uri, title: "", line, character: 0 });
    expect(firstPlaces([at("a", 3), at("a", 9), at("b", 1)])).toEqual([at("a", 3), at("b", 1)]);
  });
});
