import type { FolderStatus } from "../../server/protocol.ts";
import type { Context } from "../context.ts";
import { h, setAttribute, setText, svg } from "../elements/dom.ts";
import type { DashboardState, FromDashboard } from "../messages.ts";

type Action = Exclude<FromDashboard["type"], "ready" | "show" | "openTag" | "openDocument">;
type Mood = "good" | "busy" | "waiting" | "bad";

interface Situation {
  readonly mood: Mood;
  readonly title: string;
  /** Facts in a line, and sentences below. */
  readonly facts: readonly string[];
  readonly sentences: readonly string[];
  /** The first is the one that most people want. */
  readonly actions: readonly Action[];
}

/** What is the matter, and what can be done: stays in the page, so that buttons keep the focus. */
export class Header {
  readonly element: HTMLElement;
  readonly #context: Context;
  readonly #folders: HTMLSelectElement;
  readonly #folderPart: HTMLElement;
  readonly #icon = svg("svg", { class: "mood", viewBox: "0 0 16 16", "aria-hidden": "true" });
  readonly #title = h("span", {});
  readonly #facts = h("p", { class: "facts muted" });
  readonly #sentences = h("div", { class: "sentences" });
  readonly #actions = h("div", { class: "actions" });
  readonly #buttons = new Map<Action, HTMLButtonElement>();
  #shown = "";

  constructor(context: Context) {
    const { say } = context.language;
    this.#context = context;
    this.#folders = h("select", {
      onchange: () => context.send?.({ type: "show", folder: this.#folders.value }),
    });
    this.#folderPart = h(
      "label",
      { class: "choice folder" },
      h("span", { class: "unseen" }, say("folder")),
      this.#folders,
    );
    this.element = h(
      "header",
      {},
      this.#folderPart,
      h("h1", {}, this.#icon, this.#title),
      this.#facts,
      this.#sentences,
      this.#actions,
    );
  }

