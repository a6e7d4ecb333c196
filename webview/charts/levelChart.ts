import { svg } from "../elements/dom.ts";
import type { LevelBar } from "../figures/levelBars.ts";

const WIDTH = 300;
const HEIGHT = 120;
const TOP = 6;
const BOTTOM = 16;
/** Of the room for one number of tags, the part that its two bars take. */
const FILLED = 0.78;

/**
 * Documents by their number of tags: yours as an outline, the model's filled, and a line after the limit.
 *
 * @param description what a screen reader says of it
 */
export function levelChart(bars: readonly LevelBar[], limit: number, description: string): SVGSVGElement {
  const most = Math.max(1, ...bars.map(({ own, predicted }) => Math.max(own, predicted)));
  const room = WIDTH / bars.length;
  const height = (count: number): number => (count === 0 ? 0 : Math.max(1, ((HEIGHT - TOP) * count) / most));
  const bar = (className: string, x: number, count: number): SVGRectElement =>
    svg("rect", {
      class: className,
      x: rounded(x),
      y: rounded(HEIGHT - height(count)),
      width: rounded((room * FILLED) / 2),
      height: rounded(height(count)),
    });
  // So that numbers never touch each other.
  const step = bars.length > 36 ? 10 : bars.length > 16 ? 5 : bars.length > 9 ? 2 : 1;
  const line = rounded((limit + 1) * room - room * (1 - FILLED) * 0.25);
  return svg(
    "svg",
    { class: "levels", viewBox: `0 0 ${WIDTH} ${HEIGHT + BOTTOM}`, role: "img", "aria-label": description },
    bars.map(({ own, predicted }, i) => {
      const left = i * room + (room * (1 - FILLED)) / 2;
      return [bar("own", left, own), bar("predicted", left + (room * FILLED) / 2, predicted)];
    }),
    svg("line", { class: "axis", x1: 0, x2: WIDTH, y1: HEIGHT, y2: HEIGHT }),
    limit + 1 < bars.length + 0.5 && svg("line", { class: "limit", x1: line, x2: line, y1: 0, y2: HEIGHT }),
    bars.map(({ from, isOpen }, i) => {
      if (isOpen) return label(WIDTH, "end", `${from}+`);
      return from % step === 0 ? label((i + 0.5) * room, "middle", String(from)) : null;
    }),
  );
}

function label(x: number, anchor: "middle" | "end", text: string): SVGTextElement {
  return svg("text", { x: rounded(x), y: HEIGHT + 12, "text-anchor": anchor }, text);
}

function rounded(value: number): number {
  return Math.round(10 * value) / 10;
}
