/** A moment of the optimiser, from a report or from a training that goes on. */
export interface CurvePoint {
  readonly iteration?: number;
  readonly loss?: Readonly<Record<string, number>>;
  readonly heldOut?: Readonly<Record<string, number>>;
}

/** Values over common iterations; null where a series has none. */
export interface Curves {
  readonly iterations: readonly number[];
  readonly series: readonly { readonly name: string; readonly values: readonly (number | null)[] }[];
}

/** The order of the terms of the loss that we know; others follow by name. */
const TERMS = ["total", "tags", "level", "prior"];

/** The loss with its terms by iteration. Stages count their iterations each from the start, so all begin at the left. */
export function lossCurves(points: readonly CurvePoint[]): Curves {
  return alignedCurves(points, ({ loss }) => loss, byTerm);
}

/** One figure on held-out documents by iteration. */
export function heldOutCurve(points: readonly CurvePoint[], figure: string): Curves {
  return alignedCurves(points, ({ heldOut }) =>
    heldOut !== undefined && figure in heldOut ? { [figure]: heldOut[figure] } : undefined,
  );
}

/** The newest value of a figure on held-out documents; NaN where there is none. */
export function lastHeldOut(points: readonly CurvePoint[], figure: string): number {
  return points.findLast(({ heldOut }) => heldOut?.[figure] !== undefined)?.heldOut?.[figure] ?? Number.NaN;
}

/** The place of a term of the loss among those that we know; behind them for others. */
export function placeOfTerm(name: string): number {
  return TERMS.includes(name) ? TERMS.indexOf(name) : TERMS.length;
}

function alignedCurves(
  points: readonly CurvePoint[],
  valuesOf: (point: CurvePoint) => Readonly<Record<string, number>> | undefined,
  order?: (a: string, b: string) => number,
): Curves {
  const byName = new Map<string, Map<number, number>>();
  const all = new Set<number>();
  for (const point of points) {
    const values = valuesOf(point);
    if (point.iteration === undefined || values === undefined) continue;
    for (const [name, value] of Object.entries(values)) {
      if (!Number.isFinite(value)) continue;
      const known = byName.get(name) ?? new Map<number, number>();
      byName.set(name, known.set(point.iteration, value));
      all.add(point.iteration);
    }
  }
  const iterations = [...all].sort((a, b) => a - b);
  const names = [...byName.keys()].sort(order);
  return {
    iterations,
    series: names.map((name) => ({
      name,
      values: iterations.map((iteration) => byName.get(name)!.get(iteration) ?? null),
    })),
  };
}

function byTerm(a: string, b: string): number {
  return placeOfTerm(a) - placeOfTerm(b) || (a < b ? -1 : 1);
}
