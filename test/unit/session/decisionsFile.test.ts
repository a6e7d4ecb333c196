import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { foldTag } from "../../../server/documents/tagName.ts";
import type { Verdict } from "../../../server/protocol.ts";
import { DecisionsFile } from "../../../server/session/decisionsFile.ts";
import { folderOf } from "./support.ts";

async function opened(content?: string): Promise<DecisionsFile> {
  const decisions = new DecisionsFile(folderOf());
  if (content !== undefined) {
    mkdirSync(dirname(decisions.path));
    writeFileSync(decisions.path, content);
  }
  await decisions.load();
  return decisions;
}

const written = ({ path }: DecisionsFile): string => readFileSync(path, "utf8");

describe("decisions", () => {
  it("are none where there is no file, and none is made for nothing", async () => {
    const decisions = await opened();
    expect(decisions.problem).toBeUndefined();
    expect(decisions.of("a.md")).toEqual({ rejected: new Set(), kept: new Set() });
    expect(await decisions.decide("a.md", "x", null)).toBeUndefined();
    expect(await decisions.rename("a.md", "b.md")).toBeUndefined();
    expect(existsSync(decisions.path)).toBe(false);
  });

  it("are kept with the documents and the tags in order, the tags as they were written", async () => {
    const decisions = await opened();
    for (const [path, tag, verdict] of [
      ["b.md", "Zebra", "reject"],
      ["b.md", "ant hill", "reject"],
      ["a.md", "Cat", "keep"],
      ["b.md", "cow", "keep"],
    ] as const) {
      expect(await decisions.decide(path, tag, verdict)).toBeUndefined();
    }
    expect(written(decisions)).toBe(
      `${JSON.stringify(
        {
          documents: {
            "a.md": { keep: ["Cat"] },
            "b.md": { reject: ["Zebra", "ant hill"], keep: ["cow"] },
          },
        },
        undefined,
        2,
      )}\n`,
    );
    expect(decisions.of("b.md")).toEqual({
      rejected: new Set(["zebra", "ant-hill"]),
      kept: new Set(["cow"]),
    });
    expect(readdirSync(dirname(decisions.path)).sort()).toEqual([".gitignore", "decisions.json"]);
  });

  it("of one tag in one document are one: the last holds, in any spelling, until it is forgotten", async () => {
    const decisions = await opened();
    await decisions.decide("a.md", "Ant Hill", "reject");
    await decisions.decide("a.md", "ant-hill", "keep");
    expect(decisions.of("a.md")).toEqual({ rejected: new Set(), kept: new Set(["ant-hill"]) });
    await decisions.decide("a.md", "ANT_HILL", null);
    expect(decisions.of("a.md")).toEqual({ rejected: new Set(), kept: new Set() });
    expect(JSON.parse(written(decisions))).toEqual({ documents: {} });
  });

  it("asked for at the same time are all kept", async () => {
    const decisions = await opened();
    const tags = Array.from({ length: 20 }, (_, i) => `tag ${i}`);
    await Promise.all(tags.map((tag) => decisions.decide("a.md", tag, "reject")));
    expect(decisions.of("a.md").rejected.size).toBe(20);
    expect(JSON.parse(written(decisions)).documents["a.md"].reject).toHaveLength(20);
  });

  it("are read again as they were kept, whatever the names", async () => {
    const path = fc.oneof(
      fc.string({ unit: "binary", minLength: 1 }),
      fc.constantFrom("__proto__", "constructor"),
    );
    const step = fc.tuple(
      path,
      fc.string({ minLength: 1 }),
      fc.constantFrom<Verdict | null>("reject", "keep", null),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 5 }), async (steps) => {
        const decisions = await opened();
        const expected = new Map<string, Verdict | null>();
        for (const [document, tag, verdict] of steps) {
          await decisions.decide(document, tag, verdict);
          expected.set(JSON.stringify([document, foldTag(tag)]), verdict);
        }
        const again = new DecisionsFile(dirname(dirname(decisions.path)));
        await again.load();
        expect(again.problem).toBeUndefined();
        for (const [key, verdict] of expected) {
          const [document, fold] = JSON.parse(key);
          const { rejected, kept } = again.of(document);
          expect([rejected.has(fold), kept.has(fold)]).toEqual([verdict === "reject", verdict === "keep"]);
        }
      }),
      { seed: 5, numRuns: 60 },
    );
  });
});

