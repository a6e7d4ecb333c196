// The page that `sdlgm evaluate --html` writes: the report that stands in it, shown without an editor.
import type { RunReport } from "../server/protocol.ts";
import type { Context } from "./context.ts";
import { h } from "./elements/dom.ts";
import { languageOf } from "./language/language.ts";
import { readRun } from "./schemas.ts";
import { LearningSection } from "./sections/learning.ts";
import { reportColumns } from "./sections/report.ts";
import { UiState } from "./uiState.ts";

const language = languageOf(navigator.language);
const context: Context = { language, ui: new UiState(undefined), now: () => new Date() };
const learning = new LearningSection(context);
const { say, whole, duration, moment } = language;

document.documentElement.lang = language.code;
document.title = say("reportTitle");
document.body.prepend(page(readReport()));
for (const query of ["(prefers-color-scheme: dark)", "(forced-colors: active)"]) {
  matchMedia(query).addEventListener("change", () => learning.redraw());
}

function readReport(): RunReport | undefined {
  try {
    return readRun(JSON.parse(document.getElementById("report")?.textContent ?? ""));
  } catch {
    return undefined;
  }
}

function page(run: RunReport | undefined): HTMLElement {
  if (run === undefined) {
    return h("main", {}, h("h1", {}, say("reportTitle")), h("p", {}, say("reportMissing")));
  }
  const { kind, created, documents, taggedDocuments, tags, vocabulary, seconds } = run;
  const when = moment(created, new Date(0));
  return h(
    "main",
    {},
    h(
      "header",
      {},
      h("h1", {}, say("reportTitle")),
      h("p", {}, say(kind === "training" ? "reportOfTraining" : "reportOfEvaluation", when)),
      h(
        "p",
        { class: "muted" },
        say(
          "reportFor",
          whole(documents),
          whole(taggedDocuments),
          whole(tags),
          whole(vocabulary),
          duration(seconds),
        ),
      ),
    ),
    h(
      "div",
      { class: "report columns" },
      reportColumns(run, learning, context).map((parts) =>
        h(
          "div",
          { class: "column" },
          parts.map((part) => part()),
        ),
      ),
    ),
  );
}
