import { describe, expect, it } from "vitest";
import type { Location, Position } from "vscode-languageserver-types";
import { tagDefinition } from "../../../server/language/definition.ts";
import { tagHighlights } from "../../../server/language/documentHighlights.ts";
import { tagReferences } from "../../../server/language/references.ts";
import type { TaggedDocument } from "../../../server/language/taggedDocument.ts";
import { lines } from "../documents/lines.ts";
import { CURSOR, cursor } from "./support/cursor.ts";
import { note } from "./support/notes.ts";
import { Workspace } from "./support/workspace.ts";

const workspace = new Workspace({
  "a.md": note("A", ["usability", "programming/rust"], "On #Usability again."),
  "b.md": note("B", ["Usability"], ""),
  "guide/rust.md": note("Rust", ["programming/rust"], ""),
  "tags/usability.md": note("What it is", ["usability"], ""),
  "tags/open-source/_index.md": note("Index", ["open source"], ""),
});

/** Places as `path:line:column`, counted from 1. */
function places(locations: readonly Location[] | undefined): string[] | undefined {
  return locations?.map(
    ({ uri, range: { start } }) =>
      `${uri.slice(`${Workspace.uri}/`.length)}:${start.line + 1}:${start.character + 1}`,
  );
}

function ask<T>(marked: string, question: (doc: TaggedDocument, position: Position) => T): T {
  const { text, offset } = cursor(marked);
  const doc = workspace.taggedDocument("open.md", text, { opinion: null });
  return question(doc, doc.lines.positionAt(offset));
}

const on = (tag: string) => note("Open", [`${tag}${CURSOR}`], "");

describe("the definition of a tag", () => {
  it.each<[string, readonly string[]]>([
    ["usability", ["tags/usability.md:4:5"]],
    ["USABILITY", ["tags/usability.md:4:5"]],
    ["programming/rust", ["guide/rust.md:4:5"]],
    ["Open_Source", ["tags/open-source/_index.md:4:5"]],
    ["new", ["open.md:4:5"]],
  ])("of %s is its place in the document that is called so, or else all places", (tag, expected) => {
    expect(places(ask(on(tag), tagDefinition))).toEqual(expected);
  });

  it("is none where no tag is", () => {
    expect(ask(note("Open", ["usability"], `pro${CURSOR}se`), tagDefinition)).toBeUndefined();
  });

  it("is at most a hundred places", () => {
    const many = Array.from({ length: 120 }, (_, i) => [`n${i}.md`, note("N", ["common"], "")] as const);
    const doc = new Workspace(Object.fromEntries(many)).taggedDocument("n0.md", undefined, { opinion: null });
    expect(tagDefinition(doc, { line: 3, character: 4 })).toHaveLength(100);
    expect(tagReferences(doc, { line: 3, character: 4 }, true)).toHaveLength(120);
  });
});

describe("the references of a tag", () => {
  it("are all its places in any spelling", () => {
    const elsewhere = ["a.md:4:5", "a.md:8:4", "b.md:4:5"];
    const all = [...elsewhere, "open.md:4:5", "tags/usability.md:4:5"];
    expect(places(ask(on("usability"), (doc, at) => tagReferences(doc, at, true)))).toEqual(all);
    expect(places(ask(on("usability"), (doc, at) => tagReferences(doc, at, false)))).toEqual(
      all.slice(0, -1),
    );
  });

  it("are none where no tag is", () => {
    expect(ask(`#${CURSOR} Open`, (doc, at) => tagReferences(doc, at, true))).toBeUndefined();
  });
});

describe("the highlights of a tag", () => {
  it("are its places in the document", () => {
    const marked = lines("---", `tags: ["usa${CURSOR}bility", other]`, "---", "", "On #Usability.");
    expect(ask(marked, tagHighlights)).toEqual([
      { range: { start: { line: 1, character: 7 }, end: { line: 1, character: 18 } }, kind: 1 },
      { range: { start: { line: 4, character: 3 }, end: { line: 4, character: 13 } }, kind: 1 },
    ]);
  });

  it("are none where no tag is", () => {
    expect(ask(`# Op${CURSOR}en`, tagHighlights)).toBeUndefined();
  });
});
