/** A number with so many digits after the point, to keep lines of JSON short; what is not finite becomes null there anyway. */
export function rounded(value: number, digits = 4): number {
  const factor = 10 ** digits;
  return Math.round(value * factor) / factor;
}

/** The figures of a record, each rounded. */
export function roundedAll(figures: Readonly<Record<string, number>>, digits = 4): Record<string, number> {
  return Object.fromEntries(Object.entries(figures).map(([name, value]) => [name, rounded(value, digits)]));
}
