import type { RunReport } from "../../server/protocol.ts";
import type { Context } from "../context.ts";
import { h } from "../elements/dom.ts";
import { disclosure, documentLink, section } from "../elements/parts.ts";
import { reasonName } from "../language/names.ts";

/** What was not learned from, and why. */
export function leftOutSection({ leftOut }: RunReport, context: Context): HTMLElement {
  const { say, whole } = context.language;
  const { send } = context;
  const reasons = leftOut.filter(({ documents }) => documents > 0);
  const total = reasons.reduce((sum, { documents }) => sum + documents, 0);
  if (total === 0) return section("left-out", say("leftOut"), h("p", { class: "muted" }, say("leftOutNone")));
  return section(
    "left-out",
    say("leftOut"),
    reasons.map(({ reason, documents, examples }) => {
      const title = `${whole(documents)} ${reasonName(say, reason)}`;
      if (examples.length === 0) return h("p", {}, title);
      return disclosure(
        context,
        `left-out-${reason}`,
        title,
        () => [
          reason === "untagged" && h("p", { class: "muted" }, say("termUntagged")),
          h(
            "ul",
            { class: "names" },
            examples.map((path) => h("li", {}, documentLink(context, path))),
          ),
          documents > examples.length &&
            h("p", { class: "muted" }, say("andMore", whole(documents - examples.length))),
        ],
        "reason",
      );
    }),
    send &&
      h(
        "button",
        { type: "button", class: "link", onclick: () => send({ type: "showLeftOut" }) },
        say("leftOutAll"),
      ),
  );
}
