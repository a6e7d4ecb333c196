import type { Localizer } from "../localizer.ts";

/** Longer names are cut. */
const MOST_SHOWN = 80;

/**
 * A name out of a document in one line, not too long, and without characters that cannot be seen or that turn the direction of what
 * stands around them. Empty names are shown as such.
 */
export function shownName(name: string, most = MOST_SHOWN): string {
  const plain = name
    .slice(0, 4 * most)
    .replace(/[\s\p{Cc}\u2028\u2029]+/gu, " ")
    .replace(/[\p{Bidi_Control}\p{Cs}\ufeff]/gu, "")
    .trim();
  const letters = [...plain];
  if (letters.length === 0) return "…";
  return letters.length <= most && name.length <= 4 * most
    ? plain
    : `${letters.slice(0, most - 1).join("")}…`;
}

/** A probability as people want it: `83 %`, `1.3 %`, `below 0.1 %`. What is not certain does not look so. */
export function likelihood(l10n: Localizer, locale: string, probability: number): string {
  const figure = (value: number, digits: number): string =>
    new Intl.NumberFormat(locale, { maximumFractionDigits: digits }).format(value);
  if (probability < 0.001) return l10n.t("below {0} %", figure(0.1, 1));
  const percent = 100 * Math.min(probability, 0.99);
  return l10n.t("{0} %", figure(percent, percent < 9.95 ? 1 : 0));
}

/** The last part of a path; with the folder where many files are called the same. */
export function fileName(path: string): string {
  const segments = path.split("/");
  const isCommon = /^(?:package|_?index|readme|meta)\.\w+$/i.test(segments[segments.length - 1]);
  return segments.slice(isCommon ? -2 : -1).join("/");
}
