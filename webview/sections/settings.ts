import type { Context } from "../context.ts";
import { h } from "../elements/dom.ts";
import { explained, section } from "../elements/parts.ts";
import { isSentence } from "../language/sentences.ts";
import type { DashboardState } from "../messages.ts";

/** The settings that decide what is learned. @param limit of the model there is */
export function settingsSection(
  settings: DashboardState["settings"],
  limit: number | undefined,
  context: Context,
): HTMLElement {
  const { say, whole } = context.language;
  const automatic = limit === undefined ? say("limitAutomatic") : say("limitAutomaticIs", whole(limit));
  const inline = `inline_${settings.inlineTags}`;
  const rows = [
    [
      explained(say("settingLimit"), say("termLimit")),
      settings.limit === null ? automatic : whole(settings.limit),
    ],
    [explained(say("settingSeed"), say("seedHint")), String(settings.seed)],
    [
      explained(say("settingThreads"), say("threadsHint")),
      settings.threads === null ? say("threadsAutomatic") : whole(settings.threads),
    ],
    [say("settingTags"), [...settings.tagKeys, ...(isSentence(inline) ? [say(inline)] : [])].join(", ")],
  ] as const;
  return section(
    "settings",
    say("settings"),
    h(
      "dl",
      {},
      rows.map(([name, value]) => h("div", {}, h("dt", {}, name), h("dd", {}, value))),
    ),
    h(
      "button",
      { type: "button", class: "link", onclick: () => context.send?.({ type: "openSettings" }) },
      say("allSettings"),
    ),
  );
}
