/** A pattern with more stars can take a matcher very long, and a workspace that nobody trusts may bring its own settings. */
const MOST_STARS = 12;

/** The glob patterns that a value of the setting `files.exclude` switches on. Those that hang on other files (`when`) are left out. */
export function excludedPatterns(value: unknown): string[] {
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([pattern, on]) =>
    on === true && pattern.split("*").length <= MOST_STARS + 1 ? [pattern] : [],
  );
}
