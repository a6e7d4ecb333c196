/** The glob patterns that a value of the setting `files.exclude` switches on. Those that hang on other files (`when`) are left out. */
export function excludedPatterns(value: unknown): string[] {
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([pattern, on]) => (on === true ? [pattern] : []));
}
