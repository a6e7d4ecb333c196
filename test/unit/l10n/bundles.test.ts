import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { collect, englishBundle, sentencesOf, translationProblems } from "../../../scripts/l10n.mjs";
import { ROOT } from "../architecture/sourceFiles.ts";

const bundle = (name: string): string => readFileSync(`${ROOT}l10n/${name}`, "utf8");
const json = (file: string): Record<string, string> => JSON.parse(readFileSync(`${ROOT}${file}`, "utf8"));

describe("the sentences of the editor's side", () => {
  const { sentences, problems } = collect();

  it("are found, each a plain string", () => {
    expect(problems).toEqual([]);
    expect(sentences.length).toBeGreaterThan(50);
  });

  it("are all in the English bundle, and nothing else is: run scripts/l10n.mjs", () => {
    expect(bundle("bundle.l10n.json")).toBe(englishBundle(sentences));
  });

  const translations = readdirSync(`${ROOT}l10n`).filter((name) => /^bundle\.l10n\.\w+\.json$/.test(name));
  it.each(translations)("have the same placeholders in %s", (name) => {
    const wrong = translationProblems(name, sentences, JSON.parse(bundle(name))).filter((problem) =>
      problem.includes("placeholders"),
    );
    expect(wrong).toEqual([]);
  });
});

describe("the collector of sentences", () => {
  it.each<[string, string, string[]]>([
    ["l10n.t", `vscode.l10n.t("One")`, ["One"]],
    ["any other l10n", `l10n.t("One", two)`, ["One"]],
    ["t of the server", `import { t } from "@vscode/l10n";\nt("One")`, ["One"]],
    ["no other t", `import { t } from "./mine.ts";\nt("One")`, []],
    ["no t at the end of a word", `import { t } from "@vscode/l10n";\nformat("One")`, []],
    ["no method t", `import { t } from "@vscode/l10n";\nthis.t("One")`, []],
    ["a sentence on the next line", `l10n.t(\n  "One",\n  two,\n)`, ["One"]],
    ["quotes of all kinds", `l10n.t('"One"'); l10n.t(\`Two's\`)`, ['"One"', "Two's"]],
    ["escapes", String.raw`l10n.t("\"One\"\n")`, ['"One"\n']],
    ["no comment", `// l10n.t("One")\n/* l10n.t("Two") */`, []],
  ])("knows %s", (_, source, expected) => {
    expect(sentencesOf("a.ts", source)).toEqual({ sentences: expected, problems: [] });
  });

  it.each([
    ["a variable", "l10n.t(sentence)"],
    ["a template with something filled in", `l10n.t(\`One \${two}\`)`],
    ["a sum of strings", `l10n.t("One" + two)`],
  ])("objects to %s", (_, source) => {
    expect(sentencesOf("a.ts", source).problems).toHaveLength(1);
  });

  it("finds what a translation lacks, has too many, and fills in otherwise", () => {
    expect(
      translationProblems("xx", ["One", "{0} of {1}"], { "{0} of {1}": "{1} von {2}", Two: "Zwei" }),
    ).toEqual([
      "xx lacks: One",
      "xx has what nobody says: Two",
      "xx has other placeholders: {0} of {1} -> {1} von {2}",
    ]);
  });
});

describe("the texts of package.json", () => {
  const asked = [...readFileSync(`${ROOT}package.json`, "utf8").matchAll(/"%([\w.-]+)%"/g)]
    .map(([, key]) => key)
    .sort();
  const known = (file: string): string[] => Object.keys(json(file)).sort();

  it("are all asked for by a key", () => {
    expect(asked.length).toBeGreaterThan(30);
  });

  it.each(["package.nls.json", "package.nls.de.json"])("are all in %s, and nothing else is", (file) => {
    expect(known(file)).toEqual([...new Set(asked)]);
  });
});
