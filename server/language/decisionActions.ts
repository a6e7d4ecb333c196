import { t } from "@vscode/l10n";
import type { Command, Diagnostic } from "vscode-languageserver-types";
import { foldTag } from "../documents/tagName.ts";
import { type ActionDraft, REFACTOR_KINDS } from "./actionDraft.ts";
import type { ActionPlace } from "./actionPlace.ts";
import { shown } from "./phrases.ts";
import { shownSuggestions } from "./suggestedTags.ts";
import type { TaggedDocument } from "./taggedDocument.ts";

/** How many "never suggest" a list gets, which has the suggestions themselves already. */
const MOST_TO_REJECT = 3;

/** The commands that remember what an author decides; with arguments `[{ uri, tag, verdict }]`. */
export class DecisionActions {
  readonly #doc: TaggedDocument;
  readonly #command: string;

  constructor(doc: TaggedDocument, command: string) {
    this.#doc = doc;
    this.#command = command;
  }

  /** For a place that is about tags: never suggest the likeliest; take back what was decided. */
  at({ tag }: ActionPlace): ActionDraft[] {
    const { decisions, opinion } = this.#doc;
    const kind = REFACTOR_KINDS.decide;
    const rejected = (opinion?.suggestions ?? [])
      .filter(({ tag: known }) => decisions.rejected.has(foldTag(known)))
      .slice(0, MOST_TO_REJECT);
    return [
      ...shownSuggestions(this.#doc)
        .slice(0, MOST_TO_REJECT)
        .map((suggestion) => ({ ...this.reject(suggestion.tag), kind })),
      ...rejected.map(({ tag: known }) =>
        this.#draft(kind, t('Suggest tag "{0}" here again', shown(known)), known, null),
      ),
      ...(tag !== undefined && decisions.kept.has(foldTag(tag.name))
        ? [this.#draft(kind, t('Let tag "{0}" be judged again', shown(tag.name)), tag.name, null)]
        : []),
    ];
  }

  reject(tag: string, diagnostic?: Diagnostic): ActionDraft {
    return this.#draft("quickfix", t('Never suggest tag "{0}" here', shown(tag)), tag, "reject", diagnostic);
  }

  keep(tag: string, diagnostic?: Diagnostic): ActionDraft {
    return this.#draft("quickfix", t('Keep tag "{0}" as it is', shown(tag)), tag, "keep", diagnostic);
  }

  #draft(
    kind: string,
    title: string,
    tag: string,
    verdict: "reject" | "keep" | null,
    diagnostic?: Diagnostic,
  ): ActionDraft {
    const command: Command = {
      title,
      command: this.#command,
      arguments: [{ uri: this.#doc.uri, tag, verdict }],
    };
    return { title, kind, command, ...(diagnostic && { diagnostics: [diagnostic] }) };
  }
}
