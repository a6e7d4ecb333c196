import { describe, expect, it } from "vitest";
import { evidenceText } from "../../server/cli/suggestionLines.ts";

describe("what is said of a similar document", () => {
  it.each([
    ["garden/best-leaves.md", "like best-leaves.md"],
    ["best-leaves.md", "like best-leaves.md"],
    ["@azure/core-client/package.json", "like core-client/package.json"],
    ["content/topics/search/_index.md", "like search/_index.md"],
    ["modules/README.md", "like modules/README.md"],
    ["package.json", "like package.json"],
    [`notes/${"long-".repeat(20)}name.md`, `like ${"long-".repeat(20).slice(0, 39)}…`],
  ])("%s is called %s", (term, text) => {
    expect(evidenceText([{ term, weight: 1, kind: "neighbour" }])).toBe(text);
  });
});
