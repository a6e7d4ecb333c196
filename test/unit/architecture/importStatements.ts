/** One import of a file, as written. */
export interface ImportStatement {
  readonly specifier: string;
  /** Whether nothing of it is left when the program runs. */
  readonly typesOnly: boolean;
}

const STATIC = /^[ \t]*import\s+(type\s+)?(?:([\w$*\s,{}]+?)\s*from\s*)?["']([^"'\n]+)["']/gm;
const EXPORT_FROM =
  /^[ \t]*export\s+(type\s+)?(\*(?:\s*as\s+[\w$]+)?|\{[^}]*\})\s*from\s*["']([^"'\n]+)["']/gm;
const DYNAMIC = /\b(?:import|require)\s*\(\s*(?:["'`]([^"'`\n]+)["'`])?/g;

/**
 * What a TypeScript or JavaScript file imports: `import`, `export … from`, `import(…)` and `require(…)`. A call with anything but a plain
 * string is reported as `(computed)`.
 */
export function importStatements(source: string): ImportStatement[] {
  const text = withoutComments(source);
  const found: ImportStatement[] = [];
  for (const pattern of [STATIC, EXPORT_FROM]) {
    for (const [, type, names, specifier] of text.matchAll(pattern)) {
      found.push({ specifier, typesOnly: type !== undefined || namesOnlyTypes(names) });
    }
  }
  for (const [, specifier] of text.matchAll(DYNAMIC)) {
    found.push({ specifier: specifier ?? "(computed)", typesOnly: false });
  }
  return found;
}

/** The code alone. Addresses such as `https://…` in strings lose their end, which nobody here reads. */
export function withoutComments(source: string): string {
  return source.replace(/\/\*[\s\S]*?\*\//g, " ").replace(/(^|[^:"'`\\])\/\/.*$/gm, "$1");
}

/** `{ type A, type B }`, but not `{ type A, b }`. */
function namesOnlyTypes(names: string | undefined): boolean {
  const list = names?.match(/^\{([\s\S]*)\}$/)?.[1];
  if (list === undefined) return false;
  const items = list
    .split(",")
    .map((item) => item.trim())
    .filter((item) => item !== "");
  return items.length > 0 && items.every((item) => item.startsWith("type "));
}
