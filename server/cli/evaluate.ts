import { join } from "node:path";
import { startEvaluation } from "../training/startTraining.ts";
import type { VerbFunction } from "./commandLine.ts";
import { evaluationSummary, evaluationText } from "./evaluationReport.ts";
import { checkReportPlace, writeHtmlReport } from "./htmlReport.ts";
import { eventLine } from "./train.ts";

/** `sdlgm evaluate`. */
export const evaluateVerb: VerbFunction = async (paths, options, session) => {
  const { output, progress, readerSignal, programFolder } = session;
  const { seed, testFraction, threads, reproducible, html, json } = options;
  if (html !== undefined) await checkReportPlace(html);
  const result = await startEvaluation(
    { kind: "evaluate", paths, seed, testFraction, threads, reproducible },
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
  if (html !== undefined) {
    const { report, problem = "" } = result.run;
    if (report === undefined) throw new Error(problem);
    await writeHtmlReport(html, join(programFolder, "report.html"), report);
  }
  if (json) await output.writeJson(evaluationSummary(result));
  else await output.write(evaluationText(result, html));
};
