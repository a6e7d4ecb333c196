import { describe, expect, it } from "vitest";
import {
  type CodeAction,
  TextDocumentEdit as DocumentEdit,
  type TextDocumentEdit,
} from "vscode-languageserver-types";
import { applyEdits } from "../../../server/documents/edit.ts";
import {
  type CodeActionOptions,
  codeActions,
  resolveCodeAction,
} from "../../../server/language/codeActions.ts";
import { diagnostics } from "../../../server/language/diagnostics.ts";
import type { TaggedDocument } from "../../../server/language/taggedDocument.ts";
import { lines } from "../documents/lines.ts";
import { CURSOR, cursor } from "./support/cursor.ts";
import { note, notes } from "./support/notes.ts";
import { type Overrides, opinion, Workspace } from "./support/workspace.ts";

const workspace = new Workspace(notes());
const OPTIONS: CodeActionOptions = {
  decideCommand: "decide",
  resolveSupport: false,
  documentChanges: true,
  disabledSupport: true,
};
const DECIDE = "refactor.rewrite.sdlgm.decide";

interface Asked extends Overrides {
  readonly only?: readonly string[];
  readonly options?: Partial<CodeActionOptions>;
  /** Whether the diagnostics at the cursor are sent along; default true. */
  readonly diagnosed?: boolean;
}

/** The document at a marked text, and what can be done at the mark. */
function at(marked: string, asked: Asked = {}): { doc: TaggedDocument; actions: CodeAction[] } {
  const { text, offset } = cursor(marked);
  const doc = workspace.taggedDocument("sailing/new.md", text, asked);
  const range = doc.lines.rangeOf({ start: offset, end: offset });
  const here = diagnostics(doc).filter(({ range: { start, end } }) => {
    const span = doc.lines.spanOf({ start, end });
    return span.start <= offset && offset <= span.end;
  });
  const context = {
    diagnostics: asked.diagnosed === false ? [] : here,
    ...(asked.only && { only: [...asked.only] }),
  };
  return { doc, actions: codeActions(doc, range, context, { ...OPTIONS, ...asked.options }) };
}

/** Each action as `kind: title`, with `*` where it is preferred; decisions left out unless they are asked for. */
function titles(marked: string, asked?: Asked): string[] {
  return at(marked, asked)
    .actions.filter(({ command }) => command === undefined || asked?.only?.includes(DECIDE))
    .map(
      ({ kind, title, isPreferred }) =>
        `${kind?.replace("refactor.rewrite.sdlgm", "…")}: ${title}${isPreferred ? " *" : ""}`,
    );
}

/** The text after the action with this title. */
function applied(marked: string, title: string, asked?: Asked): string {
  const { doc, actions } = at(marked, asked);
  return done(doc, actions.find((action) => action.title === title)!);
}

function done({ document, lines: places, uri, version }: TaggedDocument, { edit }: CodeAction): string {
  const [change, ...more] = edit!.documentChanges as TextDocumentEdit[];
  expect(more).toEqual([]);
  expect(DocumentEdit.is(change)).toBe(true);
  expect(change.textDocument).toEqual({ uri, version });
  const edits = change.edits.map((one) => ({
    span: places.spanOf(one.range),
    newText: (one as { newText: string }).newText,
  }));
  return applyEdits(document.text, edits);
}

const open = (...tags: readonly string[]) => note(`Har${CURSOR}bour`, tags, "The mast and the keel.");
const closed = (...tags: readonly string[]) => note("Harbour", tags, "The mast and the keel.");
const figures = { sailing: 0.96, knots: 0.61, cake: 0.2, garden: 0.04 };
const sure: Asked = { opinion: opinion(figures) };

