import { UsageError } from "./usageError.ts";

/** The values of all options, after reading. */
export interface OptionValues {
  readonly model?: string;
  readonly seed: number;
  readonly limit?: number;
  readonly threads?: number;
  readonly reproducible: boolean;
  readonly unsupervised: boolean;
  readonly untagged: boolean;
  /** Undefined: not given. */
  readonly top?: number;
  readonly testFraction: number;
  readonly html?: string;
  readonly json: boolean;
  readonly help: boolean;
}

export const DEFAULTS: OptionValues = {
  seed: 1,
  reproducible: false,
  unsupervised: false,
  untagged: false,
  testFraction: 0.2,
  json: false,
  help: false,
};

interface Option {
  readonly key: keyof OptionValues;
  readonly short?: string;
  /** What stands for the value in the help; an option without it is a switch. */
  readonly value?: string;
  readonly help: string;
  /** From what was typed to the value; throws UsageError. */
  readonly read: (typed: string, flag: string) => string | number | boolean;
}

export type OptionName =
  | "model"
  | "seed"
  | "limit"
  | "threads"
  | "reproducible"
  | "unsupervised"
  | "untagged"
  | "top"
  | "test-fraction"
  | "html"
  | "json"
  | "help";

/** Every option of every verb. */
export const OPTIONS: Readonly<Record<OptionName, Option>> = {
  model: {
    key: "model",
    value: "FILE",
    help: "the model file (default: .sdlgm/model.sdlgm in the first folder)",
    read: text,
  },
  seed: {
    key: "seed",
    value: "N",
    help: "seed of the random choices, a whole number (default: 1)",
    read: wholeNumber(0, Number.MAX_SAFE_INTEGER),
  },
  limit: {
    key: "limit",
    value: "L0",
    help: "the most tags that a document can get (default: from the documents)",
    read: wholeNumber(1, 1000),
  },
  threads: {
    key: "threads",
    value: "N",
    help: "how many threads compute (default: one less than the machine has cores)",
    read: wholeNumber(1, 64),
  },
  reproducible: {
    key: "reproducible",
    help: "compute so that every machine makes the same model, somewhat slower on new ones",
    read: on,
  },
  unsupervised: { key: "unsupervised", help: "find topics instead of learning tags", read: on },
  untagged: { key: "untagged", help: "only documents that have no tags", read: on },
  top: {
    key: "top",
    value: "N",
    help: "how many suggestions for each document (default: 20)",
    read: wholeNumber(0, 1_000_000),
  },
  "test-fraction": {
    key: "testFraction",
    value: "F",
    help: "share of the documents to hide, between 0 and 1 (default: 0.2)",
    read: fraction,
  },
  html: {
    key: "html",
    value: "FILE",
    help: "also write the report as one page for a browser",
    read: text,
  },
  json: { key: "json", help: "print JSON Lines", read: on },
  help: { key: "help", short: "h", help: "show this help", read: on },
};

function text(typed: string, flag: string): string {
  if (typed === "") throw new UsageError(`${flag} needs a value that is not empty.`);
  return typed;
}

function on(): boolean {
  return true;
}

function wholeNumber(least: number, most: number): Option["read"] {
  return (typed, flag) => {
    const number = /^\d+$/.test(typed) ? Number(typed) : Number.NaN;
    if (number >= least && number <= most) return number;
    throw new UsageError(`${flag} takes a whole number from ${least} to ${most}, not "${typed}".`);
  };
}

function fraction(typed: string, flag: string): number {
  const number = /^\d*\.?\d+$/.test(typed) ? Number(typed) : Number.NaN;
  if (number > 0 && number < 1) return number;
  throw new UsageError(`${flag} takes a number between 0 and 1, such as 0.2, not "${typed}".`);
}
