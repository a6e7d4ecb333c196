import { describe, expect, it } from "vitest";
import { dashboardHtml } from "../../../../extension/dashboard/page.ts";

const PARTS = {
  source: "https://file+.vscode-resource.vscode-cdn.net",
  script: "https://file+.vscode-resource.vscode-cdn.net/x/dist/dashboard.js",
  style: "https://file+.vscode-resource.vscode-cdn.net/x/dist/dashboard.css",
  nonce: "q2VjcmV0",
  language: "de",
};

function policyOf(html: string): Record<string, string> {
  const content = /http-equiv="Content-Security-Policy" content="([^"]*)"/.exec(html)?.[1] ?? "";
  return Object.fromEntries(
    content
      .split("; ")
      .map((directive) => [directive.split(" ")[0], directive.split(" ").slice(1).join(" ")]),
  );
}

describe("the page of the dashboard", () => {
  it("may run its one script and use its one style sheet, and nothing else", () => {
    expect(policyOf(dashboardHtml(PARTS))).toEqual({
      "default-src": "'none'",
      "script-src": "'nonce-q2VjcmV0'",
      "style-src": PARTS.source,
      "base-uri": "'none'",
      "form-action": "'none'",
    });
  });

  it("has no script and no style in it", () => {
    const html = dashboardHtml(PARTS);
    expect(html.match(/<script/g)).toHaveLength(1);
    expect(html).not.toMatch(/<style|style=|\son\w+=|unsafe/);
  });

  it("stays one page in odd places", () => {
    const html = dashboardHtml({ ...PARTS, script: 'https://x/a"b<c&d.js', language: '"><script>' });
    expect(html).toContain('src="https://x/a&quot;b&lt;c&amp;d.js"');
    expect(html.match(/<script/g)).toHaveLength(1);
  });
});
