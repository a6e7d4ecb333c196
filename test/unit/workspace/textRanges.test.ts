import { describe, expect, it } from "vitest";
import { rangesOf } from "../../../server/workspace/textRanges.ts";

/** The ranges of what stands in brackets, as `line:character-line:character`. */
function check(marked: string, expected: string[]): void {
  const text = marked.replace(/[[\]]/g, "");
  const marks = Array.from(marked.matchAll(/[[\]]/g), ({ index }, before) => index - before);
  const spans = marks.flatMap((start, number) =>
    number % 2 === 0 ? [{ start, end: marks[number + 1] }] : [],
  );
  const ranges = rangesOf(text, spans).map(
    ({ start, end }) => `${start.line}:${start.character}-${end.line}:${end.character}`,
  );
  expect(ranges).toEqual(expected);
}

describe("ranges of a text", () => {
  it.each<[string, string, string[]]>([
    ["without spans", "a\nb", []],
    ["at its start", "[a]\nb", ["0:0-0:1"]],
    ["at its end", "a\n[b]", ["1:0-1:1"]],
    ["with lines of all systems", "a\n[b]\r\n[c]\r[d]\n\r[e]", ["1:0-1:1", "2:0-2:1", "3:0-3:1", "5:0-5:1"]],
    ["over several lines", "a[b\nc\n]d", ["0:1-2:0"]],
    ["counted in UTF-16", "\u{1F600}[\u{1F600}]", ["0:2-0:4"]],
    ["with other separators that end no line", "a\u2028\v[b]", ["0:3-0:4"]],
  ])("%s", (_, marked, expected) => check(marked, expected));
});
