import type { TagOrder } from "./figures/tagRanking.ts";

/** What the user has opened and chosen: survives that the page is hidden, moved or loaded anew. */
export interface UiChoices {
  /** Ids of the details that are open. */
  readonly open: readonly string[];
  /** The run that is shown, by `created`; the newest where there is none. */
  readonly run?: string | undefined;
  /** The runs that are compared, by `created`. */
  readonly compared?: readonly [first: string, second: string] | undefined;
  readonly tagOrder: TagOrder;
  readonly tagFilter: string;
  readonly tagPage: number;
}

const NOTHING: UiChoices = { open: [], tagOrder: "documents", tagFilter: "", tagPage: 0 };

export class UiState {
  #choices: UiChoices;
  readonly #onChange: (choices: UiChoices) => void;

  /** @param saved what was kept, of any kind; what does not fit is forgotten */
  constructor(saved: unknown, onChange: (choices: UiChoices) => void = () => {}) {
    this.#choices = { ...NOTHING, ...readChoices(saved) };
    this.#onChange = onChange;
  }

  get choices(): UiChoices {
    return this.#choices;
  }

  change(changes: Partial<UiChoices>): void {
    this.#choices = { ...this.#choices, ...changes };
    this.#onChange(this.#choices);
  }

  isOpen(id: string): boolean {
    return this.#choices.open.includes(id);
  }

  setOpen(id: string, isOpen: boolean): void {
    if (isOpen === this.isOpen(id)) return;
    const others = this.#choices.open.filter((one) => one !== id);
    this.change({ open: isOpen ? [...others, id] : others });
  }
}

const ORDERS: readonly string[] = ["documents", "weakest", "strongest", "name", "over"] satisfies TagOrder[];

function readChoices(saved: unknown): Partial<UiChoices> {
  if (typeof saved !== "object" || saved === null) return {};
  const { open, run, compared, tagOrder, tagFilter, tagPage } = saved as Record<string, unknown>;
  return {
    ...(isTexts(open) && { open }),
    ...(typeof run === "string" && { run }),
    ...(isTexts(compared) && compared.length === 2 && { compared: [compared[0], compared[1]] as const }),
    ...(typeof tagOrder === "string" && ORDERS.includes(tagOrder) && { tagOrder: tagOrder as TagOrder }),
    ...(typeof tagFilter === "string" && { tagFilter }),
    ...(Number.isSafeInteger(tagPage) && { tagPage: tagPage as number }),
  };
}

function isTexts(value: unknown): value is string[] {
  return Array.isArray(value) && value.every((one) => typeof one === "string");
}
