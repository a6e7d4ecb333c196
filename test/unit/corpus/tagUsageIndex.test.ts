import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { inventoryOf } from "../../../server/corpus/tagInventory.ts";
import type { TagPlace } from "../../../server/corpus/tagUsage.ts";
import { TagUsageIndex } from "../../../server/corpus/tagUsageIndex.ts";
import { foldTag } from "../../../server/documents/tagName.ts";

/** The tags of a document, one below the other. */
function places(path: string, names: readonly string[]): TagPlace[] {
  return names.map((name, line) => ({
    path,
    name,
    range: { start: { line, character: 2 }, end: { line, character: 2 + name.length } },
  }));
}

function indexOf(documents: Readonly<Record<string, readonly string[]>>): TagUsageIndex {
  const index = new TagUsageIndex();
  for (const [path, names] of Object.entries(documents)) index.set(path, places(path, names));
  return index;
}

const small = { "b.md": ["Deep Sea", "fish"], "a.md": ["deep-sea", "fish", "Fish"], "c.md": ["deep-sea"] };

describe("the tags of a folder", () => {
  it("are counted by document, whatever their spelling, the most used first", () => {
    expect(indexOf(small).all).toEqual([
      {
        name: "deep-sea",
        fold: "deep-sea",
        documents: 3,
        spellings: [
          { name: "deep-sea", documents: 2 },
          { name: "Deep Sea", documents: 1 },
        ],
      },
      { name: "fish", fold: "fish", documents: 2, spellings: [{ name: "fish", documents: 2 }] },
    ]);
  });

  it("are found by any spelling", () => {
    expect(indexOf(small).get("DEEP_sea")?.name).toBe("deep-sea");
    expect(indexOf(small).get("deep")).toBeUndefined();
  });

  it("have their places by path, then by line", () => {
    const found = indexOf(small).placesOf("fish");
    expect(found.map(({ path, name, range }) => [path, name, range.start.line])).toEqual([
      ["a.md", "fish", 1],
      ["a.md", "Fish", 2],
      ["b.md", "fish", 1],
    ]);
    expect(indexOf(small).placesOf("none")).toEqual([]);
  });

  it("stand beside others, the most frequent first", () => {
    const index = indexOf({ a: ["x", "y", "z"], b: ["x", "z"], c: ["x", "Y", "z"], d: ["z"] });
    const names = (most: number) =>
      index.together("X", most).map(({ tag, documents }) => `${tag.name} ${documents}`);
    expect(names(9)).toEqual(["z 3", "Y 2"]);
    expect(names(1)).toEqual(["z 3"]);
    expect(index.together("none", 9)).toEqual([]);
  });

  it("follow a document that changes, and one that goes", () => {
    const index = indexOf(small);
    const before = index.all;
    index.set("c.md", places("c.md", ["new"]));
    index.delete("a.md");
    expect(index.all.map(({ name, documents }) => `${name} ${documents}`)).toEqual([
      "Deep Sea 1",
      "fish 1",
      "new 1",
    ]);
    expect(before[0]).toMatchObject({ name: "deep-sea", documents: 3 });
    expect(index.placesOf("deep sea").map(({ path }) => path)).toEqual(["b.md"]);
  });

  it("leave out what is no tag", () => {
    expect(indexOf({ a: ["", " ", "#", "x"] }).all.map(({ name }) => name)).toEqual(["x"]);
  });
});

describe("after any changes the tags", () => {
  const name = fc.constantFrom(
    "a",
    "A",
    "b",
    "B ",
    "c c",
    "c-c",
    "C_C",
    "graphs",
    "graph",
    "",
    "algorithm",
    "algoritm",
  );
  const change = fc.tuple(fc.constantFrom("1", "2", "3", "4", "5"), fc.array(name, { maxLength: 4 }));
  it("are those of an index made anew, and of the inventory", () => {
    fc.assert(
      fc.property(fc.array(change, { maxLength: 30 }), fc.nat(5), (changes, pause) => {
        const index = new TagUsageIndex();
        const documents = new Map<string, readonly string[]>();
        changes.forEach(([path, names], step) => {
          if (names.length === 0) index.delete(path);
          else index.set(path, places(path, names));
          documents.set(path, names);
          // Looked at in between, so that what is remembered must be let go.
          if (step % (pause + 1) === 0) {
            index.all.at(0);
            index.nearDuplicateOf("graphs");
          }
        });
        const fresh = indexOf(Object.fromEntries(documents));
        expect(index.all).toEqual(fresh.all);
        expect(index.all.map(({ fold, ...tag }) => tag)).toEqual(
          inventoryOf([...documents.values()], foldTag).tags,
        );
        for (const wanted of ["a", "c c", "graph", "graphs", "algoritm"]) {
          expect(index.get(wanted)).toEqual(fresh.get(wanted));
          expect(index.placesOf(wanted)).toEqual(fresh.placesOf(wanted));
          expect(index.together(wanted, 9)).toEqual(fresh.together(wanted, 9));
          expect(index.nearDuplicateOf(wanted)).toEqual(fresh.nearDuplicateOf(wanted));
        }
      }),
      { seed: 5, numRuns: 300 },
    );
  });
});

it("a folder of 30,000 documents is taken in and changed without a wait", () => {
  const index = new TagUsageIndex();
  // Generous, for machines that do other things meanwhile; it is to find out what grows with the square.
  const within = (milliseconds: number, work: () => void) => {
    const start = process.cpuUsage();
    work();
    const { user, system } = process.cpuUsage(start);
    expect((user + system) / 1000).toBeLessThan(milliseconds);
  };
  const documents = Array.from({ length: 30_000 }, (_, n) => {
    const names = [n % 7, n % 101, n % 9973, (n * n) % 9967, (n * 31) % 10_007].map((k) => `tag-${k}-name`);
    return { path: `notes/${n}.md`, places: places(`notes/${n}.md`, names) };
  });
  within(2000, () => {
    for (const document of documents) index.set(document.path, document.places);
    index.all.at(0);
  });
  within(2000, () => index.nearDuplicateOf("tag-name"));
  within(1000, () => {
    for (let n = 0; n < 20; n++) {
      index.set("notes/5.md", places("notes/5.md", [`fresh-${n}`, "tag-1-name"]));
      index.nearDuplicateOf(`fresh-${n + 1}`);
      index.all.at(0);
    }
  });
});
