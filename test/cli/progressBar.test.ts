import { stripVTControlCharacters } from "node:util";
import { describe, expect, it } from "vitest";
import { barLine, overallFraction, ProgressBar, spokenSeconds } from "../../server/cli/progressBar.ts";
import { terminalOf } from "../../server/cli/terminal.ts";
import { STAGES } from "../../server/training/events.ts";

const wide = { isTerminal: true, columns: 80, hasColour: false };

describe("the line of the progress bar", () => {
  it("has the bar, per cent, the stage and the time left", () => {
    const { text } = barLine(0.5, "evidence", 12, wide);
    expect(text).toBe(`${"█".repeat(15)}${"░".repeat(15)}  50 %  evidence   12 s left`);
  });

  it.each([...Array(80).keys()].map((columns) => [columns + 1]))("never fills %i columns", (columns) => {
    const { text, width } = barLine(1, "suggesting", 3599, { ...wide, columns });
    expect(text).toHaveLength(width);
    expect(width).toBeLessThan(columns);
  });

  it("has no escape codes without colour, and says the same with them", () => {
    const plain = barLine(0.3, "head", undefined, wide);
    const coloured = barLine(0.3, "head", undefined, { ...wide, hasColour: true });
    expect(plain.text).not.toContain("\u001b");
    expect(stripVTControlCharacters(coloured.text)).toBe(plain.text);
    expect(coloured.width).toBe(plain.width);
  });
});

describe("a progress bar", () => {
  function drawn(terminal: typeof wide, moments: readonly number[]): string[] {
    const writes: string[] = [];
    let now = 0;
    const bar = new ProgressBar(
      (text) => writes.push(text),
      () => terminal,
      () => now,
    );
    for (const moment of moments) {
      now = moment;
      bar.draw(moment / 1000, "head");
    }
    bar.clear();
    return writes;
  }

  it("is redrawn at most ten times a second, and then taken away", () => {
    const writes = drawn(
      wide,
      Array.from({ length: 1000 }, (_, ms) => ms),
    );
    expect(writes).toHaveLength(11);
    expect(writes.at(-1)).toMatch(/^\r +\r$/);
  });

  it("is not there in a pipe", () => {
    expect(drawn({ ...wide, isTerminal: false }, [0, 500])).toEqual([]);
  });
});

describe("a terminal", () => {
  it.each([
    [{ isTTY: true, columns: 50 }, {}, { isTerminal: true, columns: 50, hasColour: true }],
    [{ isTTY: true }, { NO_COLOR: "1" }, { isTerminal: true, columns: 80, hasColour: false }],
    [{ isTTY: true }, { NO_COLOR: "" }, { isTerminal: true, columns: 80, hasColour: true }],
    [{ isTTY: true }, { TERM: "dumb" }, { isTerminal: false, columns: 80, hasColour: false }],
    [{}, {}, { isTerminal: false, columns: 80, hasColour: false }],
  ])("%j with %j", (stream, environment, expected) => {
    expect(terminalOf(stream, environment)).toEqual(expected);
  });
});

it("the whole run goes from 0 to 1 through its stages, never back", () => {
  const fractions = STAGES.flatMap((stage) =>
    [0, 0.5, 1].map((fraction) => overallFraction({ stage, fraction })),
  );
  expect(fractions).toEqual([...fractions].sort((a, b) => a - b));
  expect([fractions[0], fractions.at(-1)!]).toEqual([0, expect.closeTo(1, 9)]);
});

it.each([
  [0.2, "0 s"],
  [59.4, "59 s"],
  [125, "2 min 5 s"],
])("%d seconds are spoken as %s", (seconds, spoken) => {
  expect(spokenSeconds(seconds)).toBe(spoken);
});
