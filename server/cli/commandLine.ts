import { PRODUCT_VERSION } from "../productVersion.ts";
import { type Command, readArguments } from "./arguments.ts";
import { evaluateVerb } from "./evaluate.ts";
import { EXIT, exitCodeOf } from "./exitCode.ts";
import { helpText } from "./help.ts";
import type { OptionValues } from "./options.ts";
import type { Session } from "./session.ts";
import { suggestVerb } from "./suggest.ts";
import { trainVerb } from "./train.ts";
import { VerbError } from "./verbError.ts";
import type { VerbName } from "./verbs.ts";

/** The work of one verb. */
export type VerbFunction = (
  paths: readonly string[],
  options: OptionValues,
  session: Session,
) => Promise<void>;

const NOT_YET =
  "This version cannot find topics yet: it learns from documents that have tags, with sdlgm train.";

const VERB_FUNCTIONS: Readonly<Record<VerbName, VerbFunction>> = {
  train: trainVerb,
  suggest: suggestVerb,
  evaluate: evaluateVerb,
  topics: () => Promise.reject(new VerbError(NOT_YET)),
};

/** Runs what the words after the program's name ask for. Resolves with the exit code; never rejects. */
export async function runCommandLine(words: readonly string[], session: Session): Promise<number> {
  let command: Command | undefined;
  try {
    command = readArguments(words);
    if (command.kind === "help") await session.output.write(helpText(command.verb));
    else if (command.kind === "version") await session.output.write(`${PRODUCT_VERSION}\n`);
    else {
      if (command.options.unsupervised) throw new VerbError(NOT_YET);
      await VERB_FUNCTIONS[command.verb](command.paths, command.options, session);
    }
    return EXIT.done;
  } catch (error) {
    const isTraining = command?.kind === "verb" && command.verb === "train";
    const kept = "; no unfinished file is left, and the last whole model stays";
    return exitCodeOf(error, session, `sdlgm: stopped${isTraining ? kept : ""}.`);
  }
}