  /** @param isOld whether this is what was known before the page was hidden: nothing can be done yet */
  update(state: DashboardState, folder: FolderStatus | undefined, isOld: boolean): void {
    const situation = situationOf(state, folder, isOld, this.#context);
    this.#showFolders(state);
    setAttribute(this.#icon, "class", `mood ${situation.mood}`);
    this.#showMood(situation.mood);
    setText(this.#title, situation.title);
    setText(this.#facts, situation.facts.join(" · "));
    setAttribute(this.#facts, "hidden", situation.facts.length === 0);
    if (situation.sentences.join("\n") !== this.#sentences.dataset.text) {
      this.#sentences.dataset.text = situation.sentences.join("\n");
      this.#sentences.replaceChildren(...situation.sentences.map((sentence) => h("p", {}, sentence)));
    }
    this.#showActions(situation.actions);
  }

  #showFolders({ folders, shown }: DashboardState): void {
    setAttribute(this.#folderPart, "hidden", folders.length < 2);
    const options = folders.map(({ folder, name }) => `${folder}\n${name}`).join("\n");
    if (this.#folders.dataset.options !== options) {
      this.#folders.dataset.options = options;
      this.#folders.replaceChildren(
        ...folders.map(({ folder, name }) => h("option", { value: folder }, name)),
      );
    }
    if (shown !== undefined && this.#folders.value !== shown) this.#folders.value = shown;
  }

  #showMood(mood: Mood): void {
    if (this.#icon.dataset.mood === mood) return;
    this.#icon.dataset.mood = mood;
    this.#icon.replaceChildren(
      svg("circle", { cx: 8, cy: 8, r: 6.5 }),
      ...(SIGNS[mood] === "" ? [] : [svg("path", { d: SIGNS[mood] })]),
    );
  }

  /** Where the button with the focus goes, the focus goes to the first one that takes its place. */
  #showActions(actions: readonly Action[]): void {
    if (actions.join() === this.#shown) return;
    this.#shown = actions.join();
    const hadFocus = this.#actions.contains(document.activeElement);
    const focused = document.activeElement;
    const buttons = actions.map((action, i) => {
      const button = this.#button(action);
      setAttribute(
        button,
        "class",
        i === 0 && action !== "pause" && action !== "resume" ? "primary" : undefined,
      );
      return button;
    });
    this.#actions.replaceChildren(...buttons);
    if (!hadFocus) return;
    const kept = buttons.find((button) => button === focused) ?? buttons[0];
    kept?.focus();
  }

  #button(action: Action): HTMLButtonElement {
    const { send, language } = this.#context;
    let button = this.#buttons.get(action);
    if (button === undefined) {
      button = h("button", {
        type: "button",
        "data-action": action,
        onclick: () => send?.({ type: action }),
      });
      this.#buttons.set(action, button);
      const { text, hint } = buttonText(action, language.say);
      setText(button, text);
      setAttribute(button, "title", hint);
    }
    return button;
  }
}

/** A tick, dots, nothing, an exclamation mark: what colours say is said by a shape as well. */
const SIGNS: Readonly<Record<Mood, string>> = {
  good: "M5 8.3 7.2 10.5 11 6",
  busy: "M8 4.5 V8 L10.5 9.5",
  waiting: "",
  bad: "M8 4.5 V9 M8 11 V11.6",
};

function buttonText(
  action: Action,
  say: Context["language"]["say"],
): { readonly text: string; readonly hint?: string | undefined } {
  switch (action) {
    case "evaluate":
      return { text: say("evaluate"), hint: say("evaluateHint") };
    case "stop":
      return { text: say("stop"), hint: say("stopHint") };
    case "openSettings":
      return { text: say("allSettings") };
    case "showLeftOut":
      return { text: say("leftOutAll") };
    default:
      return { text: say(action) };
  }
}

function situationOf(
  state: DashboardState,
  folder: FolderStatus | undefined,
  isOld: boolean,
  context: Context,
): Situation {
  const { say } = context.language;
  const plain = (mood: Mood, title: string, sentences: string[], actions: Action[]): Situation => ({
    ...{ mood, title, sentences, actions },
    facts: folder === undefined ? [] : factsOf(folder, context),
  });
  if (state.server === "stopped") {
    return plain("bad", say("serverStopped"), [say("serverStoppedWhy")], ["restart", "showOutput"]);
  }
  if (!state.hasWorkspace) return plain("waiting", say("noFolder"), [say("noFolderWhy")], ["openFolder"]);
  if (isOld || folder === undefined || state.server === "starting") {
    return plain("waiting", say("serverStarting"), [], []);
  }
  switch (folder.phase) {
    case "indexing":
      return plain("busy", say("indexing"), [], []);
    case "untrained":
      return untrained(folder, context, plain);
    case "training":
      return running(state, folder, context, plain);
    case "failed":
      return plain("bad", say("failed"), folder.problem === undefined ? [] : [folder.problem], [
        "train",
        "showOutput",
      ]);
    case "stale":
      return plain("waiting", say("stale"), [], ["train", "evaluate"]);
    case "ready":
      return plain("good", say("ready"), [], ["train", "evaluate"]);
  }
}

type Plain = (mood: Mood, title: string, sentences: string[], actions: Action[]) => Situation;

function untrained(folder: FolderStatus, { language: { say, whole } }: Context, plain: Plain): Situation {
  const found =
    folder.taggedDocuments === 0
      ? say("firstFew")
      : say("firstFound", whole(folder.taggedDocuments), whole(folder.documents), whole(folder.tags));
  const situation = plain(
    "waiting",
    say("firstTitle"),
    [say("firstWhy"), found],
    folder.taggedDocuments === 0 ? [] : ["train"],
  );
  return { ...situation, facts: [] };
}

function running(
  { isPaused }: DashboardState,
  folder: FolderStatus,
  { language: { say } }: Context,
  plain: Plain,
): Situation {
  const isHeld = folder.run?.isPaused ?? isPaused;
  const kind = folder.run?.kind === "evaluation" ? say("evaluating") : say("training");
  return plain(
    "busy",
    isHeld ? `${kind} · ${say("paused")}` : kind,
    [],
    [isHeld ? "resume" : "pause", "stop"],
  );
}

function factsOf(folder: FolderStatus, { language, now }: Context): string[] {
  const { say, whole, ago, duration } = language;
  const { documents, tags, model, changedDocuments, phase } = folder;
  const facts =
    documents === 1
      ? [say("documentAndTags", whole(tags))]
      : [say("documentsAndTags", whole(documents), whole(tags))];
  if (model !== undefined && phase !== "training") {
    facts.push(say("trainedAgo", ago(model.created, now()), duration(model.seconds)));
  }
  if (phase === "stale") {
    facts.push(changedDocuments === 1 ? say("changedOne") : say("changedMany", whole(changedDocuments)));
  }
  return facts;
}
