import { describe, expect, it } from "vitest";
import type { TagReport } from "../../../server/protocol.ts";
import {
  deadTags,
  orderedTags,
  overusedTags,
  strongestTags,
  weakestTags,
} from "../../../webview/figures/tagRanking.ts";

function tag(name: string, f1: number, documents = 20, predicted = documents): TagReport {
  return { tag: name, documents, predicted, precision: f1, recall: f1, f1 };
}

const names = (tags: readonly TagReport[]): string => tags.map((one) => one.tag).join(" ");

describe("the strongest and the weakest tags", () => {
  it("are the best and the worst, each from its end", () => {
    const tags = [tag("b", 0.5), tag("d", 0.1), tag("a", 0.9), tag("c", 0.4)];
    expect(names(strongestTags(tags, 2))).toBe("a b");
    expect(names(weakestTags(tags, 2))).toBe("d c");
  });

  it("are the more used ones among equals", () => {
    const tags = [tag("rare", 0, 6), tag("common", 0, 300), tag("good", 1), tag("better", 1, 90)];
    expect(names(weakestTags(tags, 2))).toBe("common rare");
    expect(names(strongestTags(tags, 2))).toBe("better good");
  });

  it("never share a tag", () => {
    const tags = [tag("a", 0.9), tag("b", 0.5), tag("c", 0.1)];
    expect(names(strongestTags(tags, 10))).toBe("a b");
    expect(names(weakestTags(tags, 10))).toBe("c");
  });

  it("leave out tags on a few documents where there are enough others", () => {
    const tags = [tag("once", 0, 1), tag("a", 0.9), tag("b", 0.2), tag("unused", 0, 0)];
    expect(names(weakestTags(tags, 1))).toBe("b");
    expect(names(weakestTags([tag("once", 0, 1), tag("twice", 1, 2), tag("unused", 0, 0)], 3))).toBe("once");
  });

  it("can be of figures that nobody could measure", () => {
    expect(names(weakestTags([tag("a", 0.5), tag("nan", Number.NaN)], 5))).toBe("nan");
  });
});

describe("troubled tags", () => {
  it("are dead where documents have them and none would get them", () => {
    expect(
      names(
        deadTags([tag("alive", 0.1, 9, 1), tag("rare", 0, 3, 0), tag("dead", 0, 9, 0), tag("gone", 0, 0, 0)]),
      ),
    ).toBe("dead rare");
  });

  it.each([
    [10, 19, false],
    [10, 20, true],
    [2, 6, false],
    [2, 7, true],
    [0, 5, true],
  ])("on %d documents and predicted on %d are overused: %s", (documents, predicted, expected) => {
    expect(overusedTags([tag("x", 0.5, documents, predicted)]).length === 1).toBe(expected);
  });
});

describe("the order of all tags", () => {
  const tags = [
    tag("Zebra", 0.3, 5, 20),
    tag("apple", 0.9, 50, 40),
    tag("part 10", 0.1, 9),
    tag("part 9", 0.2, 9),
  ];

  it.each([
    ["documents", "apple part 10 part 9 Zebra"],
    ["weakest", "part 10 part 9 Zebra apple"],
    ["strongest", "apple Zebra part 9 part 10"],
    ["name", "apple part 9 part 10 Zebra"],
    ["over", "Zebra part 10 part 9 apple"],
  ] as const)("by %s is %s", (order, expected) => {
    expect(names(orderedTags(tags, order))).toBe(expected);
  });

  it("leaves the tags that it is given as they are", () => {
    const before = names(tags);
    orderedTags(tags, "name");
    expect(names(tags)).toBe(before);
  });
});
