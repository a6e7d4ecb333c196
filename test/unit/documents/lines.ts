/** A document's text written line by line, with a line end after each. */
export function lines(...parts: readonly string[]): string {
  return parts.map((part) => `${part}\n`).join("");
}
