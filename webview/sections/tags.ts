import type { RunReport, TagReport } from "../../server/protocol.ts";
import { shareBar } from "../charts/shareBar.ts";
import type { Context } from "../context.ts";
import { h } from "../elements/dom.ts";
import { disclosure, section, tagLink } from "../elements/parts.ts";
import { strongestTags, weakestTags } from "../figures/tagRanking.ts";
import { allTags } from "./allTags.ts";

const MOST = 10;

/** The tags that are found again best and worst, and all of them. */
export function tagsSections(run: RunReport, context: Context): HTMLElement[] {
  const { say, whole } = context.language;
  if (run.perTag.length === 0) return [];
  const weakest = weakestTags(run.perTag, MOST);
  return [
    section("strongest", say("strongest"), ranked(strongestTags(run.perTag, MOST), context, false)),
    section(
      "weakest",
      say("weakest"),
      weakest.length > 0 && ranked(weakest, context, true),
      disclosure(context, "all-tags", say("allTags", whole(run.perTag.length)), () =>
        allTags(run.perTag, context),
      ),
    ),
  ];
}

/** @param withReasons tells what a tag is taken for, which matters where it goes wrong */
function ranked(tags: readonly TagReport[], context: Context, withReasons: boolean): HTMLElement {
  const { say, decimal } = context.language;
  if (tags.length === 0) return h("p", { class: "muted" }, say("noTags"));
  return h(
    "ol",
    { class: "ranked" },
    tags.map(({ tag, documents, f1, confusedWith }) =>
      h(
        "li",
        {},
        h("span", { class: "name" }, tagLink(context, tag), onDocuments(documents, context)),
        shareBar(f1),
        h("span", { class: "value" }, decimal(f1)),
        withReasons &&
          confusedWith !== undefined &&
          h("span", { class: "muted detail" }, say("hardToTell", confusedWith)),
      ),
    ),
  );
}

/** The bare number is enough for those who see it beside every tag. */
function onDocuments(documents: number, { language: { say, whole } }: Context): HTMLElement {
  const sentence = documents === 1 ? say("onDocument") : say("onDocuments", whole(documents));
  return h(
    "span",
    { class: "muted count", title: sentence },
    h("span", { "aria-hidden": "true" }, whole(documents)),
    h("span", { class: "unseen" }, `, ${sentence}`),
  );
}
