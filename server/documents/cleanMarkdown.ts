/** Words of prose written in Markdown: no markup, HTML, addresses or shortcodes; link texts, alt texts and titles stay. */
export function cleanMarkdown(source: string): string {
  let text = source;
  if (text.includes("<!--")) text = cutBetween(text, "<!--", "-->", () => " ");
  if (text.includes("<") && /<(?:script|style)\b/i.test(text)) {
    text = cutBetween(text, "<script", "</script>", () => " ");
    text = cutBetween(text, "<style", "</style>", () => " ");
  }
  if (text.includes("{")) {
    text = cutBetween(text, "{{", "}}", titlesIn);
    text = cutBetween(text, "{%", "%}", titlesIn);
    text = text.replace(/\{[:#.][^{}\n]{0,200}\}/g, " ");
  }
  if (text.includes("](")) text = text.replace(/\]\((?:[^()\n]|\([^()\n]{0,300}\)){0,2000}\)/g, "]");
  if (text.includes("]")) text = cleanBrackets(text);
  if (text.includes("<")) text = text.replace(/<[a-z/!?][^<>]{0,3000}>/gi, tagWords);
  if (text.includes("://") || text.includes("www.")) {
    text = text.replace(/\b(?:(?:https?|ftps?|file|git|ssh|s3):\/\/|www\.)[^\s<>"')\]]+/gi, " ");
  }
  if (text.includes("&")) text = text.replace(/&(?:#\d{1,7}|#x[\da-f]{1,6}|[a-z]{2,8}\d?);/gi, entity);
  text = text.replace(LINE_START, "");
  text = text.includes("|") ? text.replace(MARKS, marksWithBars) : text.replace(MARKS, "");
  if (text.includes("_")) text = text.replace(/(?<![A-Za-z0-9])_+|_+(?![A-Za-z0-9])/g, "");
  if (text.includes("\\")) text = text.replace(/\\(?=[!-/:-@[-`{-~])/g, "");
  text = text.replace(WIDE_BLANK, " ").replace(/ \n ?|\n /g, "\n");
  return (text.includes("\n\n\n") ? text.replace(/\n{3,}/g, "\n\n") : text).trim();
}

/** Marks of quotes, lists and rules. Begins with what they can begin with: most lines have none. */
const LINE_START = /^(?=[ \t>+*\d=_|:-])[ \t>]*(?:(?:[-+*]|\d{1,9}[.)])[ \t]+)?(?:[-=_*|: \t]{3,}$)?/gm;
const MARKS = /(?<!\\)[*`~|]+/g;
/** White space that is more than one blank, or another one. */
const WIDE_BLANK = /[^\S\n ][^\S\n]*| [^\S\n]+/g;

function marksWithBars(marks: string): string {
  return marks.includes("|") ? " " : "";
}

function cleanBrackets(source: string): string {
  let text = source;
  if (text.includes("]:")) text = text.replace(/^[ \t]{0,3}\[[^[\]\n^]{1,200}\]:[ \t]*\S[^\n]*$/gm, "");
  if (text.includes("][")) text = text.replace(/\]\[[^[\]\n]{0,200}\]/g, "]");
  return text
    .replace(/\[(?:[ xX]\]|\^[^[\]\n]{1,100}\]:?)/g, " ")
    .replace(/\[(?<=\w\[)(?=\w)|\](?=\w)/g, " ")
    .replace(/!?\[|\]/g, "");
}

/** Replaces everything from `open` to the next `close`. An `open` without a `close` stays. Linear. */
function cutBetween(text: string, open: string, close: string, keep: (inner: string) => string): string {
  let out = "";
  let done = 0;
  for (let at = text.indexOf(open); at >= 0; at = text.indexOf(open, done)) {
    const end = text.indexOf(close, at + open.length);
    if (end < 0) break;
    out += text.slice(done, at) + keep(text.slice(at + open.length, end));
    done = end + close.length;
  }
  return done === 0 ? text : out + text.slice(done);
}

/** The words that a reader of the page gets to see of a shortcode: its titles, captions and the like. */
function titlesIn(inner: string): string {
  if (inner.length > 5000) return " ";
  const named = inner.matchAll(
    /\b(?:alt|title|caption|text|heading|label|summary|description|kicker|quote|cite)\s*[=:]\s*(?:"([^"]*)"|'([^']*)')/gi,
  );
  return ` ${[...named].map((match) => match[1] ?? match[2]).join(" ")} `;
}

const inlineElement = /^<\/?(?:a|abbr|b|code|em|i|mark|s|small|span|strong|u|font)\b/i;

function tagWords(tag: string): string {
  if (/\b(?:alt|title)\s*=/i.test(tag)) return titlesIn(tag);
  return inlineElement.test(tag) ? "" : " ";
}

const entities: Readonly<Record<string, string>> = {
  amp: "&",
  lt: "<",
  gt: ">",
  quot: '"',
  apos: "'",
  rsquo: "’",
};

function entity(written: string): string {
  const name = written.slice(1, -1);
  if (!name.startsWith("#")) return entities[name.toLowerCase()] ?? " ";
  const code = /^#x/i.test(name) ? Number.parseInt(name.slice(2), 16) : Number(name.slice(1));
  return code >= 32 && code <= 0x10ffff && !(code >= 0xd800 && code < 0xe000)
    ? String.fromCodePoint(code)
    : " ";
}