describe("adding tags", () => {
  it("is the fix for a document without tags", () => {
    expect(titles(open(), sure)).toEqual([
      'quickfix: Add tag "sailing" (96 %) *',
      'quickfix: Add tag "knots" (61 %)',
      'quickfix: Add tag "cake" (20 %)',
      'quickfix: Add tags "sailing", "knots"',
    ]);
  });

  it("is a refactoring where nothing is wrong", () => {
    expect(titles(open("sailing"), sure)).toEqual([
      '….add: Add tag "knots" (61 %) *',
      '….add: Add tag "cake" (20 %)',
    ]);
  });

  it("says of what it mends", () => {
    const { actions } = at(open(), sure);
    expect(actions[0].diagnostics).toMatchObject([{ code: "tags.missing" }]);
    expect(at(open("sailing"), sure).actions[0].diagnostics).toBeUndefined();
  });

  it("makes the field where there is none, and writes as the field is written", () => {
    expect(applied(open(), 'Add tag "sailing" (96 %)', sure)).toBe(closed("sailing"));
    expect(applied(open(), 'Add tags "sailing", "knots"', sure)).toBe(closed("sailing", "knots"));
    expect(applied(open("sailing"), 'Add tag "cake" (20 %)', sure)).toBe(closed("sailing", "cake"));
    const flow = lines("---", `title: Harbour${CURSOR}`, "tags: [sailing] # yes", "---");
    expect(applied(flow, 'Add tag "knots" (61 %)', sure)).toBe(
      lines("---", "title: Harbour", "tags: [sailing, knots] # yes", "---"),
    );
  });

  it("follows the style of the folder", () => {
    const asked = { ...sure, editing: { key: "keywords", style: "yaml-flow" } } as const;
    expect(applied(lines(`# Har${CURSOR}bour`, "", "Prose."), 'Add tag "sailing" (96 %)', asked)).toBe(
      lines("---", "keywords: [sailing]", "---", "", "# Harbour", "", "Prose."),
    );
  });

  it("prefers nothing that is rather wrong than right", () => {
    expect(titles(open("sailing"), { opinion: opinion({ knots: 0.49 }) })).toEqual([
      '….add: Add tag "knots" (49 %)',
    ]);
  });

  it("gives the number where the model chose many", () => {
    const five = opinion({ sailing: 0.9, knots: 0.8, cake: 0.7, roses: 0.6, compost: 0.5 });
    expect(titles(open("garden"), { opinion: five })).toContain("….add: Add all 5 tags that the model chose");
  });

  it("shows what the settings allow and the author has not rejected", () => {
    const settings = { leastProbability: 0.01, mostSuggestions: 2 };
    expect(
      titles(open("garden"), {
        ...sure,
        settings: { ...workspace.taggedDocument("garden/note-0.md").folder.settings, ...settings },
        rejected: ["SAILING"],
      }),
    ).toEqual(['….add: Add tag "knots" (61 %) *', '….add: Add tag "cake" (20 %)']);
  });

  it("is learned by a real model", () => {
    const text = note(`Har${CURSOR}bour`, [], "The mast and the rudder, the keel, the jib and the anchor.");
    expect(titles(text)[0]).toMatch(/^quickfix: Add tag "sailing" \(\d\d %\) \*$/);
  });
});

describe("the place", () => {
  const body = (marked: string) =>
    lines("---", "title: Harbour", "weight: 3", "---", "", "# The harbour", "", "Prose.", marked);
  it.each<[string, string, boolean]>([
    ["the title", open("sailing"), true],
    ["the first line", `${CURSOR}${closed("sailing")}`, true],
    ["the front matter", closed("sailing").replace("---\n\n", `-${CURSOR}--\n\n`), true],
    ["a tag", closed("sailing").replace("sailing", `sail${CURSOR}ing`), true],
    ["the key of the field", closed("sailing").replace("tags", `ta${CURSOR}gs`), true],
    ["a tag in the prose", body(`Some #sail${CURSOR}ing here.`), true],
    ["the prose", body(`Some #sailing he${CURSOR}re.`), false],
    ["a heading", body("").replace("# The", `# Th${CURSOR}e`), false],
    ["the end", closed("sailing") + CURSOR, false],
  ])("%s offers actions: %#", (_, marked, offers) => {
    expect(at(marked, { ...sure, diagnosed: false }).actions.length > 0).toBe(offers);
  });
});

describe("removing tags", () => {
  const on = (tag: string, ...tags: readonly string[]) =>
    closed(...tags).replace(`- ${tag}`, `- ${CURSOR}${tag}`);
  const doubted = { opinion: opinion({ sailing: 0.96, garden: 0.004, cake: 0.3 }) };

  it("is the fix for an unlikely tag", () => {
    const marked = on("garden", "sailing", "garden");
    expect(titles(marked, { ...doubted, only: ["quickfix"] })).toEqual([
      'quickfix: Remove tag "garden" (0.4 %)',
    ]);
    expect(applied(marked, 'Remove tag "garden" (0.4 %)', doubted)).toBe(closed("sailing"));
  });

  it("is a refactoring for any tag at the cursor, also without a model", () => {
    expect(titles(on("cake", "sailing", "cake"), doubted)).toEqual(['….remove: Remove tag "cake" (30 %)']);
    expect(titles(on("cake", "sailing", "cake"), { opinion: null })).toEqual(['….remove: Remove tag "cake"']);
  });

  it("keeps the strongest where there are too many", () => {
    const marked = closed("a", "b", "c", "sailing", "d", "e", "own").replace("tags", `${CURSOR}tags`);
    const many = {
      opinion: opinion(
        { sailing: 0.9, a: 0.1, b: 0.6, c: 0.2, d: 0.3, e: 0.4 },
        { interval: [2, 4], predicted: [] },
      ),
    };
    const title = "Keep the 3 strongest tags and remove 4";
    expect(titles(marked, { ...many, only: ["quickfix"] })).toEqual([`quickfix: ${title}`]);
    expect(applied(marked, title, many)).toBe(closed("b", "sailing", "own"));
    expect(titles(marked, { ...many, diagnosed: false })).toEqual([`….remove: ${title}`]);
  });

  it("never removes what the author keeps", () => {
    const marked = closed("a", "b", "c", "d").replace("tags", `${CURSOR}tags`);
    const many = {
      opinion: {
        ...opinion({ a: 0.1, b: 0.6, c: 0.2, d: 0.3 }, { interval: [1, 1], predicted: [] }),
        limit: 2,
      },
    };
    expect(applied(marked, "Keep the strongest tag and remove 3", many)).toBe(closed("b"));
    expect(applied(marked, "Keep the strongest tag and remove 3", { ...many, kept: ["a"] })).toBe(
      closed("a"),
    );
  });
});

