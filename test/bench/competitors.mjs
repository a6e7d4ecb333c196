// Who is measured: each competitor says how it is called, and how what it prints is read.
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { python, works } from "./measure.mjs";

const logistic = fileURLToPath(new URL("logistic.py", import.meta.url));

/**
 * @typedef {object} Competitor
 * @property {string} name
 * @property {string | undefined} missing why it cannot be measured here
 * @property {(at: Place, learned: (document: object) => boolean) => void} prepare writes what it learns from
 * @property {(at: Place) => string[]} train command
 * @property {(at: Place) => string[]} suggest command; for all documents
 * @property {(output: string, workspace: object) => Map<string, [number, number][]>} rankings of what `suggest` printed
 * @property {((output: string, workspace: object) => Map<string, number[]>) | undefined} chosen its own sets; without it a threshold is tuned
 *
 * @typedef {{ folder: string, copy: string, program: string, workspace: object, foldTag: (name: string) => string }} Place
 */

/** @type {readonly Competitor[]} */
export const competitors = [
  {
    name: "SDLGM",
    prepare() {},
    train: ({ folder, copy, program }) => [
      process.execPath,
      program,
      "train",
      copy,
      "--model",
      join(folder, "model.sdlgm"),
      "--json",
    ],
    suggest: ({ folder, copy, program }) => [
      process.execPath,
      program,
      "suggest",
      copy,
      "--model",
      join(folder, "model.sdlgm"),
      "--json",
    ],
    rankings: (output, { workspace, foldTag }) =>
      new Map(
        jsonLines(output).map(({ path, suggestions }) => [
          path,
          suggestions
            .map(({ tag, probability }) => [workspace.numberOf.get(foldTag(tag)), probability])
            .filter(([tag]) => tag !== undefined),
        ]),
      ),
    chosen: (output, { workspace, foldTag }) =>
      new Map(
        jsonLines(output).map(({ path, predicted }) => [
          path,
          predicted.map((tag) => workspace.numberOf.get(foldTag(tag))).filter((tag) => tag !== undefined),
        ]),
      ),
  },
  {
    name: "fastText",
    missing: isThere("fasttext") ? undefined : "the program fasttext is not installed",
    prepare({ folder, workspace }, learned) {
      const line = ({ tags, words }) => `${tags.map((tag) => `__label__${tag}`).join(" ")} ${words}\n`;
      writeFileSync(join(folder, "fasttext.txt"), workspace.documents.filter(learned).map(line).join(""));
      const all = workspace.documents.map(({ words }) => `${words}\n`);
      writeFileSync(join(folder, "fasttext-all.txt"), all.join(""));
    },
    train: ({ folder }) => [
      ...[
        "fasttext",
        "supervised",
        "-input",
        join(folder, "fasttext.txt"),
        "-output",
        join(folder, "fasttext"),
      ],
      ...[
        "-loss",
        "one-vs-all",
        "-lr",
        "0.5",
        "-epoch",
        "50",
        "-dim",
        "100",
        "-thread",
        "2",
        "-verbose",
        "0",
      ],
    ],
    suggest: ({ folder }) => [
      ...[
        "fasttext",
        "predict-prob",
        join(folder, "fasttext.bin"),
        join(folder, "fasttext-all.txt"),
        "20",
        "0",
      ],
    ],
    rankings: pairsALine,
  },
  {
    name: "one-vs-rest",
    missing:
      python !== undefined && works(python, ["-c", "import sklearn"])
        ? undefined
        : "scikit-learn (python3-sklearn) is not installed",
    prepare({ folder, workspace }, learned) {
      const line = ({ tags, words }) => `${tags.join(",")}\t${words}\n`;
      writeFileSync(join(folder, "logistic.tsv"), workspace.documents.filter(learned).map(line).join(""));
      writeFileSync(join(folder, "logistic-all.tsv"), workspace.documents.map(line).join(""));
    },
    train: ({ folder }) => [
      ...[python, logistic, "train", join(folder, "logistic.tsv"), join(folder, "logistic.pkl")],
    ],
    suggest: ({ folder }) => [
      ...[python, logistic, "suggest", join(folder, "logistic.pkl")],
      join(folder, "logistic-all.tsv"),
    ],
    rankings: pairsALine,
  },
];

/** A line a document, `tag score tag score …`. */
function pairsALine(output, { workspace }) {
  const lines = readFileSync(output, "utf8").split("\n");
  return new Map(
    workspace.documents.map(({ id }, n) => {
      const words = lines[n].replaceAll("__label__", "").split(" ").filter(Boolean).map(Number);
      return [
        id,
        Array.from({ length: words.length / 2 }, (_, pair) => [words[2 * pair], words[2 * pair + 1]]),
      ];
    }),
  );
}

function jsonLines(path) {
  return readFileSync(path, "utf8")
    .split("\n")
    .filter(Boolean)
    .map((line) => JSON.parse(line));
}

function isThere(program) {
  return works("sh", ["-c", `command -v ${program}`]);
}
