import type { Agreement, RunReport } from "../../server/protocol.ts";
import { shareBar } from "../charts/shareBar.ts";
import type { Context } from "../context.ts";
import { h, svg } from "../elements/dom.ts";
import { disclosure, explained, foot, section, table, terms } from "../elements/parts.ts";
import { bestBaseline, FIGURES } from "../figures/runDifferences.ts";
import type { Language } from "../language/language.ts";
import { baselineName } from "../language/names.ts";

/** How far the model says what the author says, beside simpler methods. */
export function agreementSection(run: RunReport, context: Context): HTMLElement {
  const { language } = context;
  const { say, percent, whole, decimal } = language;
  const { agreement } = run;
  return section(
    "agreement",
    say("agreement"),
    h(
      "p",
      { class: "headline" },
      h("span", { class: "big" }, decimal(agreement.microF1)),
      " ",
      explained("F1", say("termF1")),
      beside(run, language),
    ),
    h(
      "ul",
      { class: "bars" },
      methods(run, language).map(({ name, agreement: { microF1 }, isModel }) =>
        h(
          "li",
          { class: isModel ? "model" : undefined },
          h("span", { class: "name" }, name),
          shareBar(microF1),
          h("span", { class: "value" }, decimal(microF1)),
        ),
      ),
    ),
    h(
      "p",
      {},
      say(
        "agreementText",
        percent(agreement.precision),
        percent(agreement.recall),
        percent(agreement.precisionAt1),
      ),
    ),
    h(
      "p",
      { class: "muted" },
      say(run.kind === "training" ? "judgedTraining" : "judgedEvaluation", whole(run.judgedDocuments)),
    ),
    foot(
      disclosure(context, "agreement-table", say("showTable"), () => figuresTable(run, language)),
      terms(context, "agreement", [
        `${say("precision")}: ${say("termPrecision")}`,
        `${say("recall")}: ${say("termRecall")}`,
        `F1: ${say("termMicro")}`,
        `${say("macroF1")}: ${say("termMacro")}`,
        `${say("precisionAt1")}: ${say("termAt1")}`,
        say("termBaselines"),
      ]),
    ),
  );
}

/** The model beside the best simple method, in words and with an arrow. */
function beside(run: RunReport, { say, decimal }: Language): HTMLElement | null {
  const best = bestBaseline(run);
  const difference = run.agreement.microF1 - (best?.agreement.microF1 ?? Number.NaN);
  if (!Number.isFinite(difference)) return null;
  const size = decimal(Math.abs(difference));
  const direction = Math.abs(difference) < 0.005 ? "same" : difference > 0 ? "up" : "down";
  const text = {
    same: () => say("asGood"),
    up: () => say("betterBy", size),
    down: () => say("worseBy", size),
  };
  return h("span", { class: `beside ${direction}` }, arrow(direction), text[direction]());
}

function arrow(direction: "same" | "up" | "down"): SVGSVGElement {
  const points = { up: "5,1 9,9 1,9", down: "1,1 9,1 5,9", same: "1,3 9,3 9,7 1,7" }[direction];
  return svg(
    "svg",
    { class: "arrow", viewBox: "0 0 10 10", "aria-hidden": "true" },
    svg("polygon", { points }),
  );
}

/** The model, then the simpler methods, the best first. */
function methods(
  run: RunReport,
  { say }: Language,
): { readonly name: string; readonly agreement: Agreement; readonly isModel: boolean }[] {
  const baselines = Object.entries(run.baselines)
    .map(([name, agreement]) => ({ name: baselineName(say, name), agreement, isModel: false }))
    .sort((a, b) => (b.agreement.microF1 || 0) - (a.agreement.microF1 || 0));
  return [{ name: say("thisModel"), agreement: run.agreement, isModel: true }, ...baselines];
}

/** Methods as rows would be wider than a sidebar: figures are the rows. */
function figuresTable(run: RunReport, language: Language): HTMLElement {
  const { say, decimal } = language;
  const columns = methods(run, language);
  return table(
    say("agreement"),
    [{ title: say("figure") }, ...columns.map(({ name }) => ({ title: name, isFigure: true }))],
    FIGURES.flatMap(({ figure, digits }) =>
      figure === "calibrationError"
        ? []
        : [[say(figure), ...columns.map(({ agreement }) => decimal(agreement[figure], digits))]],
    ),
  );
}
