import type { RunReport } from "../../server/protocol.ts";
import { reliabilityChart } from "../charts/reliabilityChart.ts";
import type { Context } from "../context.ts";
import { h } from "../elements/dom.ts";
import { disclosure, foot, section, table, terms } from "../elements/parts.ts";
import { trustOf } from "../figures/reliability.ts";

/** Whether the probabilities are what they claim to be. */
export function trustSection(run: RunReport, context: Context): HTMLElement {
  const { say, percent, decimal, whole } = context.language;
  const { verdict, example } = trustOf(run);
  const groups = run.reliability.filter(({ pairs }) => pairs > 0);
  return section(
    "trust",
    say("trust"),
    h(
      "p",
      {},
      h("strong", {}, say(`trust_${verdict}`)),
      example && ` ${say("trustText", percent(example.says), percent(example.comesTrue))}`,
    ),
    groups.length > 0 && [
      reliabilityChart(groups, { label: say("trustPicture"), x: say("said"), y: say("cameTrue"), percent }),
      foot(
        disclosure(context, "trust-table", say("showTable"), () =>
          table(
            say("trustPicture"),
            [
              { title: say("saidColumn") },
              { title: say("cameTrueColumn"), isFigure: true },
              { title: say("pairsColumn"), isFigure: true },
            ],
            groups.map(({ pairs, predicted, observed }) => [
              `${decimal(100 * predicted, 1)} %`,
              `${decimal(100 * observed, 1)} %`,
              whole(pairs),
            ]),
          ),
        ),
        terms(context, "trust", [
          say("termReliability"),
          say("termCalibration", `${decimal(100 * run.calibrationError, 1)} %`),
        ]),
      ),
    ],
  );
}