describe("mending tags", () => {
  it("replaces a near-duplicate by the common spelling", () => {
    const marked = closed("sailing", "Weather Log").replace("Weather", `Wea${CURSOR}ther`);
    const title = 'Replace tag "Weather Log" by "weather-log"';
    expect(titles(marked, { opinion: null })).toEqual([
      `quickfix: ${title} *`,
      '….remove: Remove tag "Weather Log"',
    ]);
    expect(applied(marked, title, { opinion: null })).toBe(closed("sailing", "weather-log"));
  });

  it("writes only once what stands twice in a field", () => {
    const text = closed("sailing", "cake", "Sailing");
    const doc = workspace.taggedDocument("sailing/new.md", text, { opinion: null });
    const start = text.indexOf("Sailing");
    const range = doc.lines.rangeOf({ start, end: start + 7 });
    const twice = { range, message: "", source: "sdlgm", code: "tags.malformed", data: {} };
    const [action, ...more] = codeActions(doc, range, { diagnostics: [twice], only: ["quickfix"] }, OPTIONS);
    expect(action).toMatchObject({ title: 'Write tag "sailing" only once', isPreferred: true });
    expect(done(doc, action)).toBe(closed("sailing", "cake"));
    expect(more).toEqual([]);
  });
});

describe("decisions", () => {
  const decisions = (marked: string, asked: Asked) =>
    at(marked, asked)
      .actions.filter(({ command }) => command)
      .map(({ kind, command }) => [kind, command!.title, command!.command, command!.arguments]);
  const uri = workspace.uriOf("sailing/new.md");

  it("reject what is suggested", () => {
    expect(decisions(open("garden"), sure)).toEqual(
      ["sailing", "knots", "cake"].map((tag) => [
        DECIDE,
        `Never suggest tag "${tag}" here`,
        "decide",
        [{ uri, tag, verdict: "reject" }],
      ]),
    );
  });

  it("reject a likely tag and keep an unlikely one, as quick fixes", () => {
    const likely = closed("garden").replace("tags", `ta${CURSOR}gs`);
    expect(decisions(likely, { ...sure, only: ["quickfix"] })).toEqual([
      [
        "quickfix",
        'Never suggest tag "sailing" here',
        "decide",
        [{ uri, tag: "sailing", verdict: "reject" }],
      ],
    ]);
    const unlikely = closed("garden").replace("- garden", `- gar${CURSOR}den`);
    const figure = { opinion: opinion({ garden: 0.001 }), only: ["quickfix"] };
    expect(decisions(unlikely, figure)).toEqual([
      ["quickfix", 'Keep tag "garden" as it is', "decide", [{ uri, tag: "garden", verdict: "keep" }]],
    ]);
  });

  it("can be taken back", () => {
    const marked = closed("garden").replace("- garden", `- gar${CURSOR}den`);
    const asked = {
      opinion: opinion({ garden: 0.001, sailing: 0.9 }),
      kept: ["garden"],
      rejected: ["sailing"],
    };
    expect(decisions(marked, asked)).toEqual([
      [DECIDE, 'Suggest tag "sailing" here again', "decide", [{ uri, tag: "sailing", verdict: null }]],
      [DECIDE, 'Let tag "garden" be judged again', "decide", [{ uri, tag: "garden", verdict: null }]],
    ]);
  });
});

