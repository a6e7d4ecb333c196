import type { TrainOutcome } from "../server/protocol.ts";
import type { Localizer } from "./localizer.ts";
import { percent, whole } from "./statusText.ts";

type Trained = Extract<TrainOutcome, { kind: "trained" }>;

/**
 * What to tell of a training: one text for all that went well, undefined where nothing did, and one sentence for each folder that
 * failed. What was cancelled is not told: who cancelled it knows.
 */
export function trainingNews(
  l10n: Localizer,
  locale: string,
  outcomes: readonly TrainOutcome[],
): { readonly good: string | undefined; readonly bad: readonly string[] } {
  const trained = outcomes.filter((outcome) => outcome.kind === "trained");
  const bad = outcomes.filter((outcome) => outcome.kind === "failed").map(({ message }) => message);
  if (trained.length === 0) return { good: undefined, bad };
  const good =
    trained.length === 1
      ? oneModel(l10n, locale, trained[0])
      : l10n.t("The models of {0} folders are ready.", whole(locale, trained.length));
  return { good, bad };
}

function oneModel(l10n: Localizer, locale: string, { model, leftOut }: Trained): string {
  const sentences = [
    l10n.t(
      "Learned {0} tags from {1} tagged documents.",
      whole(locale, model.tags),
      whole(locale, model.taggedDocuments),
    ),
  ];
  const { precisionAt1 } = model.heldOut;
  if (Number.isFinite(precisionAt1)) {
    sentences.push(
      l10n.t(
        "Seen as if each document were new, the first suggestion is right for {0} of them.",
        percent(locale, precisionAt1),
      ),
    );
  }
  if (leftOut === 1) sentences.push(l10n.t("1 file was left out; the report says why."));
  if (leftOut > 1) {
    sentences.push(l10n.t("{0} files were left out; the report says why.", whole(locale, leftOut)));
  }
  return sentences.join(" ");
}
