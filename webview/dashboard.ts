// The training dashboard: the script of the webview.
import { DashboardPage } from "./dashboardPage.ts";
import { keptState, readKept } from "./keptState.ts";
import { languageOf } from "./language/language.ts";
import type { DashboardState, FromDashboard } from "./messages.ts";
import { readUpdate } from "./schemas.ts";
import { UiState } from "./uiState.ts";

interface Editor {
  postMessage(message: FromDashboard): void;
  getState(): unknown;
  setState(state: unknown): void;
}

declare function acquireVsCodeApi(): Editor;

/** What is kept over hiding and reloading is written when nothing has changed for so long; what the user chose sooner. */
const KEEP_MS = 500;
const KEEP_CHOICES_MS = 50;
const REFRESH_MS = 30_000;

const editor = acquireVsCodeApi();
const kept = readKept(editor.getState());
const ui = new UiState(kept.ui, () => keepSoon(KEEP_CHOICES_MS));
let state: DashboardState | undefined = kept.state;
let page: DashboardPage | undefined;
let language = "";
let frame = 0;
let timer: ReturnType<typeof setTimeout> | undefined;

if (state !== undefined) show(state, true);
// Others send messages too, such as tools that inspect the page; those are none of ours.
window.addEventListener("message", ({ data }) => {
  const update = readUpdate(data);
  if (update === undefined) return;
  state = { ...update.state, runs: update.state.runs ?? state?.runs ?? [] };
  keepSoon();
  // In a task of its own, and once for all that has come before the next frame.
  cancelAnimationFrame(frame);
  frame = requestAnimationFrame(() => state !== undefined && show(state, false));
});
new MutationObserver(() => page?.redraw()).observe(document.body, {
  attributes: true,
  attributeFilter: ["class", "data-vscode-theme-id"],
});
matchMedia("(forced-colors: active)").addEventListener("change", () => page?.redraw());
setInterval(() => page?.refresh(), REFRESH_MS);
editor.postMessage({ type: "ready", ...(kept.state?.shown !== undefined && { shown: kept.state.shown }) });

function show(shown: DashboardState, isOld: boolean): void {
  if (page === undefined || shown.language !== language) {
    language = shown.language;
    page = new DashboardPage({
      language: languageOf(language),
      ui,
      send: (message) => editor.postMessage(message),
      now: () => new Date(),
    });
    document.documentElement.lang = languageOf(language).code;
    document.body.replaceChildren(page.element);
  }
  page.show(shown, isOld);
}

function keepSoon(milliseconds = KEEP_MS): void {
  clearTimeout(timer);
  timer = setTimeout(() => editor.setState(keptState(ui.choices, state)), milliseconds);
}
