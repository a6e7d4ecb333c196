import type { RunReport } from "../../server/protocol.ts";
import { svg } from "../elements/dom.ts";

const SIZE = 132;
const LEFT = 34;
const BOTTOM = 30;
const TOP = 6;
const RIGHT = 8;
const LARGEST = 6;
const SMALLEST = 2.5;

/**
 * What is claimed against what comes true; a point for each group of probabilities, larger where there are more pairs.
 *
 * @param words what a screen reader says of it, and the names of the axes
 */
export function reliabilityChart(
  reliability: RunReport["reliability"],
  words: {
    readonly label: string;
    readonly x: string;
    readonly y: string;
    readonly percent: (share: number) => string;
  },
): SVGSVGElement {
  const groups = reliability.filter(({ pairs }) => pairs > 0);
  const most = Math.max(1, ...groups.map(({ pairs }) => Math.log1p(pairs)));
  const x = (share: number): number => Math.round(10 * (LEFT + SIZE * share)) / 10;
  const y = (share: number): number => Math.round(10 * (TOP + SIZE * (1 - share))) / 10;
  return svg(
    "svg",
    {
      class: "reliability",
      viewBox: `0 0 ${LEFT + SIZE + RIGHT} ${TOP + SIZE + BOTTOM}`,
      role: "img",
      "aria-label": words.label,
    },
    [0, 0.5, 1].map((share) => [
      svg("line", { class: "grid", x1: x(0), x2: x(1), y1: y(share), y2: y(share) }),
      svg("line", { class: "grid", x1: x(share), x2: x(share), y1: y(0), y2: y(1) }),
      svg("text", { x: LEFT - 8, y: y(share) + 3, "text-anchor": "end" }, `${100 * share}`),
      svg(
        "text",
        { x: x(share), y: y(0) + 15, "text-anchor": share === 1 ? "end" : share === 0 ? "start" : "middle" },
        `${100 * share} %`,
      ),
    ]),
    svg("line", { class: "diagonal", x1: x(0), y1: y(0), x2: x(1), y2: y(1) }),
    svg("polyline", {
      class: "way",
      points: groups.map(({ predicted, observed }) => `${x(predicted)},${y(observed)}`).join(" "),
    }),
    groups.map(({ pairs, predicted, observed }) =>
      svg(
        "circle",
        {
          class: "group",
          cx: x(predicted),
          cy: y(observed),
          r: Math.round(10 * (SMALLEST + ((LARGEST - SMALLEST) * Math.log1p(pairs)) / most)) / 10,
        },
        svg("title", {}, `${words.x} ${words.percent(predicted)}, ${words.y} ${words.percent(observed)}`),
      ),
    ),
    svg("text", { x: x(0.5), y: TOP + SIZE + BOTTOM - 3, "text-anchor": "middle" }, words.x),
    svg(
      "text",
      { x: 0, y: 0, transform: `translate(8 ${y(0.5)}) rotate(-90)`, "text-anchor": "middle" },
      words.y,
    ),
  );
}
