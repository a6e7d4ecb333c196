export interface FoundSentences {
  readonly sentences: readonly string[];
  readonly problems: readonly string[];
}

export function sentencesOf(path: string, text: string): FoundSentences;
export function collect(): FoundSentences;
export function englishBundle(sentences: readonly string[]): string;
export function translationProblems(
  name: string,
  sentences: readonly string[],
  translation: Readonly<Record<string, string>>,
): string[];
