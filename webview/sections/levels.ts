import type { RunReport, TagReport } from "../../server/protocol.ts";
import { levelChart } from "../charts/levelChart.ts";
import type { Context } from "../context.ts";
import { type Child, h, svg } from "../elements/dom.ts";
import { disclosure, explained, foot, section, table, tagLink, terms } from "../elements/parts.ts";
import { type LevelSummary, levelSummary } from "../figures/levelBars.ts";
import { deadTags, overusedTags } from "../figures/tagRanking.ts";
import type { SentenceName } from "../language/sentences.ts";

/** More are counted, not named; all tags have a list of their own. */
const MOST_NAMED = 20;

/** How many tags documents have and would get: the sparsity of the model. */
export function levelsSection(run: RunReport, context: Context): HTMLElement {
  const { say, decimal, percent, whole } = context.language;
  const summary = levelSummary(run);
  return section(
    "levels",
    say("levels"),
    h(
      "p",
      {},
      say(
        "levelsText",
        decimal(summary.ownMean, 1),
        decimal(summary.predictedMean, 1),
        decimal(run.agreement.levelError, 1),
      ),
      " ",
      say("atLimit", percent(summary.atLimit), whole(run.limit)),
    ),
    h(
      "ul",
      { class: "legend" },
      h("li", {}, swatch("own"), say("yours")),
      h("li", {}, swatch("predicted"), say("predicted")),
      h("li", {}, swatch("limit"), explained(say("limitIs", whole(run.limit)), say("termLimit"))),
    ),
    levelChart(summary.bars, run.limit, say("levelsPicture")),
    run.perTag.length > 0 && [
      troubled(context, "dead", deadTags(run.perTag), "termDead"),
      troubled(context, "overused", overusedTags(run.perTag), "termOverused"),
    ],
    foot(
      disclosure(context, "levels-table", say("showTable"), () => levelTable(summary, context)),
      terms(context, "levels", [
        say("termLevel"),
        say("termLimit"),
        say("termLevelError"),
        say("termDead"),
        say("termOverused"),
      ]),
    ),
  );
}

/** Tags with the same trouble: how many, and which when one wants to know. */
function troubled(
  context: Context,
  trouble: "dead" | "overused",
  tags: readonly TagReport[],
  explanation: SentenceName,
): HTMLElement {
  const { say, whole } = context.language;
  if (tags.length === 0) return h("p", { class: "muted" }, say(`${trouble}None`));
  const title = tags.length === 1 ? say(`${trouble}One`) : say(`${trouble}Many`, whole(tags.length));
  const detail = ({ documents, predicted }: TagReport): Child =>
    trouble === "overused"
      ? say("timesInstead", whole(predicted), whole(documents))
      : documents === 1
        ? say("onDocument")
        : say("onDocuments", whole(documents));
  return disclosure(
    context,
    `levels-${trouble}`,
    explained(title, say(explanation)),
    () => [
      h(
        "ul",
        { class: "names" },
        tags
          .slice(0, MOST_NAMED)
          .map((tag) =>
            h("li", {}, tagLink(context, tag.tag), " ", h("span", { class: "muted" }, detail(tag))),
          ),
      ),
      tags.length > MOST_NAMED && h("p", { class: "muted" }, say("andMore", whole(tags.length - MOST_NAMED))),
    ],
    "trouble",
  );
}

function swatch(kind: "own" | "predicted" | "limit"): SVGSVGElement {
  const shape =
    kind === "limit"
      ? svg("line", { class: "limit", x1: 5, x2: 5, y1: 0, y2: 10 })
      : svg("rect", { class: kind, x: 1, y: 1, width: 8, height: 8 });
  return svg("svg", { class: "swatch levels", viewBox: "0 0 10 10", "aria-hidden": "true" }, shape);
}

function levelTable({ bars }: LevelSummary, { language: { say, whole } }: Context): HTMLElement {
  return table(
    say("levelsPicture"),
    [
      { title: say("tagsOfDocument") },
      { title: say("yoursColumn"), isFigure: true },
      { title: say("predictedColumn"), isFigure: true },
    ],
    bars.map(({ from, isOpen, own, predicted }) => [
      isOpen ? say("orMore", whole(from)) : whole(from),
      whole(own),
      whole(predicted),
    ]),
  );
}
