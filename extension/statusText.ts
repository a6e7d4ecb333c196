import type { FolderStatus, Phase } from "../server/protocol.ts";
import type { Localizer } from "./localizer.ts";

/** What the status bar shows. */
export interface StatusEntry {
  /** With icons, as `$(name)`. */
  readonly text: string;
  /** The same for screen readers: a sentence, no icons. */
  readonly label: string;
  /** Plain text, one fact a line; the last says what a click does. */
  readonly tooltip: readonly string[];
  readonly click: "train" | "askToStop" | "menu" | "explain" | "output" | "restart";
  readonly isProblem: boolean;
}

/** How the server is, as far as the status bar cares. */
export type ServerHealth = "starting" | "running" | "restarting" | "stopped";

/** `locale`: a BCP 47 tag for numbers and dates. `folder`: undefined before the server has spoken. */
export function statusEntry(
  l10n: Localizer,
  locale: string,
  health: ServerHealth,
  folder: FolderStatus | undefined,
): StatusEntry {
  if (health === "stopped") {
    return {
      text: `$(error) ${l10n.t("SDLGM: stopped")}`,
      label: l10n.t("SDLGM Tags: the server has stopped"),
      tooltip: [l10n.t("The SDLGM server has stopped."), l10n.t("Click to restart it.")],
      click: "restart",
      isProblem: true,
    };
  }
  if (health === "restarting") {
    return {
      text: `$(sync~spin) ${l10n.t("SDLGM: restarting")}`,
      label: l10n.t("SDLGM Tags: the server is being restarted"),
      tooltip: [l10n.t("The SDLGM server stopped and is being restarted."), outputLine(l10n)],
      click: "output",
      isProblem: false,
    };
  }
  if (health === "starting" || folder === undefined) {
    return {
      text: `$(loading~spin) ${l10n.t("SDLGM")}`,
      label: l10n.t("SDLGM Tags: the server is starting"),
      tooltip: [l10n.t("The SDLGM server is starting."), outputLine(l10n)],
      click: "output",
      isProblem: false,
    };
  }
  return { ...FOLDER_ENTRIES[folder.phase](l10n, locale, folder), isProblem: folder.phase === "failed" };
}

type FolderEntry = Omit<StatusEntry, "isProblem">;
const FOLDER_ENTRIES: Readonly<
  Record<Phase, (l10n: Localizer, locale: string, folder: FolderStatus) => FolderEntry>
> = {
  indexing: (l10n, locale, folder) => ({
    text: `$(sync~spin) ${l10n.t("SDLGM: indexing")}`,
    label: l10n.t("SDLGM Tags: {0} is being indexed", folder.name),
    tooltip: [...facts(l10n, locale, folder), outputLine(l10n)],
    click: "output",
  }),
  untrained: (l10n, locale, folder) => ({
    text: `$(tag) ${l10n.t("SDLGM: untrained")}`,
    label: l10n.t("SDLGM Tags: there is no model for {0} yet", folder.name),
    tooltip: [
      ...facts(l10n, locale, folder),
      l10n.t("There is no model yet."),
      l10n.t("Click to train one."),
    ],
    click: "train",
  }),
  training: (l10n, locale, folder) => {
    const share = percent(locale, folder.progress?.overall ?? 0);
    return {
      text: `$(sync~spin) ${l10n.t("SDLGM: training {0}", share)}`,
      label: l10n.t("SDLGM Tags: the model of {0} is being trained, {1} done", folder.name, share),
      tooltip: [...facts(l10n, locale, folder), l10n.t("Click to stop the training.")],
      click: "askToStop",
    };
  },
  ready: (l10n, locale, folder) => ({
    text: `$(tag) ${l10n.t("SDLGM: ready")}`,
    label: l10n.t("SDLGM Tags: the model of {0} is ready", folder.name),
    tooltip: [...facts(l10n, locale, folder), l10n.t("Click for what it can do.")],
    click: "menu",
  }),
  stale: (l10n, locale, folder) => ({
    text: `$(tag) ${changes(l10n, locale, folder.changedDocuments)}`,
    label: l10n.t(
      "SDLGM Tags: the model of {0} is older than {1} of its documents",
      folder.name,
      whole(locale, folder.changedDocuments),
    ),
    tooltip: [
      ...facts(l10n, locale, folder),
      l10n.t("Documents changed since: {0}", whole(locale, folder.changedDocuments)),
      l10n.t("Click to train again."),
    ],
    click: "train",
  }),
  failed: (l10n, locale, folder) => ({
    text: `$(error) ${l10n.t("SDLGM: failed")}`,
    label: l10n.t("SDLGM Tags: {0} has a problem. {1}", folder.name, folder.problem ?? ""),
    tooltip: [
      ...facts(l10n, locale, folder),
      ...(folder.problem === undefined ? [] : [folder.problem]),
      l10n.t("Click to see what can be done."),
    ],
    click: "explain",
  }),
};

/** `0.434` as `43 %`, as everywhere in SDLGM Tags. */
export function percent(locale: string, share: number): string {
  return `${whole(locale, Math.round(100 * share))} %`;
}

/** An integer with the separators of the language. */
export function whole(locale: string, value: number): string {
  return new Intl.NumberFormat(locale, { maximumFractionDigits: 0 }).format(value);
}

function changes(l10n: Localizer, locale: string, count: number): string {
  return count === 1
    ? l10n.t("SDLGM: 1 document changed")
    : l10n.t("SDLGM: {0} documents changed", whole(locale, count));
}

function facts(l10n: Localizer, locale: string, folder: FolderStatus): string[] {
  const lines = [
    folder.name,
    l10n.t(
      "Documents: {0}, with tags: {1}, tags: {2}",
      whole(locale, folder.documents),
      whole(locale, folder.taggedDocuments),
      whole(locale, folder.tags),
    ),
  ];
  const created = new Date(folder.model?.created ?? Number.NaN);
  if (!Number.isNaN(created.getTime())) {
    const date = new Intl.DateTimeFormat(locale, { dateStyle: "medium", timeStyle: "short" }).format(created);
    lines.push(l10n.t("Model trained: {0}", date));
  }
  return lines;
}

function outputLine(l10n: Localizer): string {
  return l10n.t("Click to see the output.");
}
