import type { FolderStatus, RunReport } from "../server/protocol.ts";
import type { Context } from "./context.ts";
import { h, setAttribute, setText } from "./elements/dom.ts";
import { announcement, type Heard } from "./figures/announcements.ts";
import type { DashboardState } from "./messages.ts";
import { Header } from "./sections/header.ts";
import { LearningSection } from "./sections/learning.ts";
import { type Part, reportColumns } from "./sections/report.ts";
import { RunningSection } from "./sections/running.ts";
import { runsSection } from "./sections/runs.ts";
import { settingsSection } from "./sections/settings.ts";

/** The whole view. What moves while a training goes on stays in the page and is changed; a report is made anew when it is another one. */
export class DashboardPage {
  readonly element: HTMLElement;
  readonly #context: Context;
  readonly #header: Header;
  readonly #running: RunningSection;
  readonly #report = h("div", { class: "report" });
  readonly #spoken = h("div", { class: "unseen", role: "status" });
  #learning: LearningSection | undefined;
  #state: DashboardState | undefined;
  #isOld = false;
  #shownReport: unknown[] = [];
  #heard: Heard | undefined;
  #filling: AbortController | undefined;
  #onFilled: (() => void) | undefined;

  constructor(context: Context) {
    this.#context = context;
    this.#header = new Header(context);
    this.#running = new RunningSection(context);
    this.element = h(
      "main",
      { lang: context.language.code },
      this.#header.element,
      this.#running.element,
      this.#report,
      this.#spoken,
    );
  }

  /** @param isOld whether this is what was known before the page was hidden or loaded anew */
  show(state: DashboardState, isOld = false): void {
    this.#state = state;
    this.#isOld = isOld;
    const folder = shownFolder(state);
    this.#header.update(state, folder, isOld);
    const isRunning = folder?.phase === "training" && state.server === "running" && !isOld;
    setAttribute(this.#running.element, "hidden", !isRunning);
    if (isRunning) this.#running.update(state, folder);
    this.#showReport(state, folder, isRunning);
    if (folder !== undefined && !isOld) this.#speak(folder, state);
  }

  /** Says again what time has made another: “2 min ago”. */
  refresh(): void {
    if (this.#state !== undefined) this.#header.update(this.#state, shownFolder(this.#state), this.#isOld);
  }

  /** After the theme has changed. */
  redraw(): void {
    this.#running.learning.redraw();
    this.#learning?.redraw();
  }

  #showReport(
    { runs, settings }: DashboardState,
    folder: FolderStatus | undefined,
    isRunning: boolean,
  ): void {
    const run = runs.find(({ created }) => created === this.#context.ui.choices.run) ?? runs[0];
    const limit = folder?.model?.limit;
    const wanted = [runs, run, JSON.stringify([settings, limit]), folder?.folder, isRunning];
    if (wanted.every((part, i) => part === this.#shownReport[i])) return;
    this.#shownReport = wanted;
    this.#learning?.destroy();
    this.#learning = undefined;
    this.#filling?.abort();
    if (folder === undefined) {
      this.#report.replaceChildren();
      return;
    }
    const last: Part[][] = [[() => settingsSection(settings, limit, this.#context)]];
    if (run !== undefined) {
      last.unshift([() => runsSection(runs, run, this.#context, (one) => this.#choose(one, runs))]);
    }
    const main = run === undefined ? [] : this.#mainColumns(run, isRunning);
    const groups = [
      { element: h("div", { class: "columns main" }), columns: main },
      { element: h("div", { class: "columns last" }), columns: last },
    ];
    const caption = run === undefined ? [] : [this.#caption(run, runs)];
    this.#fill([...caption, ...groups.map(({ element }) => element)], groups);
  }

  #mainColumns(run: RunReport, isRunning: boolean): readonly (readonly Part[])[] {
    const learning = new LearningSection(this.#context);
    this.#learning = learning;
    const columns = reportColumns(run, learning, this.#context);
    // The curves of the run that goes on take the place of those of an earlier one.
    return isRunning ? [columns[0].slice(0, 1), ...columns.slice(1)] : columns;
  }

  /**
   * Makes the parts one by one, so that nothing else has to wait for all of them. Where nothing is shown yet, each is seen at once; where
   * they take the place of others, all are seen together, and nothing jumps.
   */
  #fill(
    children: readonly HTMLElement[],
    groups: readonly { readonly element: HTMLElement; readonly columns: readonly (readonly Part[])[] }[],
  ): void {
    const filling = new AbortController();
    this.#filling = filling;
    const steps = groups.flatMap(({ element, columns }) =>
      columns.flatMap((parts) => {
        const column = h("div", { class: "column" });
        element.append(column);
        return parts.map((part) => () => column.append(...[part()].flat()));
      }),
    );
    const isFirst = this.#report.childElementCount === 0;
    if (isFirst) this.#report.replaceChildren(...children);
    setAttribute(this.#report, "aria-busy", "true");
    const next = (i: number): void => {
      if (filling.signal.aborted) return;
      if (i < steps.length) {
        steps[i]();
        setTimeout(next, 0, i + 1);
        return;
      }
      if (!isFirst) this.#report.replaceChildren(...children);
      setAttribute(this.#report, "aria-busy", false);
      this.#onFilled?.();
      this.#onFilled = undefined;
    };
    next(0);
  }

  #caption(run: RunReport, runs: readonly RunReport[]): HTMLElement {
    const { language, now } = this.#context;
    const { say } = language;
    const when = language.moment(run.created, now());
    return h(
      "p",
      { class: "which muted" },
      say(run.kind === "training" ? "reportOfTraining" : "reportOfEvaluation", when),
      run !== runs[0] && [
        " ",
        h(
          "button",
          { type: "button", class: "link", onclick: () => this.#choose(runs[0], runs) },
          say("backToNewest"),
        ),
      ],
    );
  }

  #choose(run: RunReport, runs: readonly RunReport[]): void {
    this.#context.ui.change({ run: run === runs[0] ? undefined : run.created });
    // The button that was pressed is made anew with all the others.
    this.#onFilled = () => this.#report.querySelector<HTMLElement>('.run[aria-pressed="true"]')?.focus();
    if (this.#state !== undefined) this.show(this.#state, this.#isOld);
  }

  #speak(folder: FolderStatus, { isPaused, runs }: DashboardState): void {
    const isHeld = folder.run?.isPaused ?? isPaused;
    const { heard, sentence } = announcement(this.#heard, folder, isHeld, runs[0], this.#context.language);
    this.#heard = heard;
    if (sentence !== "") setText(this.#spoken, sentence);
  }
}

function shownFolder({ folders, shown }: DashboardState): FolderStatus | undefined {
  return folders.find(({ folder }) => folder === shown) ?? folders[0];
}
