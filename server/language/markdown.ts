/** Longer names are cut in hovers. */
const MOST_SHOWN = 80;

/**
 * A text out of a document in one line, so long that it can be shown: without characters that cannot be seen or that turn the direction
 * of what stands around them.
 */
export function oneLine(text: string, most = MOST_SHOWN): string {
  const plain = text
    .slice(0, 4 * most)
    .replace(/[\s\p{Cc}\u2028\u2029]+/gu, " ")
    .replace(/[\p{Bidi_Control}\p{Cs}\ufeff]/gu, "")
    .trim();
  const letters = [...plain];
  return letters.length <= most && text.length <= 4 * most
    ? plain
    : `${letters.slice(0, most - 1).join("")}…`;
}

/** A text out of a document as code, where Markdown leaves every character alone. */
export function code(text: string): string {
  const plain = oneLine(text) || " ";
  const runs = plain.match(/`+/g) ?? [];
  const fence = "`".repeat(1 + Math.max(0, ...runs.map((run) => run.length)));
  const needsRoom = runs.length > 0;
  return needsRoom ? `${fence} ${plain} ${fence}` : `${fence}${plain}${fence}`;
}

export function bold(markdown: string): string {
  return `**${markdown}**`;
}

/** Whether there may be a link to this address: that of a document, and neither a command nor a text that is not saved. */
export function isLinkable(uri: string): boolean {
  return /^(?!command:)[a-z][a-z\d+.-]*:\/\//i.test(uri);
}

/**
 * A link with any text to a document.
 *
 * @param uri a linkable address
 * @param fragment what stands behind `#`, such as `L12`
 */
export function link(label: string, uri: string, fragment = ""): string {
  const address = uri.replace(/[^\w\-.~:/?@!$&'*+,;=%]/gu, encoded);
  return `[${escaped(oneLine(label))}](${address}${fragment && `#${fragment}`})`;
}

export function bullets(items: readonly string[]): string {
  return items.map((item) => `- ${item}`).join("\n");
}

/** Paragraphs and lists, one after the other; what is empty or undefined is none. */
export function blocks(parts: readonly (string | undefined)[]): string {
  return parts.filter(Boolean).join("\n\n");
}

/** Every character that could mean something in the text of a link, behind a backslash. */
function escaped(text: string): string {
  return text.replace(/[!-,/:-@[-`{-~]/g, "\\$&");
}

function encoded(letter: string): string {
  if (letter === "(" || letter === ")") return letter === "(" ? "%28" : "%29";
  return /\p{Cs}/u.test(letter) ? "%EF%BF%BD" : encodeURIComponent(letter);
}
