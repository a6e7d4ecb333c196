import { t } from "@vscode/l10n";

/** Longer names are cut in sentences and titles. */
const MOST_SHOWN = 60;

/** A probability as a reader wants it: `83 %`, `1.3 %`, `below 0.1 %`. */
export function percentage(probability: number): string {
  if (probability < 0.001) return t("below {0} %", "0.1");
  // What is not certain must not look so.
  const percent = Math.min(probability, 0.99) * 100;
  return t("{0} %", percent < 9.95 ? Number(percent.toFixed(1)) : Math.round(percent));
}

/** A name for plain text: not too long, and without characters that turn or hide what stands around it. */
export function shown(name: string): string {
  const plain = name.replace(/[\p{Cc}\p{Bidi_Control}\u2028\u2029\ufeff]/gu, "");
  return plain.length > MOST_SHOWN ? `${[...plain].slice(0, MOST_SHOWN - 1).join("")}…` : plain;
}

/** `"a", "b", "c"` */
export function listed(names: readonly string[]): string {
  return names.map((name) => `"${shown(name)}"`).join(", ");
}
