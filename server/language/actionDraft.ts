import type { Command, Diagnostic } from "vscode-languageserver-types";
import type { TagChanges } from "../documents/changeTags.ts";

/** The kinds of actions beside `quickfix`; a client may ask for any of them or for a beginning, as `refactor`. */
export const REFACTOR_KINDS = {
  add: "refactor.rewrite.sdlgm.add",
  remove: "refactor.rewrite.sdlgm.remove",
  replace: "refactor.rewrite.sdlgm.replace",
  decide: "refactor.rewrite.sdlgm.decide",
} as const;

export const FIX_ALL_KIND = "source.fixAll.sdlgm";

/** An action before its edit is made. */
export interface ActionDraft {
  readonly title: string;
  readonly kind: string;
  readonly diagnostics?: readonly Diagnostic[];
  readonly isPreferred?: boolean;
  /** What it does to the tags of the document; or a command instead. */
  readonly changes?: TagChanges;
  readonly command?: Command;
}
