import { t } from "@vscode/l10n";
import { oneLine } from "./markdown.ts";

/** Longer names are cut in sentences and titles. */
const MOST_SHOWN = 60;

/** A probability as a reader wants it: `83 %`, `1.3 %`, `below 0.1 %`. */
export function percentage(probability: number): string {
  if (probability < 0.001) return t("below {0} %", "0.1");
  // What is not certain must not look so.
  const percent = Math.min(probability, 0.99) * 100;
  return t("{0} %", percent < 9.95 ? Number(percent.toFixed(1)) : Math.round(percent));
}

/** A name for plain text: in one line, not too long, and without characters that turn or hide what stands around it. */
export function shown(name: string): string {
  return oneLine(name, MOST_SHOWN);
}

/** `"a", "b", "c"` */
export function listed(names: readonly string[]): string {
  return names.map((name) => `"${shown(name)}"`).join(", ");
}
