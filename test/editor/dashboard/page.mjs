// The dashboard in a page of its own, put together as VS Code puts a webview together: the theme as variables and classes, the editor's
// style sheet and its interface for scripts before the policy of the page.
import { mkdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { bundleDashboard } from "../../../scripts/bundles.mjs";
import { CACHE } from "../../../scripts/editorHost/places.mjs";
import { temporaryFolder } from "../../../scripts/editorHost/temporary.mjs";

const HERE = dirname(fileURLToPath(import.meta.url));
const ORIGIN = "http://127.0.0.1:1";
const AXE = createRequire(import.meta.url).resolve("axe-core/axe.min.js");

/** The variables of VS Code's own themes that the style sheet uses, as VS Code hands them to a webview. */
export const THEMES = JSON.parse(readFileSync(join(HERE, "themes.json"), "utf8"));

/** As in VS Code's pre/index.html, shortened to what can matter here. */
const DEFAULT_STYLES = `@layer vscode-default {
  body { background-color: transparent; color: var(--vscode-editor-foreground); font-family: var(--vscode-font-family);
    font-weight: var(--vscode-font-weight); font-size: var(--vscode-font-size); margin: 0; padding: 0 20px; }
  a, a code { color: var(--vscode-textLink-foreground); }
}`;

/** What the script has of the editor, and what is counted. */
function standIn(kept) {
  globalThis.sent = [];
  globalThis.kept = kept;
  globalThis.violations = [];
  globalThis.longTasks = [];
  globalThis.errors = [];
  document.addEventListener("securitypolicyviolation", (event) =>
    globalThis.violations.push(`${event.violatedDirective} ${event.blockedURI} ${event.sample}`),
  );
  addEventListener("error", ({ message }) => globalThis.errors.push(message));
  new PerformanceObserver((list) => {
    for (const { startTime, duration } of list.getEntries())
      globalThis.longTasks.push({ startTime, duration });
  }).observe({ type: "longtask" });
  globalThis.acquireVsCodeApi = () => ({
    postMessage: (message) => globalThis.sent.push(message),
    getState: () => globalThis.kept,
    setState: (state) => {
      globalThis.kept = JSON.parse(JSON.stringify(state));
    },
  });
  /** Resolves with the milliseconds from the message to the frame that shows it. */
  globalThis.tell = (state) =>
    new Promise((resolve) => {
      let started;
      // After that of the page, and so is its frame.
      addEventListener(
        "message",
        () => requestAnimationFrame(() => setTimeout(() => resolve(performance.now() - started))),
        { once: true },
      );
      started = performance.now();
      postMessage({ type: "state", state });
    });
}

/** What is loaded: made once. */
let parts;

async function pageParts() {
  if (parts !== undefined) return parts;
  const { path: folder } = temporaryFolder("dashboard");
  await bundleDashboard(folder, { minify: true });
  const { outputFiles } = await build({
    entryPoints: [join(HERE, "../../../extension/dashboard/page.ts")],
    bundle: true,
    format: "esm",
    write: false,
  });
  const { dashboardHtml } = await import(`data:text/javascript,${encodeURIComponent(outputFiles[0].text)}`);
  parts = {
    dashboardHtml,
    script: readFileSync(join(folder, "dashboard.js")),
    style: readFileSync(join(folder, "dashboard.css")),
  };
  return parts;
}

/**
 * @param {Awaited<ReturnType<import("../../../scripts/editorHost/browser.mjs").openBrowser>>} browser
 * @param {object} [options]
 * @param {keyof typeof THEMES} [options.theme]
 * @param {number} [options.width] in CSS pixels
 * @param {unknown} [options.kept] what the page kept when it was last closed
 * @returns {Promise<DashboardPage>}
 */
export async function openDashboard(browser, { theme = "dark", width = 400, kept } = {}) {
  const { dashboardHtml, script, style } = await pageParts();
  const page = await browser.newPage({ width, height: 900 });
  const { className, variables } = THEMES[theme];
  const styles = Object.entries(variables).map(([name, value]) => `${name}: ${value}`);
  const html = dashboardHtml({
    source: ORIGIN,
    script: `${ORIGIN}/dashboard.js`,
    style: `${ORIGIN}/dashboard.css`,
    nonce: "bm9uY2U",
    language: "en",
  })
    .replace("<html ", () => `<html style="${styles.join("; ").replaceAll('"', "&quot;")}" `)
    .replace(
      "<head>",
      () =>
        `<head><style>${DEFAULT_STYLES} html { background: var(--vscode-sideBar-background) }</style>` +
        `<script>(${standIn})(${JSON.stringify(kept ?? null)} ?? undefined)</script>`,
    )
    .replace("<body>", `<body class="${className}">`);
  await page.route(`${ORIGIN}/**`, (route) => {
    const { pathname } = new URL(route.request().url());
    if (pathname === "/dashboard.js") return route.fulfill({ contentType: "text/javascript", body: script });
    if (pathname === "/dashboard.css") return route.fulfill({ contentType: "text/css", body: style });
    return route.fulfill({ contentType: "text/html", body: html });
  });
  await page.goto(`${ORIGIN}/`);
  await page.waitForFunction(() => globalThis.sent.length > 0);
  return new DashboardPage(page, theme, width);
}

export class DashboardPage {
  /** @param {import("playwright-core").Page} page */
  constructor(page, theme, width) {
    this.page = page;
    this.theme = theme;
    this.width = width;
  }

  /** Hands a state to the page. @returns {Promise<number>} milliseconds until it was painted */
  async tell(state) {
    // As VS Code sends it. Reading it is no work of the page.
    await this.page.evaluate((json) => {
      globalThis.next = JSON.parse(json);
    }, JSON.stringify(state));
    return this.page.evaluate(() => globalThis.tell(globalThis.next));
  }

  /** Waits until all parts are made and drawn. */
  async settled() {
    await this.page.locator("main .report:not([aria-busy])").waitFor({ state: "attached" });
    await this.page.evaluate(
      () => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))),
    );
  }

  /** Opens all that can be opened. */
  async openAll() {
    await this.page.evaluate(() => {
      for (const details of document.querySelectorAll("details")) details.open = true;
    });
    await this.settled();
  }

  /** What reaches over the right edge of the page, but for what scrolls by itself. @returns {Promise<string[]>} */
  overflowing() {
    return this.page.evaluate(() =>
      [...document.querySelectorAll("main *")]
        .filter((element) => {
          if (element.closest(".table, .unseen, .canvas, option, [hidden]") !== null) return false;
          return element.getBoundingClientRect().right > document.documentElement.clientWidth + 0.5;
        })
        .map((element) => element.outerHTML.slice(0, 120)),
    );
  }

  /** What the page has asked the extension for since it was last asked. */
  sent() {
    return this.page.evaluate(() => globalThis.sent.splice(0));
  }

  kept() {
    return this.page.evaluate(() => globalThis.kept);
  }

  violations() {
    return this.page.evaluate(() => globalThis.violations);
  }

  errors() {
    return this.page.evaluate(() => globalThis.errors);
  }

  /** Tasks of more than 50 ms since it was last asked, in milliseconds. */
  async longTasks() {
    // Entries come a little later than their tasks.
    await this.page.waitForTimeout(50);
    const tasks = await this.page.evaluate(() => globalThis.longTasks.splice(0));
    return tasks.map(({ duration }) => Math.round(duration));
  }

  /** As VS Code does when the user chooses another theme. */
  changeTheme(theme) {
    this.theme = theme;
    return this.page.evaluate(({ className, variables }) => {
      const { style } = document.documentElement;
      for (const name of [...style]) style.removeProperty(name);
      for (const [name, value] of Object.entries(variables)) style.setProperty(name, value);
      document.body.className = className;
    }, THEMES[theme]);
  }

  accessibilityProblems() {
    return axeProblems(this.page);
  }

  /** Keeps a picture of the whole page in .cache/screenshots/dashboard/. */
  screenshot(name) {
    return keepPicture(this.page, `${name}-${this.theme}-${this.width}`);
  }

  close() {
    return this.page.context().close();
  }
}

/** What axe-core holds against a page, the serious and the critical. @returns {Promise<string[]>} */
export async function axeProblems(page) {
  await page.evaluate(readFileSync(AXE, "utf8"));
  const found = await page.evaluate(() =>
    globalThis.axe.run(document, { resultTypes: ["violations"] }).then(({ violations }) =>
      violations.map(({ id, impact, nodes }) => ({
        id,
        impact,
        nodes: nodes
          .slice(0, 3)
          .map(({ html, failureSummary }) => `${html.slice(0, 200)} ${failureSummary}`)
          .join("\n"),
      })),
    ),
  );
  return found
    .filter(({ impact }) => impact === "serious" || impact === "critical")
    .map(({ id, impact, nodes }) => `${impact} ${id}: ${nodes}`);
}

/** Keeps a picture of a whole page in .cache/screenshots/dashboard/. @returns {Promise<string>} its path */
export async function keepPicture(page, name) {
  const folder = join(CACHE, "screenshots", "dashboard");
  mkdirSync(folder, { recursive: true });
  const path = join(folder, `${name}.png`);
  await page.screenshot({ path, fullPage: true });
  return path;
}
