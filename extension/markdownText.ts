/**
 * Text in Markdown that means nothing but itself: no link, no emphasis, no list, no entity. What VS Code's `appendText` does as well, but
 * that makes every space one that lines do not break at.
 */
export function escapedMarkdown(text: string): string {
  return text.replace(/[\r\n]+/g, " ").replace(/[!-/:-@[-`{-~]/g, "\\$&");
}
