import { describe, expect, it } from "vitest";
import { sdlgm } from "./program.ts";

describe("wrong use ends with 2 and one sentence on standard error", () => {
  it.each<[string, string[], string]>([
    ["nothing", [], "Say what to do: train, suggest or evaluate; see sdlgm --help."],
    [
      "no such command",
      ["learn"],
      'There is no command "learn": the commands are train, suggest and evaluate.',
    ],
    ["no PATH", ["train"], "Say what to read: sdlgm train PATH, where PATH is a folder or a .jsonl file."],
    [
      "an unknown option",
      ["train", ".", "--sed", "1"],
      "sdlgm train has no option --sed: see sdlgm train --help.",
    ],
    [
      "another verb's option",
      ["suggest", ".", "--seed", "1"],
      "sdlgm suggest has no option --seed: see sdlgm suggest --help.",
    ],
    ["an unknown letter", ["train", ".", "-x"], "sdlgm train has no option -x: see sdlgm train --help."],
    ["limit 0", ["train", ".", "--limit", "0"], '--limit takes a whole number from 1 to 1000, not "0".'],
    [
      "a negative limit",
      ["train", ".", "--limit", "-3"],
      '--limit takes a whole number from 1 to 1000, not "-3".',
    ],
    [
      "a seed that is a word",
      ["train", ".", "--seed", "x"],
      '--seed takes a whole number from 0 to 9007199254740991, not "x".',
    ],
    [
      "a seed with a fraction",
      ["train", ".", "--seed=1.5"],
      '--seed takes a whole number from 0 to 9007199254740991, not "1.5".',
    ],
    [
      "all documents hidden",
      ["evaluate", ".", "--test-fraction", "1"],
      '--test-fraction takes a number between 0 and 1, such as 0.2, not "1".',
    ],
    [
      "more than all hidden",
      ["evaluate", ".", "--test-fraction", "2"],
      '--test-fraction takes a number between 0 and 1, such as 0.2, not "2".',
    ],
    [
      "a negative top",
      ["suggest", ".", "--top=-1"],
      '--top takes a whole number from 0 to 1000000, not "-1".',
    ],
    ["a missing value", ["train", ".", "--model"], "--model needs a value: --model FILE."],
    ["an option as value", ["train", ".", "--model", "--json"], "--model needs a value: --model FILE."],
    ["an empty value", ["train", ".", "--model="], "--model needs a value that is not empty."],
    ["a value for a switch", ["train", ".", "--json=1"], "--json takes no value."],
  ])("%s", async (_, args, sentence) => {
    expect(await sdlgm(args)).toMatchObject({ code: 2, stdout: "", stderr: `sdlgm: ${sentence}\n` });
  });
});

describe("help and version end with 0", () => {
  it.each([["--help"], ["-h"], ["help"]])("%s names the commands", async (word) => {
    const { code, stdout, stderr } = await sdlgm([word]);
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    for (const verb of ["train", "suggest", "evaluate"]) expect(stdout).toContain(`  ${verb} `);
  });

  it.each([
    [
      "train",
      ["--model FILE", "--seed N", "--limit L0", "--threads N", "--reproducible", "--unsupervised", "--json"],
    ],
    ["suggest", ["--model FILE", "--untagged", "--top N", "--json"]],
    ["evaluate", ["--test-fraction F", "--seed N", "--threads N", "--reproducible", "--html FILE", "--json"]],
    ["topics", ["--model FILE", "--json"]],
  ])("%s --help names its options", async (verb, flags) => {
    const { code, stdout } = await sdlgm([verb, "--help"]);
    expect(code).toBe(0);
    for (const flag of flags) expect(stdout).toContain(`[${flag}]`);
  });

  it("--version is the package's", async () => {
    expect(await sdlgm(["--version"])).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(/^\d+\.\d+\.\d+\n$/),
    });
  });
});

describe("what this version does not have yet", () => {
  it.each([[["topics", "."]], [["train", ".", "--unsupervised"]]])("%j says so and fails", async (args) => {
    const sentence =
      "This version cannot find topics yet: it learns from documents that have tags, with sdlgm train.";
    expect(await sdlgm(args)).toMatchObject({ code: 1, stdout: "", stderr: `sdlgm: ${sentence}\n` });
  });
});
