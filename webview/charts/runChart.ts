import { svg } from "../elements/dom.ts";

const WIDTH = 300;
const HEIGHT = 48;
const EDGE = 6;

/** A figure of several runs, the oldest at the left; the run that is shown has a larger point. The table beside it says the same. */
export function runChart(values: readonly number[], shown: number, label: string): SVGSVGElement {
  const known = values.filter(Number.isFinite);
  const [least, most] = [Math.min(...known), Math.max(...known)];
  // A hair's breadth between runs should not look like a mountain.
  const room = Math.max(most - least, 0.05);
  const middle = (least + most) / 2;
  const x = (i: number): number =>
    Math.round(EDGE + ((WIDTH - 2 * EDGE) * i) / Math.max(1, values.length - 1));
  const y = (value: number): number =>
    Math.round(10 * (HEIGHT / 2 - ((HEIGHT - 2 * EDGE) * (value - middle)) / room)) / 10;
  const points = values.map((value, i) => ({ value, i })).filter(({ value }) => Number.isFinite(value));
  return svg(
    "svg",
    { class: "runs", viewBox: `0 0 ${WIDTH} ${HEIGHT}`, role: "img", "aria-label": label },
    svg("polyline", { class: "way", points: points.map(({ value, i }) => `${x(i)},${y(value)}`).join(" ") }),
    points.map(({ value, i }) =>
      svg("circle", {
        class: i === shown ? "group shown" : "group",
        cx: x(i),
        cy: y(value),
        r: i === shown ? 5 : 3,
      }),
    ),
  );
}
