import type { Quote } from "./fieldTree.ts";
import type { TagField } from "./tagFields.ts";

/** Letters, digits and a few marks: what every YAML reader takes as plain text, in brackets or not. */
const plain = /^[\p{L}\p{N}_][\p{L}\p{M}\p{N} _\-./+&'()@]*$/u;
/** What YAML 1.1 or 1.2 takes for a truth value, a null, a number or a date. */
const notText =
  /^(?:~|null|true|false|yes|no|on|off|y|n|[-+]?(?:\.?\d[\d_,.:]*(?:e[-+]?\d+)?|0[xob][\da-f_]+|\.inf)|\.nan|\d{4}-\d\d?-\d\d?(?:[ t].*)?)$/i;

/** Whether YAML reads `text` as this very text without quotes. */
export function isPlainYaml(text: string): boolean {
  return plain.test(text) && !notText.test(text) && !text.endsWith(" ");
}

/** Whether YAML reads a comma-separated `text` as this very text without quotes, outside of brackets. */
export function isPlainYamlText(text: string): boolean {
  return isPlainYaml(text.replaceAll(",", "")) && /^[\p{L}\p{N}_]/u.test(text);
}

/** A tag as an item or value of its own, quoted like its neighbours where it can be, and wherever it must be. */
export function quotedItem(name: string, syntax: TagField["syntax"], like: Quote): string {
  switch (syntax) {
    case "json":
      return JSON.stringify(name);
    case "toml":
      return like === "'" && !name.includes("'") ? `'${name}'` : JSON.stringify(name);
    case "yaml":
      if (like === "'") return `'${name.replaceAll("'", "''")}'`;
      return like !== '"' && isPlainYaml(name) ? name : JSON.stringify(name);
    default:
      return name;
  }
}

/** A tag as a part of a text that is quoted as a whole. */
export function quotedPart(name: string, quote: Quote): string {
  if (quote === "'") return name.replaceAll("'", "''");
  return quote === '"' || quote === '"""' ? JSON.stringify(name).slice(1, -1) : name;
}
