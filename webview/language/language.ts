import { nearestLanguage, type Say, sentencesIn } from "./sentences.ts";

/** How everything is said and written. What nobody measured, NaN, is a dash. */
export interface Language {
  /** `en` or `de`. */
  readonly code: string;
  readonly say: Say;
  /** An integer with separators. */
  whole(value: number): string;
  /** With a fixed number of digits; 2 where it is not given. */
  decimal(value: number, digits?: number): string;
  /** With three digits that matter: `12.3`, `0.0123`. */
  significant(value: number): string;
  /** As `decimal`, with a sign, and a true minus. */
  signed(value: number, digits?: number): string;
  /** `0.434` as `43 %`, never broken over two lines. Rounds no share to all or nothing that is not. */
  percent(share: number): string;
  /** A length of time: `6 s`, `3 min`. */
  duration(seconds: number): string;
  /** Day and time, short; the year only where it is another one. */
  moment(iso: string, now: Date): string;
  /** `2 min ago`, `yesterday`. */
  ago(iso: string, now: Date): string;
}

const DASH = "–";
const STEPS: readonly (readonly [unit: Intl.RelativeTimeFormatUnit, seconds: number])[] = [
  ["year", 31_557_600],
  ["month", 2_629_800],
  ["week", 604_800],
  ["day", 86_400],
  ["hour", 3600],
  ["minute", 60],
];

/** @param tag BCP 47, such as `de-AT`: its sentences are those of the nearest language there is */
export function languageOf(tag: string): Language {
  const code = nearestLanguage(tag);
  const say = sentencesIn(code);
  const wholes = new Intl.NumberFormat(code, { maximumFractionDigits: 0 });
  const decimals = new Map<number, Intl.NumberFormat>();
  const decimal = (value: number, digits = 2): string => {
    if (!Number.isFinite(value)) return DASH;
    let format = decimals.get(digits);
    if (format === undefined) {
      format = new Intl.NumberFormat(code, { minimumFractionDigits: digits, maximumFractionDigits: digits });
      decimals.set(digits, format);
    }
    return format.format(value);
  };
  const whole = (value: number): string => (Number.isFinite(value) ? wholes.format(value) : DASH);
  const significants = new Intl.NumberFormat(code, {
    minimumSignificantDigits: 3,
    maximumSignificantDigits: 3,
  });
  const relative = new Intl.RelativeTimeFormat(code, { numeric: "auto", style: "short" });
  const thisYear = new Intl.DateTimeFormat(code, {
    day: "numeric",
    month: "short",
    hour: "numeric",
    minute: "2-digit",
  });
  const otherYear = new Intl.DateTimeFormat(code, { dateStyle: "medium", timeStyle: "short" });
  return {
    code,
    say,
    whole,
    decimal,
    significant: (value) => (Number.isFinite(value) ? significants.format(value) : DASH),
    signed(value, digits = 2) {
      if (!Number.isFinite(value)) return DASH;
      const size = decimal(Math.abs(value), digits);
      if (/^[0.,]*$/.test(size)) return size;
      return `${value < 0 ? "−" : "+"}${size}`;
    },
    percent(share) {
      if (!Number.isFinite(share)) return DASH;
      const percents = 100 * share;
      if (percents > 0 && percents < 0.5) return `<\u00a0${whole(1)}\u00a0%`;
      if (percents < 100 && percents >= 99.5) return `>\u00a0${whole(99)}\u00a0%`;
      return `${whole(percents)}\u00a0%`;
    },
    duration(seconds) {
      if (!Number.isFinite(seconds)) return DASH;
      return seconds < 90
        ? say("seconds", whole(Math.max(1, Math.round(seconds))))
        : say("minutes", whole(Math.round(seconds / 60)));
    },
    moment(iso, now) {
      const date = new Date(iso);
      if (Number.isNaN(date.getTime())) return DASH;
      return (date.getFullYear() === now.getFullYear() ? thisYear : otherYear).format(date);
    },
    ago(iso, now) {
      const seconds = (Date.parse(iso) - now.getTime()) / 1000;
      if (Number.isNaN(seconds)) return DASH;
      for (const [unit, size] of STEPS) {
        if (Math.abs(seconds) >= size) return relative.format(Math.trunc(seconds / size), unit);
      }
      return relative.format(0, "second");
    },
  };
}
