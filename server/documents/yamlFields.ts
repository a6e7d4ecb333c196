import { isAlias, isMap, isScalar, isSeq, type ParsedNode, parseDocument } from "yaml";
import type { Problem, Span } from "./document.ts";
import {
  type FieldEntry,
  type FieldTree,
  type FieldValue,
  MAX_DEPTH,
  type MapValue,
  type Quote,
} from "./fieldTree.ts";
import { readPlainYaml } from "./plainYaml.ts";
import { joinQuotedLines } from "./yamlFolding.ts";

/** Of one document. More would hide the first of them. */
const MAX_PROBLEMS = 10;

/** Reads the YAML at `span` of `text`. Aliases are never expanded and tags never resolved, so no input can grow. */
export function readYaml(text: string, span: Span): FieldTree {
  const plain = readPlainYaml(text, span);
  return plain === undefined ? parseYaml(text, span) : { root: plain, problems: [] };
}

/** As `readYaml`, by the parser in every case. */
export function parseYaml(text: string, span: Span): FieldTree {
  const source = text.slice(span.start, span.end);
  const tooDeep = firstTooDeep(source);
  if (tooDeep !== undefined) {
    return failed(
      "yaml.too-deep",
      `This YAML nests deeper than ${MAX_DEPTH} levels. Make it flatter.`,
      span.start + tooDeep,
    );
  }
  let document = parse(source);
  if (document.errors[0]?.code === "MISSING_CHAR") {
    const joined = parse(joinQuotedLines(source));
    if (joined.errors.length === 0) document = joined;
  }
  const error = document.errors[0];
  if (error) {
    const at = Math.max(span.start, Math.min(span.start + error.pos[0], span.end - 1));
    return failed("yaml.syntax", yamlMessage(error.code, error.message), at);
  }
  const problems: Problem[] = [];
  const root = document.contents ? convert(document.contents, span.start, problems) : undefined;
  if (root?.kind === "map") return { root, problems };
  if (root?.kind === "scalar") return { bareText: !root.empty, problems };
  if (!root) return { problems };
  return failed(
    "yaml.not-fields",
    "This YAML is a list, so it has no fields. Write `key: value` lines.",
    root.span.start,
  );
}

function parse(source: string) {
  // The failsafe schema leaves every scalar as written: `1.0`, `yes` and `2024-01-01` are names here, not values.
  return parseDocument(source, {
    schema: "failsafe",
    uniqueKeys: false,
    prettyErrors: false,
    logLevel: "silent",
  });
}

function convert(node: ParsedNode | null, base: number, problems: Problem[]): FieldValue {
  if (node === null) return { kind: "opaque", span: { start: base, end: base } };
  const span = { start: base + node.range[0], end: base + node.range[1] };
  if (isAlias(node)) return { kind: "opaque", span };
  if (isScalar(node)) {
    const value = typeof node.value === "string" ? node.value : "";
    const quote = quoteOf(node.type);
    return {
      kind: "scalar",
      span,
      value,
      quote,
      empty: quote === "" && /^(?:~|null|Null|NULL)?$/.test(value),
    };
  }
  if (isSeq(node)) {
    const items = node.items.map((item) => convert(item as ParsedNode, base, problems));
    return { kind: "list", span, block: !node.flow, items };
  }
  if (isMap(node)) return convertMap(node, span, base, problems);
  return { kind: "opaque", span };
}

function convertMap(node: ParsedNode, span: Span, base: number, problems: Problem[]): MapValue {
  const entries: FieldEntry[] = [];
  const seen = new Set<string>();
  if (!isMap(node)) return { kind: "map", span, block: true, entries };
  for (const pair of node.items) {
    const keyNode = pair.key as ParsedNode | null;
    if (!isScalar(keyNode) || typeof keyNode.value !== "string" || !keyNode.range) continue;
    const key = keyNode.value;
    const keySpan = { start: base + keyNode.range[0], end: base + keyNode.range[1] };
    if (seen.has(key) && problems.length < MAX_PROBLEMS) {
      problems.push({
        code: "yaml.duplicate-key",
        message: `The key \`${key.slice(0, 60)}\` stands here twice. Keep one of the two.`,
        span: keySpan,
      });
    }
    seen.add(key);
    const value = pair.value as ParsedNode | null;
    entries.push({
      key,
      keySpan,
      value: value
        ? convert(value, base, problems)
        : {
            kind: "scalar",
            span: { start: keySpan.end, end: keySpan.end },
            value: "",
            quote: "",
            empty: true,
          },
    });
  }
  return { kind: "map", span, block: !node.flow, entries };
}

function quoteOf(type: string | undefined): Quote {
  switch (type) {
    case "QUOTE_SINGLE":
      return "'";
    case "QUOTE_DOUBLE":
      return '"';
    case "BLOCK_LITERAL":
      return "|";
    case "BLOCK_FOLDED":
      return ">";
    default:
      return "";
  }
}

/** Where the nesting gets too deep for a parser that recurses; a rough count that never counts too little. */
function firstTooDeep(source: string): number | undefined {
  let flow = 0;
  for (let at = 0; at < source.length; at++) {
    const unit = source.charCodeAt(at);
    if (unit === 91 || unit === 123) {
      if (++flow > MAX_DEPTH) return at;
    } else if ((unit === 93 || unit === 125) && flow > 0) flow--;
  }
  const deepIndent = new RegExp(`^ {${MAX_DEPTH * 8},}\\S|^(?:[ \\t]*[-?:][ \\t]+){${MAX_DEPTH},}`, "m").exec(
    source,
  );
  return deepIndent ? deepIndent.index : undefined;
}

function yamlMessage(code: string, message: string): string {
  const reason = message.split("\n")[0]!.replace(/[.:]?$/, "");
  return `This YAML cannot be read (${code.toLowerCase().replaceAll("_", " ")}: ${reason}). Correct it here.`;
}

function failed(code: string, message: string, start: number): FieldTree {
  return { problems: [{ code, message, span: { start, end: start + 1 } }] };
}