describe("what else stands in the file", () => {
  it("stays, at the top and with each document", async () => {
    const content = {
      comment: "Agreed in May.",
      documents: { "b.md": { reject: ["x"], since: 2024 }, "a.md": { note: "as it is" } },
    };
    const decisions = await opened(JSON.stringify(content));
    await decisions.decide("c.md", "y", "keep");
    await decisions.decide("b.md", "x", null);
    expect(JSON.parse(written(decisions))).toEqual({
      comment: "Agreed in May.",
      documents: { "a.md": { note: "as it is" }, "b.md": { since: 2024 }, "c.md": { keep: ["y"] } },
    });
  });

  it.each([
    ["no JSON", "{"],
    ["conflicts of a merge", '<<<<<<< HEAD\n{"documents": {}}\n'],
    ["nothing at all", ""],
    ["a list", "[]"],
    ["no documents", '{"document": {}}'],
    ["a document that is no object", '{"documents": {"a.md": null}}'],
    ["tags that are no list", '{"documents": {"a.md": {"reject": "x"}}}'],
    ["tags that are no names", '{"documents": {"a.md": {"keep": ["x", 7]}}}'],
  ])("is left as it is when it is %s, and told in one sentence", async (_, content) => {
    const decisions = await opened(content);
    expect(decisions.problem).toMatch(/decisions\.json cannot be read \(.+\): mend it or delete it\./);
    expect(decisions.of("a.md").rejected.size).toBe(0);
    expect(await decisions.decide("a.md", "y", "reject")).toBe(decisions.problem);
    expect(await decisions.rename("a.md", "b.md")).toBe(decisions.problem);
    expect(written(decisions)).toBe(content);
  });

  it("does not undo what was known before it broke", async () => {
    const decisions = await opened('{"documents": {"a.md": {"reject": ["x"]}}}');
    writeFileSync(decisions.path, "{");
    await decisions.load();
    expect(decisions.of("a.md").rejected).toEqual(new Set(["x"]));
    writeFileSync(decisions.path, '{"documents": {}}');
    await decisions.load();
    expect(decisions.problem).toBeUndefined();
    expect(decisions.of("a.md").rejected.size).toBe(0);
  });
});

describe("a decision that cannot be kept", () => {
  it("is told, and nothing has changed", async () => {
    const decisions = new DecisionsFile(join(folderOf({ file: "" }), "file"));
    await decisions.load();
    expect(await decisions.decide("a.md", "x", "reject")).toMatch(
      /cannot be written: .*The decision was not kept\.$/,
    );
    expect(decisions.of("a.md").rejected.size).toBe(0);
  });
});

describe("a document that gets another name", () => {
  const content = {
    documents: { "a/b.md": { reject: ["x"] }, "a/b/c.md": { keep: ["y"] }, "ab.md": { keep: ["z"] } },
  };
  it.each([
    ["a/b.md", "d.md", ["a/b/c.md", "ab.md", "d.md"]],
    ["a", "e/f", ["ab.md", "e/f/b.md", "e/f/b/c.md"]],
    ["a/b", "g", ["a/b.md", "ab.md", "g/c.md"]],
    ["none", "h", ["a/b.md", "a/b/c.md", "ab.md"]],
  ])("takes its decisions along: %s to %s", async (from, to, paths) => {
    const decisions = await opened(JSON.stringify(content));
    expect(await decisions.rename(from, to)).toBeUndefined();
    expect(Object.keys(JSON.parse(written(decisions)).documents).sort()).toEqual(paths);
  });
});
