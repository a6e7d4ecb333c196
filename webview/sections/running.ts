import type { FolderStatus } from "../../server/protocol.ts";
import { shareBar } from "../charts/shareBar.ts";
import type { Context } from "../context.ts";
import { h, setAttribute, setText, svg } from "../elements/dom.ts";
import { type StageState, stageStates } from "../figures/stages.ts";
import { stageHint, stageName } from "../language/names.ts";
import type { DashboardState } from "../messages.ts";
import { LearningSection } from "./learning.ts";

interface StageRow {
  readonly stage: string;
  readonly element: HTMLElement;
  readonly state: HTMLElement;
  readonly part: Element;
}

/** A training or an evaluation that goes on: how far it is, its stages and its curves. Stays in the page while it grows. */
export class RunningSection {
  readonly element: HTMLElement;
  readonly learning: LearningSection;
  readonly #context: Context;
  readonly #bar = h("progress", { max: 1 });
  readonly #share = h("span", { class: "value" });
  readonly #left = h("span", { class: "muted" });
  readonly #speed = h("p", { class: "muted speed" });
  readonly #stages = h("ol", { class: "stages" });
  #rows: StageRow[] = [];

  constructor(context: Context) {
    const { say } = context.language;
    this.#context = context;
    this.learning = new LearningSection(context, "live");
    this.#bar.setAttribute("aria-label", say("progress"));
    this.#stages.setAttribute("aria-label", say("stages"));
    this.element = h(
      "div",
      { class: "running" },
      h(
        "div",
        { class: "run-parts" },
        h(
          "div",
          {},
          this.#bar,
          h("p", { class: "overall" }, this.#share, " ", this.#left),
          this.#stages,
          this.#speed,
        ),
        this.learning.element,
      ),
    );
  }

  update(state: DashboardState, folder: FolderStatus): void {
    const { say, percent, duration, whole } = this.#context.language;
    const { progress } = folder;
    const isHeld = folder.run?.isPaused ?? state.isPaused;
    const overall = Math.min(1, Math.max(0, progress?.overall ?? 0));
    this.#bar.value = overall;
    // Rounded down: “100 %” is for what is done.
    const share = percent(Math.floor(100 * overall) / 100);
    setText(this.#share, isHeld ? say("pausedAt", share) : say("percentDone", share));
    const left = progress?.remainingSeconds;
    const isKnown = !isHeld && left !== undefined && Number.isFinite(left);
    setText(this.#left, isKnown ? `· ${say("timeLeft", duration(left))}` : "");
    const speed = progress?.documentsPerSecond;
    const hasSpeed = !isHeld && speed !== undefined && Number.isFinite(speed);
    // A line that comes and goes would make all below it jump.
    setText(this.#speed, hasSpeed ? say("perSecond", whole(speed)) : "\u00a0");
    setAttribute(this.element, "class", isHeld ? "running held" : "running");
    this.#showStages(stageStates(progress, folder.run?.kind ?? "training"));
    this.learning.update(state.live, true);
  }

  #showStages(stages: readonly StageState[]): void {
    const { say, percent } = this.#context.language;
    if (stages.map(({ stage }) => stage).join() !== this.#rows.map(({ stage }) => stage).join()) {
      this.#rows = stages.map(({ stage }) => stageRow(stage, this.#context));
      this.#stages.replaceChildren(...this.#rows.map(({ element }) => element));
    }
    stages.forEach(({ state, fraction }, i) => {
      const row = this.#rows[i];
      setAttribute(row.element, "class", `stage ${state}`);
      setAttribute(row.element, "aria-current", state === "current" ? "step" : undefined);
      setAttribute(row.part, "width", Math.round(1000 * fraction) / 10);
      setAttribute(row.state, "class", state === "current" ? "state" : "unseen");
      setText(
        row.state,
        state === "current"
          ? percent(Math.floor(100 * fraction) / 100)
          : say(state === "done" ? "stageDone" : "stageTodo"),
      );
    });
  }
}

function stageRow(stage: string, { language: { say } }: Context): StageRow {
  const state = h("span", { class: "state" });
  const bar = shareBar(0);
  const element = h(
    "li",
    {},
    svg(
      "svg",
      { class: "dot", viewBox: "0 0 12 12", "aria-hidden": "true" },
      svg("circle", { cx: 6, cy: 6, r: 4.5 }),
      svg("path", { d: "M3.8 6.2 5.4 7.8 8.4 4.6" }),
    ),
    h("span", { class: "name", title: stageHint(say, stage) || undefined }, stageName(say, stage)),
    state,
    bar,
  );
  return { stage, element, state, part: bar.lastElementChild! };
}
