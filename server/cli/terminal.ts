/** How a stream can be written to. */
export interface Terminal {
  readonly isTerminal: boolean;
  /** Characters in a line. */
  readonly columns: number;
  readonly hasColour: boolean;
}

interface Stream {
  readonly isTTY?: boolean;
  readonly columns?: number;
}

/** What `stream` can show; NO_COLOR (no-color.org) and TERM=dumb are honoured. */
export function terminalOf(stream: Stream, environment: NodeJS.ProcessEnv = process.env): Terminal {
  const isTerminal = stream.isTTY === true && environment["TERM"] !== "dumb";
  const hasColour = isTerminal && (environment["NO_COLOR"] ?? "") === "";
  // Some pseudo-terminals say that they have no columns at all.
  return { isTerminal, columns: stream.columns || 80, hasColour };
}

export type Style = "bold" | "dim" | "green" | "yellow" | "cyan";

const CODES: Readonly<Record<Style, readonly [number, number]>> = {
  bold: [1, 22],
  dim: [2, 22],
  green: [32, 39],
  yellow: [33, 39],
  cyan: [36, 39],
};

/** Puts a style around a text. */
export type Paint = (style: Style, text: string) => string;

export function paintOf({ hasColour }: Terminal): Paint {
  return (style, text) => (hasColour ? `\u001b[${CODES[style][0]}m${text}\u001b[${CODES[style][1]}m` : text);
}
