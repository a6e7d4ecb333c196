import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { bundleDashboard, bundleReport } from "../../../scripts/bundles.mjs";

describe("the bundled pages", () => {
  let folder: string;
  const text = (file: string): string => readFileSync(join(folder, file), "utf8");

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), "sdlgm-pages-"));
    await bundleDashboard(folder, { minify: true });
    await bundleReport(folder);
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it("weigh less than 150 KB together, as they are sent", () => {
    const sizes = ["dashboard.js", "dashboard.css"].map((file) => gzipSync(text(file)).length);
    expect(sizes.reduce((sum, size) => sum + size, 0)).toBeLessThan(150_000);
  });

  it("ask nothing of any other place", () => {
    const addresses = ["dashboard.js", "dashboard.css", "report.html"].flatMap((file) =>
      [...text(file).matchAll(/(?:https?:)?\/\/[\w.-]+\.[a-z]{2,}[^\s"'`)]*/g)].map(([address]) => address),
    );
    expect([...new Set(addresses)]).toEqual(["http://www.w3.org/2000/svg"]);
    expect(text("dashboard.css")).not.toMatch(/@import|url\(/);
  });

  it("come without a source map and without eval", () => {
    expect(text("dashboard.js")).not.toMatch(/sourceMappingURL|\beval\(|new Function/);
  });

  it("have one report that stands for itself, with one place for its data", () => {
    const html = text("report.html");
    expect(html.startsWith("<!doctype html><!-- SDLGM Tags report -->")).toBe(true);
    expect(html.split('<script type="application/json" id="report"></script>')).toHaveLength(2);
    expect(html.match(/<script/g)).toHaveLength(2);
    expect(html).not.toMatch(/<link|src=/);
  });
});
