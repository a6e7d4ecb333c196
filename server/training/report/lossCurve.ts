import type { RunReport } from "../../protocol.ts";
import type { Iteration } from "../events.ts";
import { rounded } from "./rounded.ts";

type Curve = RunReport["curve"];

const MOST_POINTS = 300;

/** Collects the optimiser's way. What the head and the level say of one iteration of theirs stands in one point. */
export class LossCurve {
  readonly #points = new Map<number, { loss: Record<string, number>; heldOut: Record<string, number> }>();

  add({ iteration, loss, heldOut = {} }: Iteration): void {
    const point = this.#points.get(iteration) ?? { loss: {}, heldOut: {} };
    Object.assign(point.loss, roundedAll(loss));
    Object.assign(point.heldOut, roundedAll(heldOut));
    this.#points.set(iteration, point);
  }

  /** By iteration; thinned out evenly where there are many, with the last one always there. */
  points(): Curve {
    const all = [...this.#points].sort(([a], [b]) => a - b);
    const size = Math.min(all.length, MOST_POINTS);
    return Array.from({ length: size }, (_, n) => {
      const [iteration, { loss, heldOut }] = all[Math.ceil(((n + 1) * all.length) / size) - 1];
      return { iteration, loss, ...(Object.keys(heldOut).length > 0 && { heldOut }) };
    });
  }
}

function roundedAll(figures: Readonly<Record<string, number>>): Record<string, number> {
  return Object.fromEntries(Object.entries(figures).map(([name, value]) => [name, rounded(value)]));
}
