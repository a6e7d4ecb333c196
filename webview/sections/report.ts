import type { RunReport } from "../../server/protocol.ts";
import type { Context } from "../context.ts";
import { agreementSection } from "./agreement.ts";
import type { LearningSection } from "./learning.ts";
import { leftOutSection } from "./leftOut.ts";
import { levelsSection } from "./levels.ts";
import { tagsSections } from "./tags.ts";
import { trustSection } from "./trust.ts";

/** Makes a part of the page. */
export type Part = () => HTMLElement | readonly HTMLElement[];

/** All that a report says, in three columns that stand below each other where there is no room beside. */
export function reportColumns(
  run: RunReport,
  learning: LearningSection,
  context: Context,
): readonly (readonly Part[])[] {
  return [
    [
      () => agreementSection(run, context),
      () => {
        learning.update(run.curve, false);
        return learning.element;
      },
    ],
    [() => levelsSection(run, context), () => trustSection(run, context)],
    [() => tagsSections(run, context), () => leftOutSection(run, context)],
  ];
}
