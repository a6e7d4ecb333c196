import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  pathTo,
  TAG_ORDERS,
  type TagBranch,
  type TagOrder,
  tagTree,
} from "../../../../extension/views/tags/tagTree.ts";
import type { TagEntry, TagTrouble } from "../../../../server/protocol.ts";

const entry = (tag: string, documents = 1, trouble?: TagTrouble): TagEntry => ({
  tag,
  documents,
  ...(trouble !== undefined && { trouble }),
});

/** `name uses`, what is below in brackets. */
const drawn = (tree: readonly TagBranch[]): string =>
  tree
    .map(({ label, uses, entry, children }) => {
      const below = children.length > 0 ? ` [${drawn(children)}]` : "";
      return `${entry === undefined ? `(${label})` : label} ${uses}${below}`;
    })
    .join(", ");
const tree = (entries: readonly TagEntry[], order: TagOrder = "name", filter = "") =>
  tagTree(entries, order, filter, "en");

describe("the tree of tags", () => {
  it.each<[string, TagEntry[], string]>([
    ["is a list where nothing is nested", [entry("tea", 2), entry("bread", 3)], "bread 3, tea 2"],
    [
      "has a/b below a, with all uses counted",
      [entry("a", 4), entry("a/b", 3), entry("a/c", 1)],
      "a 8 [b 3, c 1]",
    ],
    ["makes a group of what is nested below nothing", [entry("a/b", 3), entry("a/c", 1)], "(a) 4 [b 3, c 1]"],
    ["makes no group of one tag", [entry("CI/CD", 3), entry("a/b/c")], "a/b/c 1, CI/CD 3"],
    ["makes one group of two that hold each other", [entry("a/b/c"), entry("a/b/d")], "(a/b) 2 [c 1, d 1]"],
    ["nests deeply", [entry("a"), entry("a/b"), entry("a/b/c", 5)], "a 7 [b 6 [c 5]]"],
    [
      "joins groups that are spelled differently",
      [entry("Web Dev/css"), entry("web-dev/html")],
      "(Web Dev) 2 [css 1, html 1]",
    ],
    [
      "leaves alone what merely has a slash",
      [entry("/etc"), entry("a//b"), entry("a/"), entry("a")],
      "/etc 1, a 1, a/ 1, a//b 1",
    ],
    ["is empty without tags", [], ""],
  ])("%s", (_, entries, expected) => {
    expect(drawn(tree(entries))).toBe(expected);
  });

  it.each<[TagOrder, string]>([
    ["name", "bread 9, oven 5 [2 3, 10 1], tea 4, yeast 1"],
    ["count", "bread 9, oven 5 [2 3, 10 1], tea 4, yeast 1"],
    ["trouble", "yeast 1, oven 5 [10 1, 2 3], tea 4, bread 9"],
  ])("is sorted by %s, on every level", (order, expected) => {
    const entries = [
      entry("tea", 4, "unpredictable"),
      entry("bread", 9),
      entry("oven", 1),
      entry("oven/2", 3),
      entry("oven/10", 1, "everywhere"),
      entry("yeast", 1, "near-duplicate"),
    ];
    expect(drawn(tree(entries, order))).toBe(expected);
  });

  it("puts equal counts in the order of their names", () => {
    expect(drawn(tree([entry("b"), entry("C"), entry("a")], "count"))).toBe("a 1, b 1, C 1");
  });

  it.each<[string, string]>([
    ["", "(oven) 2 [hot 1, Wood Fired 1], stone 1"],
    ["oven", "(oven) 2 [hot 1, Wood Fired 1]"],
    ["wood_fired", "oven/Wood Fired 1"],
    ["FIRED wood", "oven/Wood Fired 1"],
    ["st", "stone 1"],
    ["cold", ""],
  ])("filtered by “%s” has only tags with all of it in their whole names", (filter, expected) => {
    expect(drawn(tree([entry("oven/hot"), entry("oven/Wood Fired"), entry("stone")], "name", filter))).toBe(
      expected,
    );
  });

  it("leads to each of its tags", () => {
    const entries = [entry("a"), entry("a/b/c"), entry("a/b/d"), entry("e/f")];
    expect(pathTo(tree(entries), "a/b/d")?.map(({ label }) => label)).toEqual(["a", "b", "d"]);
    expect(pathTo(tree(entries), "e/f")?.map(({ label }) => label)).toEqual(["e/f"]);
    expect(pathTo(tree(entries), "a/x")).toBeUndefined();
  });

  it("has every tag once, whatever the names and the order", () => {
    const part = fc.constantFrom("a", "b", "A", "", "c d", "c-e", "ä");
    const names = fc.uniqueArray(
      fc.array(part, { minLength: 1, maxLength: 4 }).map((parts) => parts.join("/")),
      { maxLength: 25, selector: (name) => name.toLowerCase() },
    );
    const all = (branches: readonly TagBranch[]): TagEntry[] =>
      branches.flatMap(({ entry, children }) => [...(entry === undefined ? [] : [entry]), ...all(children)]);
    fc.assert(
      fc.property(names, fc.constantFrom(...TAG_ORDERS), (tags, order) => {
        const entries = tags.map((tag, i) => entry(tag, i));
        const grown = tree(entries, order);
        expect(all(grown).sort((a, b) => a.documents - b.documents)).toEqual(entries);
        const uses = grown.reduce((sum, branch) => sum + branch.uses, 0);
        expect(uses).toBe(entries.reduce((sum, { documents }) => sum + documents, 0));
        for (const { tag, documents } of entries)
          expect(pathTo(grown, tag)?.at(-1)?.entry?.documents).toBe(documents);
      }),
      { seed: 11, numRuns: 300 },
    );
  });

  // A tenth of a second on an idle machine; anything quadratic would take minutes.
  it("is made of 10,000 tags in a moment", () => {
    const entries = Array.from({ length: 10_000 }, (_, i) => entry(`topic ${i % 97}/tag ${i}`, i % 31));
    tree(entries, "count");
    const start = performance.now();
    tree(entries, "trouble");
    expect(performance.now() - start).toBeLessThan(5000);
  });
});
