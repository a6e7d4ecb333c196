import type { RunReport } from "../server/protocol.ts";
import { deadTags, overusedTags, strongestTags, weakestTags } from "./figures/tagRanking.ts";
import type { DashboardState } from "./messages.ts";
import { readUpdate } from "./schemas.ts";

/** VS Code keeps it in its database, so it must stay small: of many tags, those that are shown at first. */
const MOST_TAGS = 60;
const VERSION = 1;

/** What is kept while the page is hidden or loaded anew: what the user chose, and enough to show at once what was there. */
export function keptState(choices: unknown, state: DashboardState | undefined): unknown {
  return {
    version: VERSION,
    ui: choices,
    ...(state !== undefined && {
      state: {
        ...state,
        live: [],
        runs: state.runs.map((run, i) => (i === 0 ? shortened(run) : withoutDetails(run))),
      },
    }),
  };
}

/** What was kept, checked as if it were a message: another version may have written it. */
export function readKept(kept: unknown): { readonly ui: unknown; readonly state?: DashboardState } {
  if (typeof kept !== "object" || kept === null) return { ui: undefined };
  const { version, ui, state } = kept as Record<string, unknown>;
  if (version !== VERSION) return { ui: undefined };
  const read = readState(state);
  return { ui, ...(read !== undefined && { state: read }) };
}

function readState(kept: unknown): DashboardState | undefined {
  try {
    const read = readUpdate({ type: "state", state: kept });
    return read?.state.runs && { ...read.state, runs: read.state.runs };
  } catch {
    return undefined;
  }
}

function shortened(run: RunReport): RunReport {
  if (run.perTag.length <= MOST_TAGS) return run;
  const chosen = new Set([
    ...run.perTag.slice(0, 10),
    ...strongestTags(run.perTag, 10),
    ...weakestTags(run.perTag, 10),
    ...deadTags(run.perTag).slice(0, 20),
    ...overusedTags(run.perTag).slice(0, 10),
  ]);
  return { ...run, perTag: run.perTag.filter((tag) => chosen.has(tag)) };
}

function withoutDetails(run: RunReport): RunReport {
  return { ...run, perTag: [], curve: [], leftOut: [], review: [] };
}