describe("the kinds that are asked for", () => {
  it.each<[readonly string[], readonly string[]]>([
    [["quickfix"], ["quickfix"]],
    [["refactor"], ["refactor.rewrite.sdlgm.add", DECIDE]],
    [["refactor.rewrite"], ["refactor.rewrite.sdlgm.add", DECIDE]],
    [["refactor.rewrite.sdlgm.add"], ["refactor.rewrite.sdlgm.add"]],
    [["refactor.extract"], []],
    [["source"], []],
    [[""], ["quickfix", DECIDE]],
  ])("%j", (only, kinds) => {
    const { actions } = at(open(), { ...sure, only });
    expect([...new Set(actions.map(({ kind }) => kind))]).toEqual(kinds);
  });
});

describe("what cannot be done", () => {
  const broken = lines("---", `title: Har${CURSOR}bour`, "parts: [a", "---", "Prose.");
  const edits = (asked: Asked) => at(broken, { ...sure, ...asked }).actions.filter(({ command }) => !command);

  it("is left out", () => {
    expect(edits({})).toEqual([]);
    expect(edits({ only: ["quickfix"] })).toEqual([]);
  });

  it("is left out, too, where edits are made later", () => {
    expect(edits({ options: { resolveSupport: true } })).toEqual([]);
  });

  it("says why where refactorings were asked for", () => {
    const [first] = edits({ only: ["refactor"] });
    expect(first).toMatchObject({
      title: 'Add tag "sailing" (96 %)',
      disabled: { reason: expect.stringMatching(/\.$/) },
    });
    expect(first.edit).toBeUndefined();
    expect(edits({ only: ["refactor"], options: { disabledSupport: false } })).toEqual([]);
  });
});

describe("edits", () => {
  it("are by address where a client knows no versions", () => {
    const { actions } = at(open(), { ...sure, options: { documentChanges: false } });
    expect(Object.keys(actions[0].edit!.changes!)).toEqual([workspace.uriOf("sailing/new.md")]);
    expect(actions[0].edit!.documentChanges).toBeUndefined();
  });

  it.each([3, 3000])("are made when they are asked for, in a document of %i lines", (count) => {
    const marked = note(`Har${CURSOR}bour`, [], "The mast and the keel.\n".repeat(count));
    const { doc, actions } = at(marked, { ...sure, options: { resolveSupport: true } });
    expect(actions.filter(({ edit }) => edit)).toEqual([]);
    expect(actions[0]).toMatchObject({ title: 'Add tag "sailing" (96 %)', data: { uri: doc.uri } });
    const sent = JSON.parse(JSON.stringify(actions[0]));
    expect(done(doc, resolveCodeAction(doc, sent, OPTIONS))).toBe(
      doc.document.text.replace("---\n\n", "tags:\n  - sailing\n---\n\n"),
    );
  });

  it.each([
    undefined,
    null,
    "x",
    3,
    {},
    { changes: 1 },
    { changes: { add: [1], remove: [] } },
    { changes: { add: [], remove: [], replace: [{}] } },
  ])("are not made from data %j", (data) => {
    const action = { title: "Odd", data };
    expect(resolveCodeAction(at(open(), sure).doc, action, OPTIONS)).toBe(action);
  });

  it("say so when there is nothing left to change", () => {
    const action = { title: "Late", data: { changes: { add: ["sailing"], remove: [] } } };
    expect(resolveCodeAction(at(open("sailing"), sure).doc, action, OPTIONS).disabled).toEqual({
      reason: "There is nothing left to change.",
    });
  });
});

describe("diagnostics that came back from a client", () => {
  const marked = closed("sailing", "garden").replace("- garden", `- ${CURSOR}garden`);
  const { text, offset } = cursor(marked);
  const doc = workspace.taggedDocument("sailing/new.md", text, {
    opinion: opinion({ sailing: 0.9, garden: 0.001 }),
  });
  const range = doc.lines.rangeOf({ start: offset, end: offset });
  const fixes = (change: object) =>
    codeActions(
      doc,
      range,
      { diagnostics: diagnostics(doc).map((one) => ({ ...one, ...change })), only: ["quickfix"] },
      OPTIONS,
    ).map(({ title }) => title);
  const both = ['Remove tag "garden" (0.1 %)', 'Keep tag "garden" as it is'];

  it.each<[string, object, readonly string[]]>([
    ["as they were", {}, both],
    ["without their data", { data: undefined }, both],
    ["with other data", { data: { tag: 7 } }, []],
    ["about a tag that is gone", { data: { tag: "gone" } }, ['Keep tag "gone" as it is']],
    ["of somebody else", { source: "other" }, []],
    ["with an unknown code", { code: "tags.odd" }, []],
  ])("%s", (_, change, expected) => {
    expect(fixes(change)).toEqual(expected);
  });
});
