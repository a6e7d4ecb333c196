import type { FolderTag } from "./tagUsage.ts";

/** Finds, for a name, a commoner tag that it is probably meant to be. A snapshot of the tags it is made with. */
export class NearDuplicates {
  readonly #bySquash = new Map<string, FolderTag[]>();

  /** @param tags most used first */
  constructor(tags: readonly FolderTag[]) {
    for (const tag of tags) {
      const key = squashed(tag.fold);
      const known = this.#bySquash.get(key);
      if (known) known.push(tag);
      else this.#bySquash.set(key, [tag]);
    }
  }

  /**
   * @param fold of the name that is asked about
   * @param documents how many documents have it
   * @param together how many documents have it and the other tag
   */
  of(fold: string, documents: number, together: (other: FolderTag) => number): FolderTag | undefined {
    return this.#bySquash
      .get(squashed(fold))
      ?.find(
        (other) =>
          other.fold !== fold &&
          other.documents >= Math.max(3, 3 * documents) &&
          documents <= Math.max(2, other.documents / 10) &&
          together(other) === 0,
      );
  }
}

function squashed(fold: string): string {
  return fold.replace(/[^\p{L}\p{M}\p{N}/]/gu, "");
}
