import type { Language } from "./language/language.ts";
import type { FromDashboard } from "./messages.ts";
import type { UiState } from "./uiState.ts";

/** What every part of the page works with. */
export interface Context {
  readonly language: Language;
  readonly ui: UiState;
  /** To the extension; absent in a page that stands alone, where nothing can be done or opened. */
  readonly send?: (message: FromDashboard) => void;
  readonly now: () => Date;
}
