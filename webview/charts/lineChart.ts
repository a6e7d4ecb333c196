// Before uPlot, which needs it when it is loaded.
import "./soundLanguage.ts";
import uPlot from "uplot";
import { h, setText, svg } from "../elements/dom.ts";
import type { Curves } from "../figures/curves.ts";

export interface LineChartOptions {
  /** What a screen reader says of it. */
  readonly label: string;
  readonly seriesName: (name: string) => string;
  /** Which look a curve has, so that it keeps it when others come: 0 … 3. */
  readonly look: (name: string) => number;
  readonly value: (value: number) => string;
  /** Of an axis. */
  readonly number: (value: number, digits: number) => string;
  /** Of the values from bottom to top, however close they are. */
  readonly leastSpan?: number;
}

/** Dashes tell the curves apart where colours do not; the first is drawn through. */
const DASHES = [[], [5, 3], [2, 3], [8, 3, 2, 3]];
const HEIGHT = 112;
const MOST_CURVES = DASHES.length;
/** There is no half an iteration. */
const WHOLE_STEPS = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10_000, 20_000, 50_000, 100_000];

/**
 * Curves over iterations that can grow while one looks at them. The legend above shows the newest values, or those under the mouse. Its
 * marks carry the colours, from the style sheet; the canvas takes them from there, so it follows the theme once `redraw` is called.
 */
export class LineChart {
  readonly element: HTMLElement;
  readonly #options: LineChartOptions;
  readonly #legend = h("ul", { class: "legend" });
  readonly #canvas = h("div", { class: "canvas", role: "img" });
  #plot: uPlot | undefined;
  #names = "";
  #values: HTMLElement[] = [];
  #marks: Element[] = [];
  #curves: Curves = { iterations: [], series: [] };

  /** @param kind a class name, for the colours */
  constructor(kind: string, options: LineChartOptions) {
    this.#options = options;
    this.#canvas.setAttribute("aria-label", options.label);
    this.element = h("div", { class: `curves ${kind}` }, this.#legend, this.#canvas);
    new ResizeObserver(() => this.#fit()).observe(this.#canvas);
  }

  update(curves: Curves): void {
    this.#curves = { ...curves, series: curves.series.slice(0, MOST_CURVES) };
    const names = this.#curves.series.map(({ name }) => name).join("\n");
    if (names !== this.#names || this.#plot === undefined) this.#rebuild(names);
    else this.#plot.setData(this.#data());
    this.#showValues(this.#plot?.cursor.idx);
  }

  /** After the colours have changed. */
  redraw(): void {
    this.#plot?.redraw(false, true);
  }

  destroy(): void {
    this.#plot?.destroy();
    this.#plot = undefined;
  }

  #rebuild(names: string): void {
    this.#names = names;
    this.#plot?.destroy();
    this.#plot = undefined;
    this.#values = this.#curves.series.map(() => h("span", { class: "value" }));
    const looks = this.#curves.series.map(({ name }) => this.#options.look(name) % DASHES.length);
    this.#marks = looks.map((look) => mark(DASHES[look]));
    this.#legend.replaceChildren(
      ...this.#curves.series.map(({ name }, i) =>
        h(
          "li",
          { class: `curve curve-${looks[i] + 1}` },
          this.#marks[i],
          h("span", {}, this.#options.seriesName(name)),
          this.#values[i],
        ),
      ),
    );
    // A chart that is not laid out yet is drawn when it is.
    if (this.#canvas.clientWidth > 0) this.#draw();
  }

  #draw(): void {
    const axis = (side: number): uPlot.Axis => ({
      side,
      stroke: () => this.#colour(this.#legend),
      font: `10px ${getComputedStyle(this.element).fontFamily}`,
      grid: { stroke: () => this.#gridColour(), width: 1 },
      ticks: { show: false },
      gap: 4,
      size: side === 2 ? 18 : 34,
      space: side === 2 ? 50 : 20,
      values: (_, splits, __, ___, step) =>
        splits.map((split) => this.#options.number(split, digitsFor(step))),
      ...(side === 2 && { incrs: WHOLE_STEPS }),
    });
    this.#plot = new uPlot(
      {
        width: this.#canvas.clientWidth,
        height: HEIGHT,
        padding: [6, 6, 0, 0],
        legend: { show: false },
        cursor: { y: false, drag: { x: false, y: false }, points: { size: 5 } },
        scales: {
          x: { time: false, range: (_, least) => [least, this.#end(least)] },
          y: { range: (_, least, most) => this.#span(least, most) },
        },
        axes: [axis(2), axis(3)],
        series: [
          {},
          ...this.#curves.series.map(
            ({ name }, i): uPlot.Series => ({
              stroke: () => this.#colour(this.#marks[i]),
              width: this.#options.look(name) === 0 ? 2 : 1.5,
              dash: DASHES[this.#options.look(name) % DASHES.length],
              spanGaps: true,
              points: { show: (plot) => plot.data[0].length < 2 },
            }),
          ),
        ],
        hooks: { setCursor: [(plot) => this.#showValues(plot.cursor.idx)] },
      },
      this.#data(),
      this.#canvas,
    );
  }

  #fit(): void {
    const width = this.#canvas.clientWidth;
    if (width === 0) return;
    if (this.#plot === undefined) {
      if (this.#names !== "") this.#draw();
    } else if (this.#plot.width !== width) this.#plot.setSize({ width, height: HEIGHT });
  }

  #data(): uPlot.AlignedData {
    const { iterations, series } = this.#curves;
    return [iterations as number[], ...series.map(({ values }) => values as (number | null)[])];
  }

  /** Where the first curve ends: another stage may count much further, and would leave no room for this one. */
  #end(least: number): number {
    const { iterations, series } = this.#curves;
    const last = series[0]?.values.findLastIndex((value) => value !== null) ?? -1;
    return Math.max(iterations[last] ?? 0, least + 1);
  }

  #span(least: number, most: number): uPlot.Range.MinMax {
    const { leastSpan } = this.#options;
    if (leastSpan === undefined) return uPlot.rangeNum(Math.min(0, least), most, 0.05, true);
    const missing = Math.max(0.1 * (most - least), leastSpan - (most - least));
    return [Math.max(0, least - missing / 2), most + missing / 2];
  }

  /** @param index of the iteration under the mouse; the last where there is none */
  #showValues(index: number | null | undefined): void {
    this.#curves.series.forEach(({ values }, i) => {
      const value =
        index === null || index === undefined ? values.findLast((one) => one !== null) : values[index];
      setText(this.#values[i], value === null || value === undefined ? "" : this.#options.value(value));
    });
  }

  #colour(element: Element): string {
    return getComputedStyle(element).color;
  }

  #gridColour(): string {
    return getComputedStyle(this.#canvas).borderColor;
  }
}

/** The digits behind the point that tell the ticks of an axis apart. */
function digitsFor(step: number): number {
  const digits = [0, 1, 2, 3].find(
    (count) => Math.abs(step * 10 ** count - Math.round(step * 10 ** count)) < 1e-6,
  );
  return digits ?? 3;
}

function mark(dash: readonly number[]): SVGSVGElement {
  return svg(
    "svg",
    { class: "mark", viewBox: "0 0 18 8", "aria-hidden": "true" },
    svg("line", { x1: 0, x2: 18, y1: 4, y2: 4, "stroke-dasharray": dash.join(" ") || undefined }),
  );
}
