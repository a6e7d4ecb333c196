import type { TagReport } from "../../server/protocol.ts";
import type { Context } from "../context.ts";
import { h, setText } from "../elements/dom.ts";
import { choice, table, tagLink } from "../elements/parts.ts";
import { orderedTags, type TagOrder } from "../figures/tagRanking.ts";

/** So many rows are shown at once; with ten thousand tags the page would be slow to lay out, and nobody reads that far. */
const PAGE = 25;
const ORDERS: readonly TagOrder[] = ["documents", "weakest", "strongest", "over", "name"];

/** A table of all tags that can be filtered and ordered, a page at a time. */
export function allTags(tags: readonly TagReport[], context: Context): HTMLElement {
  const { ui } = context;
  const { say, code } = context.language;
  const rows = h("div", {});
  const range = h("span", { class: "range", role: "status" });
  const turn = (by: number): void => show({ tagPage: ui.choices.tagPage + by });
  const previous = h("button", { type: "button", onclick: () => turn(-1) }, say("previous"));
  const next = h("button", { type: "button", onclick: () => turn(1) }, say("next"));

  const show = (changes: Partial<typeof ui.choices> = {}): void => {
    const { tagOrder, tagFilter, tagPage } = { ...ui.choices, ...changes };
    const wanted = tagFilter.trim().toLocaleLowerCase(code);
    const found = orderedTags(
      tags.filter(({ tag }) => tag.toLocaleLowerCase(code).includes(wanted)),
      tagOrder,
      code,
    );
    const page = Math.min(Math.max(0, tagPage), Math.max(0, Math.ceil(found.length / PAGE) - 1));
    ui.change({ ...changes, tagPage: page });
    rows.replaceChildren(tagTable(found.slice(page * PAGE, (page + 1) * PAGE), context));
    setRange(range, found.length, page, context);
    setDisabled(previous, page === 0);
    setDisabled(next, (page + 1) * PAGE >= found.length);
  };

  const filter = h("input", {
    type: "search",
    placeholder: say("filterTags"),
    "aria-label": say("filterTags"),
    oninput: () => show({ tagFilter: filter.value, tagPage: 0 }),
  });
  filter.value = ui.choices.tagFilter;
  show();
  return h(
    "div",
    { class: "all-tags" },
    h(
      "div",
      { class: "controls" },
      filter,
      choice(
        say("sortBy"),
        ORDERS.map((order) => ({ value: order, text: say(`sort_${order}`) })),
        ui.choices.tagOrder,
        (order) => show({ tagOrder: order as TagOrder, tagPage: 0 }),
        false,
      ),
    ),
    rows,
    h("div", { class: "pages" }, previous, range, next),
  );
}

function tagTable(tags: readonly TagReport[], context: Context): HTMLElement {
  const { say, whole, decimal } = context.language;
  return table(
    say("allTags", ""),
    [
      { title: say("tag") },
      { title: "F1", isFigure: true },
      { title: say("yoursColumn"), isFigure: true },
      { title: say("predictedColumn"), isFigure: true },
      { title: say("precision"), isFigure: true },
      { title: say("recall"), isFigure: true },
      { title: say("confusedColumn") },
    ],
    tags.map(({ tag, documents, predicted, precision, recall, f1, confusedWith }) => [
      tagLink(context, tag),
      decimal(f1),
      whole(documents),
      whole(predicted),
      decimal(precision),
      decimal(recall),
      confusedWith ?? "",
    ]),
  );
}

function setRange(
  range: HTMLElement,
  found: number,
  page: number,
  { language: { say, whole } }: Context,
): void {
  const last = Math.min(found, (page + 1) * PAGE);
  setText(
    range,
    found === 0 ? say("noTagMatches") : say("pageOf", whole(page * PAGE + 1), whole(last), whole(found)),
  );
}

/** A button that is disabled outright loses the focus, and with it one's place. */
function setDisabled(button: HTMLButtonElement, isDisabled: boolean): void {
  button.setAttribute("aria-disabled", String(isDisabled));
}
