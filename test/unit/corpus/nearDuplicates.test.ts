import { describe, expect, it } from "vitest";
import { NearDuplicates } from "../../../server/corpus/nearDuplicates.ts";
import type { TagPlace } from "../../../server/corpus/tagUsage.ts";
import { TagUsageIndex } from "../../../server/corpus/tagUsageIndex.ts";
import { foldTag } from "../../../server/documents/tagName.ts";

const range = { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } };
const places = (path: string, names: readonly string[]): TagPlace[] =>
  names.map((name) => ({ path, name, range }));

/** An index in which each tag has as many documents as is said, none of them shared. */
function folderOf(tags: Readonly<Record<string, number>>): TagUsageIndex {
  const index = new TagUsageIndex();
  for (const [name, documents] of Object.entries(tags)) {
    for (let n = 0; n < documents; n++) index.set(`${name}/${n}`, places(`${name}/${n}`, [name]));
  }
  return index;
}

describe("a rare tag is taken for a common one", () => {
  it.each([
    ["with other separators", "frontmatter", "front-matter"],
    ["with a separator too many", "e-mail", "email"],
    ["with a dot", "nodejs", "node.js"],
    ["in another script, with separators", "глубокое обучение", "глубокоеобучение"],
    ["in the plural", "neural-networks", "neural-network"],
    ["in the singular", "library", "libraries"],
    ["in the plural, with other separators", "pull requests", "pullrequest"],
    ["in the plural of -x", "regexes", "regex"],
    ["in the plural of -ie", "movies", "movie"],
    ["with letters that changed places", "pyhton", "python"],
    ["with the last letters changed", "centre", "center"],
    ["with a letter left out", "antimicrobial reistance", "antimicrobial resistance"],
    ["with a letter too many", "javasscript", "javascript"],
    ["with another letter", "convertion", "conversion"],
    ["with a single letter for a double one", "comunity", "community"],
    ["in British spelling", "normalisation", "normalization"],
    ["in British spelling with u", "undefined-behaviour", "undefined behavior"],
    ["with two slips in a long word", "accomodatoin", "accommodation"],
    ["below the same parent", "lang/pyhton", "lang/python"],
  ])("%s", (_, rare, common) => {
    expect(folderOf({ [rare]: 1, [common]: 9 }).nearDuplicateOf(rare)?.name).toBe(common);
    expect(folderOf({ [common]: 9 }).nearDuplicateOf(rare)?.name).toBe(common);
    expect(folderOf({ [rare]: 1, [common]: 9 }).nearDuplicateOf(common)).toBeUndefined();
  });
});

describe("a rare tag is left alone", () => {
  it.each([
    ["where digits differ", "python2", "python3"],
    ["where a version differs", "v1", "v2"],
    ["where a year differs", "report-2023", "report-2024"],
    ["where a digit is added", "vue", "vue3"],
    ["where a mark between digits makes another number", "v1.2", "v12"],
    ["where signs make another name", "c#", "c++"],
    ["where a dot begins the name", ".net", "net"],
    ["where it is short", "io", "i-o"],
    ["where a short word has one other letter", "flask", "flash"],
    ["where a short word lacks a letter", "sever", "server"],
    ["where the first letter differs", "preact", "react"],
    ["where the ending differs", "parser", "parsed"],
    ["where a long word has another ending", "automaton", "automation"],
    ["where a long word ends in another letter", "identify", "identity"],
    ["where endings are no plural", "https", "http"],
    ["where a name ends like a plural", "canvas", "canva"],
    ["where a field and an adjective differ", "electronics", "electronic"],
    ["where two words differ", "deap-leaning", "deep-learning"],
    ["where a word is added", "machine-learning-ops", "machine-learning"],
    ["where its parent differs", "colour/rad", "animal/rad"],
    ["where its level differs", "a/learning", "learning"],
    ["where a letter with an accent makes another word", "generalización", "generalizacion"],
    ["where the script has one letter for a word", "機械学習", "機械学院"],
    ["where inflection changes a letter", "программист", "программисть"],
  ])("%s", (_, rare, common) => {
    expect(folderOf({ [rare]: 1, [common]: 9 }).nearDuplicateOf(rare)).toBeUndefined();
    expect(folderOf({ [rare]: 9, [common]: 1 }).nearDuplicateOf(common)).toBeUndefined();
  });

  it.each([
    ["the other is rare, too", 1, 2, undefined],
    ["the other has three documents", 1, 3, "front-matter"],
    ["the other has not three times as many", 2, 5, undefined],
    ["the other has three times as many", 2, 6, "front-matter"],
    ["it has more than a tenth of the other's", 3, 29, undefined],
    ["it has a tenth of the other's", 3, 30, "front-matter"],
  ])("or not, as %s", (_, rare, common, expected) => {
    const folder = folderOf({ frontmatter: rare, "front-matter": common });
    expect(folder.nearDuplicateOf("FrontMatter")?.name).toBe(expected);
  });

  it("where a document has both", () => {
    const folder = folderOf({ "front-matter": 9 });
    folder.set("both", places("both", ["frontmatter", "front-matter"]));
    expect(folder.nearDuplicateOf("frontmatter")).toBeUndefined();
  });
});

it("the surest kind of likeness wins, then the commoner tag", () => {
  const folder = folderOf({ "data-bases": 4, database: 40, datbase: 1 });
  expect(folder.nearDuplicateOf("databases")?.name).toBe("data-bases");
  expect(folder.nearDuplicateOf("datbase")?.name).toBe("database");
});

it("a name that is taken out is near nothing any more", () => {
  const names = new NearDuplicates();
  for (const name of ["pyhton", "front-matter", "python"]) names.add(foldTag(name));
  expect(names.near("python").flat()).toEqual(["pyhton"]);
  names.delete("pyhton");
  names.delete("front-matter");
  expect(names.near("python").flat()).toEqual([]);
  expect(names.near("frontmatter").flat()).toEqual([]);
});
