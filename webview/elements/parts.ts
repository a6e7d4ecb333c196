import type { Context } from "../context.ts";
import { type Child, h } from "./dom.ts";

/** A part of the page under a heading. */
export function section(id: string, title: Child, ...children: Child[]): HTMLElement {
  return h(
    "section",
    { class: `section section-${id}`, "aria-labelledby": `title-${id}` },
    h("h2", { id: `title-${id}` }, title),
    children,
  );
}

/** Something to open, closed at first and afterwards as the user left it. What is in it is made when it is opened. */
export function disclosure(
  { ui }: Context,
  id: string,
  summary: Child,
  content: () => Child,
  className = "more",
): HTMLDetailsElement {
  const details = h("details", { class: className, "data-id": id }, h("summary", {}, summary));
  const fill = (): void => {
    if (details.childElementCount === 1) details.append(h("div", { class: "opened" }, content()));
  };
  if (ui.isOpen(id)) {
    fill();
    details.open = true;
  }
  details.addEventListener("toggle", () => {
    if (details.open) fill();
    ui.setOpen(id, details.open);
  });
  return details;
}

/** The disclosures at the foot of a section, side by side while they are closed. */
export function foot(...disclosures: (HTMLElement | false | undefined)[]): HTMLElement {
  return h("div", { class: "foot" }, disclosures);
}

/** The field's terms, explained; those without an explanation are left out. */
export function terms(context: Context, id: string, explanations: readonly string[]): HTMLElement {
  return disclosure(context, `${id}-terms`, context.language.say("terms"), () =>
    h(
      "div",
      { class: "terms" },
      explanations.map((text) => h("p", {}, text)),
    ),
  );
}

/** Words with an explanation for the mouse; it stands among the terms for everybody. */
export function explained(text: Child, explanation: string): HTMLElement {
  return h("abbr", { title: explanation }, text);
}

/** A tag that leads to its documents, where there is somewhere to lead. */
export function tagLink({ send, language }: Context, tag: string): HTMLElement {
  if (send === undefined) return h("span", { class: "tag" }, tag);
  return h(
    "button",
    {
      class: "link tag",
      type: "button",
      title: language.say("openTagHint"),
      onclick: () => send({ type: "openTag", tag }),
    },
    tag,
  );
}

/** A document that opens, where there is something to open it in. */
export function documentLink({ send }: Context, path: string): HTMLElement {
  if (send === undefined) return h("span", { class: "path" }, path);
  return h(
    "button",
    { class: "link path", type: "button", onclick: () => send({ type: "openDocument", path }) },
    path,
  );
}

/** A column of a table: figures stand at the right. */
export interface Column {
  readonly title: string;
  readonly isFigure?: boolean;
}

/** A table with a caption for screen readers. The first cell of a row is its heading. */
export function table(
  caption: string,
  columns: readonly Column[],
  rows: readonly (readonly Child[])[],
): HTMLElement {
  const className = (i: number): string | undefined => (columns[i].isFigure ? "figure" : undefined);
  const element = h(
    "table",
    {},
    h("caption", { class: "unseen" }, caption),
    h(
      "thead",
      {},
      h(
        "tr",
        {},
        columns.map(({ title }, i) => h("th", { scope: "col", class: className(i) }, title)),
      ),
    ),
    h(
      "tbody",
      {},
      rows.map((cells) =>
        h(
          "tr",
          {},
          cells.map((cell, i) =>
            i === 0
              ? h("th", { scope: "row", class: className(i) }, cell)
              : h("td", { class: className(i) }, cell),
          ),
        ),
      ),
    ),
  );
  // Wide tables scroll by themselves, also by keyboard.
  return h("div", { class: "table", role: "region", "aria-label": caption, tabindex: 0 }, element);
}

/** A list to choose from, with a label that is seen or only heard. */
export function choice(
  label: string,
  options: readonly { readonly value: string; readonly text: string }[],
  value: string,
  onChoose: (value: string) => void,
  isLabelSeen = true,
): HTMLElement {
  const select = h(
    "select",
    { onchange: () => onChoose(select.value) },
    options.map((option) => h("option", { value: option.value }, option.text)),
  );
  select.value = value;
  return h(
    "label",
    { class: "choice" },
    h("span", { class: isLabelSeen ? undefined : "unseen" }, label),
    select,
  );
}
