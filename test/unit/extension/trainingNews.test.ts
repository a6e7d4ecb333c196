import { describe, expect, it } from "vitest";
import { trainingNews } from "../../../extension/trainingNews.ts";
import type { TrainOutcome } from "../../../server/protocol.ts";
import { plainEnglish } from "./plainEnglish.ts";

const trained = (leftOut = 0, heldOut: Record<string, number> = { precisionAt1: 0.853 }): TrainOutcome => ({
  kind: "trained",
  folder: "file:///notes",
  leftOut,
  model: {
    path: "/notes/.sdlgm/model.sdlgm",
    created: "2026-01-02T03:04:05Z",
    documents: 1200,
    taggedDocuments: 1100,
    tags: 8,
    vocabulary: 328,
    limit: 3,
    seed: 1,
    seconds: 1,
    heldOut,
  },
});
const failed = (message: string): TrainOutcome => ({ kind: "failed", folder: "file:///notes", message });
const cancelled: TrainOutcome = { kind: "cancelled", folder: "file:///notes" };
const news = (...outcomes: TrainOutcome[]) => trainingNews(plainEnglish, "en", outcomes);

const LEARNED = "Learned 8 tags from 1,100 tagged documents.";
const FIGURE = "Seen as if each document were new, the first suggestion is right for 85 % of them.";

describe("the news of a training", () => {
  it.each<[string, TrainOutcome, string]>([
    ["what was learned and how good it is", trained(), `${LEARNED} ${FIGURE}`],
    [
      "one file that was left out",
      trained(1),
      `${LEARNED} ${FIGURE} 1 file was left out; the report says why.`,
    ],
    [
      "files that were left out",
      trained(2),
      `${LEARNED} ${FIGURE} 2 files were left out; the report says why.`,
    ],
    ["no figure where there is none", trained(0, {}), LEARNED],
    ["no figure that is none", trained(0, { precisionAt1: Number.NaN }), LEARNED],
  ])("tell %s", (_, outcome, expected) => {
    expect(news(outcome)).toEqual({ good: expected, bad: [] });
  });

  it("tell of several folders in one sentence", () => {
    expect(news(trained(), trained()).good).toBe("The models of 2 folders are ready.");
  });

  it("tell each failure as the server puts it, beside what went well", () => {
    expect(news(failed("No tags."), trained(), failed("No rights."))).toEqual({
      good: `${LEARNED} ${FIGURE}`,
      bad: ["No tags.", "No rights."],
    });
  });

  it("do not tell of what the user has cancelled", () => {
    expect(news(cancelled)).toEqual({ good: undefined, bad: [] });
  });
});
