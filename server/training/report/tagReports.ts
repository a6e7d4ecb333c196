import type { TagReport } from "../../protocol.ts";
import type { JudgedDocument } from "../judgedDocument.ts";
import { rounded } from "./rounded.ts";

/** Once may be chance. */
const LEAST_CONFUSIONS = 2;

/**
 * How well each tag is found again, the most used first. Tags that none of these documents has and none would get are left out.
 *
 * @param names of the tags, by number
 * @param checkpoint called for each document; throws to give up
 */
export function tagReports(
  judged: readonly JudgedDocument[],
  names: readonly string[],
  checkpoint: () => void,
): TagReport[] {
  const documents = new Int32Array(names.length);
  const predictions = new Int32Array(names.length);
  const hits = new Int32Array(names.length);
  const confusions = new Confusions();
  for (const { truth, predicted } of judged) {
    checkpoint();
    const own = new Set(truth);
    const given = new Set(predicted);
    for (const tag of own) documents[tag]++;
    for (const tag of given) {
      predictions[tag]++;
      if (own.has(tag)) hits[tag]++;
    }
    const wrong = [...given].filter((tag) => !own.has(tag));
    const missed = [...own].filter((tag) => !given.has(tag));
    for (const a of wrong) for (const b of missed) confusions.add(a, b);
  }
  return names
    .map((tag, k): TagReport => {
      const confused = confusions.mostOf(k);
      return {
        tag,
        documents: documents[k],
        predicted: predictions[k],
        precision: rounded(hits[k] / (predictions[k] || 1)),
        recall: rounded(hits[k] / (documents[k] || 1)),
        f1: rounded((2 * hits[k]) / (documents[k] + predictions[k] || 1)),
        ...(confused !== undefined && { confusedWith: names[confused] }),
      };
    })
    .filter(({ documents: own, predicted }) => own + predicted > 0)
    .sort((a, b) => b.documents - a.documents);
}

/** How often one tag was given in place of another, or the other in place of it. */
class Confusions {
  readonly #counts = new Map<number, Map<number, number>>();

  add(a: number, b: number): void {
    this.#count(a, b);
    this.#count(b, a);
  }

  /** The tag that this one is confused with most often; the commonest of equals. */
  mostOf(tag: number): number | undefined {
    let most: number | undefined;
    let times = LEAST_CONFUSIONS - 1;
    const counts = [...(this.#counts.get(tag) ?? [])].sort(([a], [b]) => a - b);
    for (const [other, count] of counts) {
      if (count <= times) continue;
      most = other;
      times = count;
    }
    return most;
  }

  #count(tag: number, other: number): void {
    let counts = this.#counts.get(tag);
    if (counts === undefined) {
      counts = new Map();
      this.#counts.set(tag, counts);
    }
    counts.set(other, (counts.get(other) ?? 0) + 1);
  }
}
