import { join } from "node:path";
import { startEvaluation } from "../training/startTraining.ts";
import type { VerbFunction } from "./commandLine.ts";
import { evaluationSummary, evaluationText } from "./evaluationReport.ts";
import { eventLine } from "./train.ts";

/** `sdlgm evaluate`. */
export const evaluateVerb: VerbFunction = async (paths, options, session) => {
  const { output, progress, readerSignal, programFolder } = session;
  const { seed, testFraction, json } = options;
  const result = await startEvaluation(
    { kind: "evaluate", paths, seed, testFraction },
    {
      worker: join(programFolder, "trainer.js"),
      signal: readerSignal,
      onEvent(event) {
        progress.show(event);
        if (json) void output.writeJson(eventLine(event));
      },
    },
  );
  progress.clear();
  if (json) await output.writeJson(evaluationSummary(result));
  else await output.write(evaluationText(result));
};
