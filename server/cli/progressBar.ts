import { STAGES, type Stage, type TrainingEvent } from "../training/events.ts";
import { paintOf, type Terminal } from "./terminal.ts";

/** A redraw needs at least so long after the last one. */
const PAUSE_MS = 100;

/** What part of a training run each stage is, roughly. */
const SHARES: Readonly<Record<Stage, number>> = {
  reading: 0.1,
  features: 0.3,
  evidence: 0.3,
  head: 0.15,
  level: 0.08,
  checking: 0.05,
  writing: 0.02,
};

/** Shows how far a run is, in one line that is drawn over and over; on anything but a terminal it shows nothing. */
export class ProgressBar {
  readonly #write: (text: string) => void;
  readonly #terminal: () => Terminal;
  readonly #now: () => number;
  #drawn = 0;
  #last = Number.NEGATIVE_INFINITY;

  constructor(write: (text: string) => void, terminal: () => Terminal, now = () => performance.now()) {
    this.#write = write;
    this.#terminal = terminal;
    this.#now = now;
  }

  show(event: TrainingEvent): void {
    this.draw(overallFraction(event), event.stage, event.remainingSeconds);
  }

  /** @param fraction 0..1 */
  draw(fraction: number, label: string, remainingSeconds?: number): void {
    const terminal = this.#terminal();
    if (!terminal.isTerminal || this.#now() - this.#last < PAUSE_MS) return;
    this.#last = this.#now();
    const line = barLine(fraction, label, remainingSeconds, terminal);
    // Overwritten with blanks rather than erased, so that no escape code is needed without colour.
    this.#write(`\r${line.text}${" ".repeat(Math.max(0, this.#drawn - line.width))}`);
    this.#drawn = line.width;
  }

  /** Takes the line away, so that something else can be written. */
  clear(): void {
    if (this.#drawn > 0) this.#write(`\r${" ".repeat(this.#drawn)}\r`);
    this.#drawn = 0;
    this.#last = Number.NEGATIVE_INFINITY;
  }
}

/** How much of the whole run is done, 0..1. */
export function overallFraction({ stage, fraction }: TrainingEvent): number {
  let before = 0;
  for (const earlier of STAGES) {
    if (earlier === stage) break;
    before += SHARES[earlier];
  }
  return Math.min(1, before + SHARES[stage] * Math.min(1, Math.max(0, fraction)));
}

/** The bar, per cent, what is being done and the time left, as far as they fit; `width` in characters. */
export function barLine(
  fraction: number,
  label: string,
  remainingSeconds: number | undefined,
  terminal: Terminal,
): { text: string; width: number } {
  const paint = paintOf(terminal);
  const room = terminal.columns - 1;
  const percent = `${Math.floor(100 * fraction)} %`.padStart(5);
  const left = remainingSeconds === undefined ? "" : `  ${spokenSeconds(remainingSeconds)} left`;
  const texts = [`${percent}  ${label.padEnd(9)}${left}`, `${percent}  ${label}`, percent];
  const text = (texts.find((candidate) => candidate.length <= room) ?? "").trimEnd();
  const cells = Math.min(30, room - text.length - 1);
  if (cells < 8) return { text, width: text.length };
  const full = Math.round(cells * fraction);
  const bar = paint("green", "█".repeat(full)) + paint("dim", "░".repeat(cells - full));
  return { text: `${bar} ${text}`, width: cells + 1 + text.length };
}

/** `8 s`, `2 min 5 s`. */
export function spokenSeconds(seconds: number): string {
  const whole = Math.max(0, Math.round(seconds));
  return whole < 60 ? `${whole} s` : `${Math.floor(whole / 60)} min ${whole % 60} s`;
}
