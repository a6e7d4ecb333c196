import { join } from "node:path";
import { runJob } from "../training/job.ts";
import type { ReadingReport } from "../training/readCorpus.ts";
import type { VerbFunction } from "./commandLine.ts";
import { modelPathOf } from "./modelPath.ts";
import { omissionLines } from "./readingLines.ts";
import { suggestionJson, suggestionText } from "./suggestionLines.ts";
import type { SuggestedBatch, SuggestRequest } from "./suggestWorker.ts";
import { paintOf, terminalOf } from "./terminal.ts";

const DEFAULT_TOP = 20;

/** `sdlgm suggest`. */
export const suggestVerb: VerbFunction = async (paths, options, session) => {
  const { output, progress, programFolder, readerSignal, warn } = session;
  const modelPath = modelPathOf(paths, options.model);
  const { json, untagged, top = DEFAULT_TOP } = options;
  const request: SuggestRequest = { paths, modelPath, top, untagged };
  const paint = paintOf(terminalOf(process.stdout));
  const hasSeveralRoots = paths.length > 1;
  // The results on a terminal are progress enough.
  const showsProgress = !terminalOf(process.stdout).isTerminal;
  let documents = 0;
  const report = await runJob<never, SuggestedBatch, ReadingReport>(
    join(programFolder, "suggester.js"),
    request,
    {
      signal: readerSignal,
      async onMessage(batch) {
        documents += batch.documents.length;
        const lines = batch.documents.map((document) =>
          json
            ? `${JSON.stringify(suggestionJson(document, hasSeveralRoots))}\n`
            : suggestionText(document, { showsAll: options.top !== undefined, hasSeveralRoots, paint }),
        );
        if (showsProgress) progress.draw(batch.fraction, "suggesting");
        await output.write(lines.join(""));
      },
    },
  );
  progress.clear();
  for (const sentence of omissionLines(report)) warn(`sdlgm: ${sentence}`);
  if (documents === 0 && !json) await output.write("All documents have tags already.\n");
};
