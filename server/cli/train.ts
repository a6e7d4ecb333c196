import { join } from "node:path";
import { PRODUCT_VERSION } from "../productVersion.ts";
import type { TrainingEvent } from "../training/events.ts";
import { startTraining } from "../training/startTraining.ts";
import type { VerbFunction } from "./commandLine.ts";
import { modelPathOf } from "./modelPath.ts";
import { roundedAll } from "./rounded.ts";
import { trainReport, trainSummary } from "./trainReport.ts";

/** `sdlgm train`. */
export const trainVerb: VerbFunction = async (paths, options, session) => {
  const { output, progress, signal, programFolder } = session;
  const { seed, limit, threads, reproducible, json } = options;
  const modelPath = modelPathOf(paths, options.model);
  const result = await startTraining(
    { kind: "train", paths, modelPath, seed, limit, threads, reproducible, product: PRODUCT_VERSION },
    {
      worker: join(programFolder, "trainer.js"),
      signal,
      onEvent(event) {
        progress.show(event);
        if (json) void output.writeJson(eventLine(event));
      },
    },
  );
  progress.clear();
  if (json) await output.writeJson(trainSummary(result));
  else await output.write(trainReport(result, paths, options.model));
};

/** An event as a line of `--json`. */
export function eventLine(event: TrainingEvent): object {
  const { loss, heldOut, documentsPerSecond, remainingSeconds } = event;
  return {
    event: "progress",
    ...event,
    ...(loss !== undefined && { loss: roundedAll(loss) }),
    ...(heldOut !== undefined && { heldOut: roundedAll(heldOut) }),
    ...roundedAll({
      fraction: event.fraction,
      ...(documentsPerSecond !== undefined && { documentsPerSecond }),
      ...(remainingSeconds !== undefined && { remainingSeconds }),
    }),
  };
}
