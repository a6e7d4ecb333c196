import { statSync } from "node:fs";
import { join } from "node:path";
import { demoIntroduction, demoReport } from "./cli/demoReport.ts";
import { EXIT, exitCodeOf } from "./cli/exitCode.ts";
import { openSession, type Session } from "./cli/session.ts";
import { paintOf, terminalOf } from "./cli/terminal.ts";
import { startEvaluation } from "./training/startTraining.ts";

/**
 * Shows on a real corpus what the program does: reads it, hides the tags of every fifth document, learns from the others, and compares
 * what it suggests with what was hidden. Writes no file. Without a folder, the corpus is the packages that this very project has
 * installed, with their keywords as tags.
 */
async function runDemo(folder: string | undefined, session: Session): Promise<number> {
  const path = folder ?? join(session.programFolder, "..", "node_modules");
  const { output, progress, readerSignal, programFolder } = session;
  const paint = paintOf(terminalOf(process.stdout));
  try {
    await output.write(demoIntroduction(folder, paint));
    const result = await startEvaluation(
      { kind: "evaluate", paths: [path], seed: 1, testFraction: 0.2 },
      {
        worker: join(programFolder, "trainer.js"),
        signal: readerSignal,
        onEvent: (event) => progress.show(event),
      },
    );
    progress.clear();
    await output.write(demoReport(result, folder, paint));
    return EXIT.done;
  } catch (error) {
    return exitCodeOf(error, session, "sdlgm: stopped.");
  }
}

const session = openSession(__dirname);
const [folder] = process.argv.slice(2);
if (folder !== undefined && !statSync(folder, { throwIfNoEntry: false })) {
  session.warn(`sdlgm: No such folder or file: ${folder}.`);
  process.exitCode = EXIT.wrongUse;
} else {
  void runDemo(folder, session).then((code) => {
    process.exitCode = code;
    if (session.signal.aborted) process.exit(code);
  });
}
