// The table that a person reads.

/** @returns {number | undefined} undefined if there is no value, or any is undefined */
export function median(values) {
  if (values.length === 0 || values.some((value) => value === undefined)) return undefined;
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

const COST = ["train CPU s", "× SDLGM", "wall s", "peak MB", "suggest CPU s", "× SDLGM", "wall s", "peak MB"];
const QUALITY = ["P@1", "P@5", "micro-F1", "macro-F1", "example-F1", "L off by"];

/** Costs and quality of one set. Ratios are medians of the rounds' own ratios, so that a busy moment counts for both sides. */
export function comparison({ set, documents, hidden, tags, unstrippable }, rows) {
  const [own] = rows;
  const lines = [`${set}: ${documents} documents, ${tags} tags; the tags of ${hidden} documents hidden.`];
  if (unstrippable > 0) lines.push(`${unstrippable} documents whose tags cannot be taken out were left out.`);
  lines.push("", ...table(COST, rows, (row) => costCells(row, own)), "");
  lines.push(...table(QUALITY, rows, ({ figures }) => qualityCells(figures)));
  lines.push(
    "",
    "Medians; CPU is user and system time of all threads. SDLGM reads the files themselves and gives evidence for each",
    "suggestion; the others read words that were made ready for them, and their tuning of a threshold is not counted.",
    "",
  );
  return lines.join("\n");
}

function table(titles, rows, cellsOf) {
  const width = Math.max(...rows.map(({ name }) => name.length));
  const line = (name, cells) =>
    `  ${name.padEnd(width)}  ${cells.map((cell, c) => cell.padStart(titles[c].length)).join("  ")}`.trimEnd();
  const body = rows.map((row) =>
    row.missing === undefined ? line(row.name, cellsOf(row)) : `  ${row.name.padEnd(width)}  ${row.missing}`,
  );
  return [line("", titles), ...body];
}

function costCells({ medians, rounds }, own) {
  return ["train", "suggest"].flatMap((verb) => {
    const { cpuSeconds, wallSeconds, peakBytes } = medians[verb];
    const pairs = own.rounds === undefined ? [] : rounds.slice(0, own.rounds.length);
    const ratio = median(pairs.map((round, r) => round[verb].cpuSeconds / own.rounds[r][verb].cpuSeconds));
    return [
      cpuSeconds.toFixed(2),
      ratio === undefined ? "–" : ratio.toFixed(2),
      wallSeconds.toFixed(2),
      peakBytes === undefined ? "–" : String(Math.round(peakBytes / 1e6)),
    ];
  });
}

function qualityCells({ precisionAt1, precisionAt5, microF1, macroF1, exampleF1, levelError }) {
  const shares = [precisionAt1, precisionAt5, microF1, macroF1, exampleF1];
  return [...shares.map((share) => (100 * share).toFixed(1)), levelError.toFixed(2)];
}

/** CPU seconds of this process, user and system, in all its threads. */
export function cpuSeconds(work) {
  const before = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1e6;
}
