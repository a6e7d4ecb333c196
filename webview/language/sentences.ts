import { english } from "./english.ts";
import { german } from "./german.ts";

export type SentenceName = keyof typeof english;

const LANGUAGES: Readonly<Record<string, Readonly<Record<SentenceName, string>>>> = {
  en: english,
  de: german,
};

/** Answers a sentence by name, with its values filled in. */
export type Say = (name: SentenceName, ...values: (string | number)[]) => string;

/** The language that there are sentences in which is nearest to a BCP 47 tag: `en` or `de`. */
export function nearestLanguage(tag: string): "en" | "de" {
  return /^de\b/i.test(tag) ? "de" : "en";
}

export function sentencesIn(tag: string): Say {
  const sentences = LANGUAGES[nearestLanguage(tag)];
  return (name, ...values) => sentences[name].replace(/\{(\d)\}/g, (_, i) => String(values[Number(i)] ?? ""));
}

/** Whether there is a sentence of this name: for names made of what the server says, such as a stage. */
export function isSentence(name: string): name is SentenceName {
  return Object.hasOwn(english, name);
}
