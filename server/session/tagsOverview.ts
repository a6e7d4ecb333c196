import { setImmediate as nextTurn } from "node:timers/promises";
import type { FolderTag, TagUsage } from "../corpus/tagUsage.ts";
import { foldTag } from "../documents/tagName.ts";
import type { RunReport, TagEntry, TagTrouble } from "../protocol.ts";

/** A tag on more than this share of the tagged documents tells them apart badly; of fewer documents that is no wonder. */
const EVERYWHERE = 0.5;
const FEWEST_TAGGED = 10;
/** A tag with so many documents could be learned; with an F1 below this it was not. */
const DOCUMENTS_TO_LEARN = 10;
const UNPREDICTABLE_F1 = 0.1;
/** Others get their turn after this long. */
const TURN_MS = 8;

/** What an overview is made of. */
export interface OverviewParts {
  readonly tags: TagUsage;
  readonly taggedDocuments: number;
  /** On the last training. */
  readonly report: RunReport | undefined;
  /** Aborted when nobody wants any more. */
  readonly signal: AbortSignal;
}

/**
 * All tags of a folder with what is wrong with them. Near-duplicates take long to find among thousands of tags, so they are remembered: after a
 * change, those of changed tags are known at once, and what that means for the others at the next time.
 */
export class TagsOverview {
  /** Null: it is nobody's near-duplicate. A changed tag is another object. */
  #near = new WeakMap<FolderTag, FolderTag | null>();
  #checking: Promise<void> = Promise.resolve();
  #f1 = new WeakMap<RunReport, ReadonlyMap<string, number>>();

  /** Most used first. */
  async of({ tags, taggedDocuments, report, signal }: OverviewParts): Promise<TagEntry[]> {
    const { all } = tags;
    const isFirst = !all.some((tag) => this.#near.has(tag));
    const news = all.filter((tag) => !this.#near.has(tag));
    await this.#look(news, tags, signal);
    if (news.length > 0 && !isFirst) {
      this.#checking = this.#checking.then(() => this.#look(all, tags, signal)).catch(() => undefined);
    }
    const f1 = report && this.#f1Of(report);
    return all.map((tag): TagEntry => {
      const common = this.#commonOf(tag, tags);
      const found = f1?.get(tag.fold);
      const trouble = troubleOf(tag, { taggedDocuments, isNear: common !== undefined, f1: found });
      return {
        tag: tag.name,
        documents: tag.documents,
        ...(trouble !== undefined && { trouble }),
        ...(common !== undefined && { common }),
        ...(found !== undefined && { f1: found }),
      };
    });
  }

  /** Resolves when what was remembered is exact again. */
  checked(): Promise<void> {
    return this.#checking;
  }

  async #look(all: readonly FolderTag[], tags: TagUsage, signal: AbortSignal): Promise<void> {
    let last = performance.now();
    for (const tag of all) {
      if (performance.now() - last > TURN_MS) {
        await nextTurn();
        signal.throwIfAborted();
        last = performance.now();
      }
      this.#near.set(tag, tags.nearDuplicateOf(tag.name) ?? null);
    }
  }

  #commonOf(tag: FolderTag, tags: TagUsage): string | undefined {
    const near = this.#near.get(tag);
    // It may be gone since.
    return near ? tags.get(near.name)?.name : undefined;
  }

  #f1Of(report: RunReport): ReadonlyMap<string, number> {
    let f1 = this.#f1.get(report);
    if (f1 === undefined) {
      f1 = new Map(report.perTag.map((one) => [foldTag(one.tag), one.f1]));
      this.#f1.set(report, f1);
    }
    return f1;
  }
}

function troubleOf(
  { documents }: FolderTag,
  known: {
    readonly taggedDocuments: number;
    readonly isNear: boolean;
    readonly f1: number | undefined;
  },
): TagTrouble | undefined {
  const { taggedDocuments, isNear, f1 } = known;
  if (isNear) return "near-duplicate";
  if (taggedDocuments >= FEWEST_TAGGED && documents > EVERYWHERE * taggedDocuments) return "everywhere";
  const isLearnable = documents >= DOCUMENTS_TO_LEARN;
  return isLearnable && f1 !== undefined && f1 < UNPREDICTABLE_F1 ? "unpredictable" : undefined;
}
