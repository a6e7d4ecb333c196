import { parse, TomlError } from "smol-toml";
import type { Span } from "./document.ts";
import type { FieldEntry, FieldTree, FieldValue } from "./fieldTree.ts";
import { TomlScanner } from "./tomlScanner.ts";

/** A map while it is filled. */
interface OpenMap {
  readonly kind: "map";
  span: Span;
  readonly block: true;
  readonly entries: FieldEntry[];
  /** The maps among the entries; of an array of tables the last. */
  readonly children: Map<string, OpenMap>;
}

/** Reads the TOML at `span` of `text`. smol-toml decides what is valid, the scanner beside it finds the places. */
export function readToml(text: string, span: Span): FieldTree {
  const source = text.slice(span.start, span.end);
  try {
    parse(source, { maxDepth: 60 });
  } catch (error) {
    return invalid(error, source, span);
  }
  const root = openMap({ start: span.start, end: span.start });
  let table = root;
  const scanner = new TomlScanner(text, span);
  for (let line = scanner.next(); line; line = scanner.next()) {
    if (line.kind === "table") table = openTable(root, line.path, line.span, line.array);
    else {
      const holder = line.path.slice(0, -1).reduce((map, key) => childMap(map, key, line.keySpan), table);
      holder.entries.push({ key: line.path.at(-1)!, keySpan: line.keySpan, value: line.value });
      for (const map of holder === table ? [table] : [table, holder]) {
        map.span = { start: map.span.start, end: line.value.span.end };
      }
    }
  }
  return { root, problems: [] };
}

function openTable(root: OpenMap, path: readonly string[], span: Span, array: boolean): OpenMap {
  const parent = path.slice(0, -1).reduce((map, key) => childMap(map, key, span), root);
  if (!array) {
    const map = childMap(parent, path.at(-1)!, span);
    map.span = span;
    return map;
  }
  const fresh = openMap(span);
  parent.children.set(path.at(-1)!, fresh);
  const value: FieldValue = { kind: "list", span, block: true, items: [fresh] };
  parent.entries.push({ key: path.at(-1)!, keySpan: span, value });
  return fresh;
}

function childMap(map: OpenMap, key: string, span: Span): OpenMap {
  const known = map.children.get(key);
  if (known) return known;
  const fresh = openMap(span);
  map.children.set(key, fresh);
  map.entries.push({ key, keySpan: span, value: fresh });
  return fresh;
}

function openMap(span: Span): OpenMap {
  return { kind: "map", span, block: true, entries: [], children: new Map() };
}

function invalid(error: unknown, source: string, span: Span): FieldTree {
  let offset = 0;
  let reason = "it is not TOML";
  if (error instanceof TomlError) {
    for (let line = 1; line < error.line; line++) offset = source.indexOf("\n", offset) + 1;
    offset = Math.min(source.length, offset + Math.max(0, error.column - 1));
    reason = error.message.split("\n")[0]!.replace(/^Invalid TOML document: /, "");
  }
  const start = Math.min(span.start + offset, Math.max(span.start, span.end - 1));
  const message = `This TOML cannot be read: ${reason}. Correct it here.`;
  return { problems: [{ code: "toml.syntax", message, span: { start, end: start + 1 } }] };
}
