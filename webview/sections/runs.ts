import type { RunReport } from "../../server/protocol.ts";
import { runChart } from "../charts/runChart.ts";
import type { Context } from "../context.ts";
import { h } from "../elements/dom.ts";
import { choice, disclosure, section, table } from "../elements/parts.ts";
import { caveats, FIGURES, runDifferences } from "../figures/runDifferences.ts";

/** Earlier runs, one of which can be shown, and two compared. */
export function runsSection(
  runs: readonly RunReport[],
  shown: RunReport,
  context: Context,
  onShow: (run: RunReport) => void,
): HTMLElement {
  const { say, decimal, whole } = context.language;
  const oldestFirst = [...runs].reverse();
  return section(
    "runs",
    say("runs"),
    runs.length > 2 &&
      runChart(
        oldestFirst.map(({ agreement }) => agreement.microF1),
        oldestFirst.indexOf(shown),
        say("runsPicture"),
      ),
    table(
      say("runs"),
      [{ title: say("when") }, { title: "F1", isFigure: true }, { title: say("documents"), isFigure: true }],
      runs.map((run) => [
        runButton(run, run === shown, context, onShow),
        decimal(run.agreement.microF1),
        whole(run.documents),
      ]),
    ),
    runs.length > 1
      ? disclosure(context, "compare", say("compare"), () => comparison(runs, context))
      : h("p", { class: "muted" }, say("oneRun")),
  );
}

function runName({ kind, created }: RunReport, { language, now }: Context): string {
  return `${language.moment(created, now())}, ${language.say(`kind_${kind}`)}`;
}

function runButton(
  run: RunReport,
  isShown: boolean,
  context: Context,
  onShow: (run: RunReport) => void,
): HTMLElement {
  const { language, now } = context;
  return h(
    "button",
    {
      type: "button",
      class: "link run",
      title: language.say(isShown ? "shownRun" : "showRun"),
      "aria-pressed": String(isShown),
      onclick: () => onShow(run),
    },
    h("span", {}, language.moment(run.created, now())),
    h("span", { class: "muted" }, language.say(`kind_${run.kind}`)),
  );
}

function comparison(runs: readonly RunReport[], context: Context): HTMLElement {
  const { say } = context.language;
  const { ui } = context;
  const result = h("div", { class: "differences", role: "group" });
  const byTime = (created: string | undefined): RunReport | undefined =>
    runs.find((run) => run.created === created);
  let second = byTime(ui.choices.compared?.[1]) ?? runs[0];
  let first =
    byTime(ui.choices.compared?.[0]) ??
    runs.find((run) => run !== second && run.kind === second.kind) ??
    runs[1];
  const options = runs.map((run) => ({ value: run.created, text: runName(run, context) }));
  const show = (): void => result.replaceChildren(...differences(first, second, context));
  const choose = (): void => {
    ui.change({ compared: [first.created, second.created] });
    show();
  };
  show();
  return h(
    "div",
    {},
    h(
      "div",
      { class: "controls pair" },
      choice(
        say("compareFirst"),
        options,
        first.created,
        (created) => {
          first = byTime(created) ?? first;
          choose();
        },
        false,
      ),
      h("span", { class: "muted" }, say("compareWith")),
      choice(
        say("compareSecond"),
        options,
        second.created,
        (created) => {
          second = byTime(created) ?? second;
          choose();
        },
        false,
      ),
    ),
    result,
  );
}

function differences(first: RunReport, second: RunReport, { language }: Context): HTMLElement[] {
  const { say, decimal, signed, whole } = language;
  if (first === second) return [h("p", { class: "muted" }, say("sameRun"))];
  const digitsOf = new Map(FIGURES.map(({ figure, digits }) => [figure, digits]));
  const rows = runDifferences(first, second).map(
    ({ figure, first: before, second: after, difference, meaning }) => [
      say(figure),
      decimal(before, digitsOf.get(figure)),
      decimal(after, digitsOf.get(figure)),
      h(
        "span",
        { class: `difference ${meaning}` },
        signed(difference, digitsOf.get(figure)),
        meaning !== "unknown" && [" ", h("span", { class: "meaning" }, say(meaning))],
      ),
    ],
  );
  return [
    table(
      say("compare"),
      [
        { title: say("figure") },
        { title: say("compareFirst"), isFigure: true },
        { title: say("compareSecond"), isFigure: true },
        { title: say("difference"), isFigure: true },
      ],
      rows,
    ),
    ...caveats(first, second).map(({ about, values }) =>
      h("p", { class: "muted" }, say(`caveat_${about}`, ...values.map(whole))),
    ),
  ];
}
