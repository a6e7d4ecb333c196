// Collects the sentences that users read into l10n/bundle.l10n.json, the list that translations follow.
//   node scripts/l10n.mjs          writes it
//   node scripts/l10n.mjs --check  fails where it is out of date, or a translation lacks a sentence, has one too many, or other placeholders
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { argv, exit } from "node:process";
import { fileURLToPath, pathToFileURL } from "node:url";
import { runInNewContext } from "node:vm";

const ROOT = fileURLToPath(new URL("../", import.meta.url));
const BUNDLES = join(ROOT, "l10n");
const ENGLISH = "bundle.l10n.json";

/** A string in quotes of any kind, without anything to be filled in. */
const LITERAL = /^\s*("(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'|`(?:[^`\\$]|\\[\s\S]|\$(?!\{))*`)\s*[,)]/;

/**
 * The sentences of one source file, and where one is not a plain string. `t(…)` counts where `t` comes from `@vscode/l10n`; `l10n.t(…)`
 * counts always.
 */
export function sentencesOf(path, text) {
  const code = withoutComments(text);
  const importsT = /import\s*\{[^}]*\bt\b[^}]*\}\s*from\s*["']@vscode\/l10n["']/.test(code);
  const call = importsT ? /(?<![\w$.])(?:[\w$]+\.)?l10n\.t\s*\(|(?<![\w$.])t\s*\(/g : /\bl10n\.t\s*\(/g;
  const sentences = [];
  const problems = [];
  for (const { index, 0: opening } of code.matchAll(call)) {
    const literal = code.slice(index + opening.length).match(LITERAL)?.[1];
    if (literal === undefined)
      problems.push(`${path}: ${snippet(code, index)} has no plain string to translate`);
    else sentences.push(runInNewContext(literal));
  }
  return { sentences, problems };
}

/** All sentences of extension/ and server/, in the order of their code units, each once. */
export function collect() {
  const sentences = new Set();
  const problems = [];
  for (const folder of ["extension", "server"]) {
    for (const path of sourcesBelow(folder)) {
      const found = sentencesOf(path, readFileSync(join(ROOT, path), "utf8"));
      for (const sentence of found.sentences) sentences.add(sentence);
      problems.push(...found.problems);
    }
  }
  return { sentences: [...sentences].sort(), problems };
}

/** What is wrong with a translation, one line each. */
export function translationProblems(name, sentences, translation) {
  const wanted = new Set(sentences);
  return [
    ...sentences.filter((key) => !(key in translation)).map((key) => `${name} lacks: ${key}`),
    ...Object.keys(translation)
      .filter((key) => !wanted.has(key))
      .map((key) => `${name} has what nobody says: ${key}`),
    ...Object.entries(translation)
      .filter(([key, value]) => placeholders(key) !== placeholders(value))
      .map(([key, value]) => `${name} has other placeholders: ${key} -> ${value}`),
  ];
}

/** The English bundle as it should be. */
export function englishBundle(sentences) {
  return `${JSON.stringify(Object.fromEntries(sentences.map((key) => [key, key])), null, 2)}\n`;
}

function check({ sentences, problems }) {
  const english = join(BUNDLES, ENGLISH);
  const isStale = !existsSync(english) || readFileSync(english, "utf8") !== englishBundle(sentences);
  const translations = readdirSync(BUNDLES).filter((name) => /^bundle\.l10n\.[\w-]+\.json$/.test(name));
  return [
    ...problems,
    ...(isStale ? [`l10n/${ENGLISH} is out of date: run node scripts/l10n.mjs`] : []),
    ...translations.flatMap((name) =>
      translationProblems(`l10n/${name}`, sentences, JSON.parse(readFileSync(join(BUNDLES, name), "utf8"))),
    ),
  ];
}

/** `{0}{1}` for any sentence with these two, in any order and number. */
function placeholders(sentence) {
  return [...new Set(sentence.match(/\{\w+\}/g))].sort().join("");
}

function withoutComments(text) {
  return text.replace(/\/\*[\s\S]*?\*\//g, " ").replace(/^\s*\/\/.*$/gm, "");
}

function snippet(code, index) {
  return code.slice(index, index + 60).replace(/\s+/g, " ");
}

function sourcesBelow(folder) {
  return readdirSync(join(ROOT, folder), { recursive: true })
    .map((name) => join(folder, name))
    .filter((path) => path.endsWith(".ts"))
    .sort();
}

if (import.meta.url === pathToFileURL(argv[1] ?? "").href) {
  const found = collect();
  if (argv.includes("--check")) {
    const problems = check(found);
    for (const problem of problems) console.error(problem);
    exit(problems.length > 0 ? 1 : 0);
  }
  for (const problem of found.problems) console.error(problem);
  writeFileSync(join(BUNDLES, ENGLISH), englishBundle(found.sentences));
  console.log(`${found.sentences.length} sentences in l10n/${ENGLISH}`);
  exit(found.problems.length > 0 ? 1 : 0);
}
