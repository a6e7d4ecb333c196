import { describe, expect, it } from "vitest";
import { importStatements } from "./importStatements.ts";

function check(source: string, expected: Record<string, "types" | "code">): void {
  const found = importStatements(source).map(({ specifier, typesOnly }) => [
    specifier,
    typesOnly ? "types" : "code",
  ]);
  expect(Object.fromEntries(found)).toEqual(expected);
}

describe("the reading of import statements", () => {
  it.each<[string, string, Record<string, "types" | "code">]>([
    ["a default import", `import a from "./a.ts";`, { "./a.ts": "code" }],
    ["a bare import", `import "./a.ts";`, { "./a.ts": "code" }],
    ["a namespace", `import * as a from 'a';`, { a: "code" }],
    ["an import of types", `import type { A } from "./a.ts";`, { "./a.ts": "types" }],
    ["types one by one", `import { type A, type B } from "./a.ts";`, { "./a.ts": "types" }],
    ["types and values", `import { type A, b } from "./a.ts";`, { "./a.ts": "code" }],
    ["one over several lines", `import {\n  a,\n  type B,\n} from "./a.ts";`, { "./a.ts": "code" }],
    ["several", `import a from "a";\nimport b from "b";`, { a: "code", b: "code" }],
    ["an export from", `export { a } from "./a.ts";`, { "./a.ts": "code" }],
    ["an export of all", `export * as a from "./a.ts";`, { "./a.ts": "code" }],
    ["an export of types", `export type { A } from "./a.ts";`, { "./a.ts": "types" }],
    ["a dynamic import", `const a = await import("./a.ts");`, { "./a.ts": "code" }],
    ["a require", `const a = require('a');`, { a: "code" }],
    ["a computed import", `await import(name);`, { "(computed)": "code" }],
    ["no import in a comment", `/*\nimport "a";\n*/\n// import "b";\n`, {}],
    ["no import in an export", `export const from = "a";`, {}],
  ])("knows %s", (_, source, expected) => check(source, expected));
});
