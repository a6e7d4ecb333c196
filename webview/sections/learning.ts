import { LineChart } from "../charts/lineChart.ts";
import type { Context } from "../context.ts";
import { h, setAttribute, setText } from "../elements/dom.ts";
import { disclosure, foot, section, table, terms } from "../elements/parts.ts";
import {
  type CurvePoint,
  type Curves,
  heldOutCurve,
  lastHeldOut,
  lossCurves,
  placeOfTerm,
} from "../figures/curves.ts";
import { lossName } from "../language/names.ts";

/** What F1 goes by in held-out figures. */
const F1 = "microF1";
/** A hair's breadth up and down should not look like mountains. */
const LEAST_F1_SPAN = 0.1;

/** How the optimiser came to the model, or is coming to it: stays in the page while it goes on, and grows. */
export class LearningSection {
  readonly element: HTMLElement;
  readonly #context: Context;
  readonly #loss: LineChart;
  readonly #heldOut: LineChart;
  readonly #text = h("p", {});
  readonly #f1 = h("p", {});
  readonly #lossPart: HTMLElement;
  readonly #heldOutPart: HTMLElement;
  readonly #foot: HTMLElement;
  #points: readonly CurvePoint[] = [];
  #table: HTMLDetailsElement;

  /** @param id of its own on the page */
  constructor(context: Context, id = "learning") {
    const { say, decimal, significant } = context.language;
    this.#context = context;
    const number = (value: number, digits: number): string => decimal(value, digits);
    this.#loss = new LineChart("loss", {
      label: say("lossHint"),
      seriesName: (name) => lossName(say, name),
      look: placeOfTerm,
      value: significant,
      number,
    });
    this.#heldOut = new LineChart("held-out", {
      label: say("heldOutTitle"),
      seriesName: () => "F1",
      look: () => 0,
      value: (value) => decimal(value),
      number,
      leastSpan: LEAST_F1_SPAN,
    });
    this.#lossPart = h("figure", {}, h("figcaption", {}, say("lossTitle")), this.#loss.element);
    this.#heldOutPart = h("figure", {}, h("figcaption", {}, say("heldOutTitle")), this.#heldOut.element);
    this.#table = disclosure(context, `${id}-table`, say("showTable"), () => this.#tableNow());
    this.#foot = foot(
      this.#table,
      terms(context, id, [
        say("termLoss"),
        say("termLossTags"),
        say("termLossLevel"),
        say("termLossPrior"),
        `F1: ${say("termMicro")}`,
      ]),
    );
    this.element = section(
      id,
      say("learning"),
      this.#text,
      h("div", { class: "figures" }, this.#lossPart, this.#heldOutPart),
      this.#f1,
      this.#foot,
    );
  }

  /** @param isLive whether more points will come */
  update(points: readonly CurvePoint[], isLive: boolean): void {
    if (points === this.#points) return;
    this.#points = points;
    const loss = lossCurves(points);
    const heldOut = heldOutCurve(points, F1);
    const hasCurve = loss.iterations.length > 0;
    setAttribute(this.element, "hidden", !hasCurve && !isLive);
    setAttribute(this.#lossPart, "hidden", !hasCurve);
    setAttribute(this.#heldOutPart, "hidden", heldOut.iterations.length < 2);
    setAttribute(this.#foot, "hidden", !hasCurve);
    setText(this.#text, this.#sentence(loss, isLive));
    this.#showF1(heldOut, isLive);
    if (hasCurve) this.#loss.update(loss);
    if (heldOut.iterations.length >= 2) this.#heldOut.update(heldOut);
    this.#renewTable(isLive);
  }

  redraw(): void {
    this.#loss.redraw();
    this.#heldOut.redraw();
  }

  destroy(): void {
    this.#loss.destroy();
    this.#heldOut.destroy();
  }

  #sentence({ iterations, series }: Curves, isLive: boolean): string {
    const { say, whole, significant } = this.#context.language;
    const values = (series.find(({ name }) => name === "total") ?? series[0])?.values ?? [];
    const last = values.findLastIndex((value) => value !== null);
    if (last === -1) return say("waitingForSteps");
    const end = significant(values[last]!);
    return isLive
      ? say("lossSoFar", whole(iterations[last]), end)
      : say("lossText", significant(values.find((value) => value !== null)!), end, whole(iterations[last]));
  }

  /** A single figure is no curve. */
  #showF1(heldOut: Curves, isLive: boolean): void {
    const { say, decimal } = this.#context.language;
    const f1 = lastHeldOut(this.#points, F1);
    const isShown = isLive && heldOut.iterations.length < 2 && Number.isFinite(f1);
    setAttribute(this.#f1, "hidden", !isShown);
    if (isShown) setText(this.#f1, say("f1SoFar", decimal(f1)));
  }

  /** A table that somebody reads does not change under their eyes, but for the last time. */
  #renewTable(isLive: boolean): void {
    if (isLive && this.#table.open) return;
    const opened = this.#table.querySelector(".opened");
    if (this.#table.open) opened?.replaceChildren(this.#tableNow());
    else opened?.remove();
  }

  #tableNow(): HTMLElement {
    const { say, whole, decimal, significant } = this.#context.language;
    const { iterations, series } = lossCurves(this.#points);
    const heldOut = heldOutCurve(this.#points, F1);
    const f1 = new Map(heldOut.iterations.map((iteration, i) => [iteration, heldOut.series[0].values[i]]));
    const hasF1 = f1.size > 0;
    return table(
      say("learning"),
      [
        { title: say("iteration") },
        ...series.map(({ name }) => ({ title: lossName(say, name), isFigure: true })),
        ...(hasF1 ? [{ title: "F1", isFigure: true }] : []),
      ],
      iterations.map((iteration, i) => [
        whole(iteration),
        ...series.map(({ values }) => (values[i] === null ? "" : significant(values[i]))),
        ...(hasF1 ? [decimal(f1.get(iteration) ?? Number.NaN, 3)] : []),
      ]),
    );
  }
}
