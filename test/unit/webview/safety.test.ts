import { describe, expect, it } from "vitest";
import { withoutComments } from "../architecture/importStatements.ts";
import { sourceFiles, target } from "../architecture/sourceFiles.ts";

const files = sourceFiles().filter(({ path }) => path.startsWith("webview/"));

describe("the code of the pages", () => {
  it("is read at all", () => {
    expect(files.length).toBeGreaterThan(30);
  });

  it("never makes markup, code or styles out of text", () => {
    const forbidden =
      /\b(innerHTML|outerHTML|insertAdjacentHTML|createContextualFragment|DOMParser|setHTML\w*|cssText|eval|Function)\b|document\.write|setAttribute\(\s*["'](style|on\w+)|javascript:/;
    const offenders = files.filter(({ text }) => forbidden.test(withoutComments(text)));
    expect(offenders.map(({ path }) => path)).toEqual([]);
  });

  it("uses the packages that it may know, and none of Node", () => {
    const packages = new Set(
      files.flatMap(({ path, imports }) =>
        imports.flatMap(({ specifier }) => (target(path, specifier) === undefined ? [specifier] : [])),
      ),
    );
    expect([...packages].sort()).toEqual(["uplot", "valibot"]);
  });

  it("knows of the server only what it sends", () => {
    const known = files.flatMap(({ path, imports }) =>
      imports.flatMap(({ specifier, typesOnly }) => {
        const to = target(path, specifier);
        return to?.startsWith("server/") ? [`${to} ${typesOnly ? "types" : "code"}`] : [];
      }),
    );
    expect([...new Set(known)]).toEqual(["server/protocol.ts types"]);
  });
});
