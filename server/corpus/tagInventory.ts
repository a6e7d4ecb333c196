/** One tag of a workspace: what its spellings have in common, and how it is shown. */
export interface InventoryTag {
  /** The spelling that most documents use (first in code-unit order among equals). */
  readonly name: string;
  /** How many documents have it, in any spelling. */
  readonly documents: number;
  /** Every spelling with the number of documents that use it, most used first. */
  readonly spellings: readonly { readonly name: string; readonly documents: number }[];
}

/** The tags of a set of documents. Tags whose folds agree are one tag. */
export interface TagInventory {
  /** Most used first, so that a tag's number is its rank. */
  readonly tags: readonly InventoryTag[];
  /** The tag numbers of each document, ascending, none twice. */
  readonly documentTags: readonly Int32Array[];
}

/**
 * @param names the tags of each document as written
 * @param fold a tag's identity; an empty fold means no tag
 */
export function inventoryOf(
  names: readonly (readonly string[])[],
  fold: (name: string) => string,
): TagInventory {
  const spellings = new Map<string, Map<string, number>>();
  const folded = names.map((written) => {
    const ofDocument = new Map<string, string>();
    for (const name of written) {
      const key = fold(name);
      if (key !== "" && !ofDocument.has(key)) ofDocument.set(key, name.trim());
    }
    for (const [key, name] of ofDocument) {
      const counts = spellings.get(key) ?? new Map<string, number>();
      counts.set(name, (counts.get(name) ?? 0) + 1);
      spellings.set(key, counts);
    }
    return [...ofDocument.keys()];
  });
  const entries = [...spellings].map(([key, counts]) => ({ key, tag: describe(counts) }));
  entries.sort((a, b) => b.tag.documents - a.tag.documents || compare(a.key, b.key));
  const number = new Map(entries.map(({ key }, index) => [key, index]));
  return {
    tags: entries.map(({ tag }) => tag),
    documentTags: folded.map((keys) => Int32Array.from(keys, (key) => number.get(key)!).sort()),
  };
}

/** The tags that are written in more than one way. */
export function foldedTags(inventory: TagInventory): InventoryTag[] {
  return inventory.tags.filter((tag) => tag.spellings.length > 1);
}

function describe(counts: ReadonlyMap<string, number>): InventoryTag {
  const spellings = [...counts].map(([name, documents]) => ({ name, documents }));
  spellings.sort((a, b) => b.documents - a.documents || compare(a.name, b.name));
  return {
    name: spellings[0].name,
    documents: spellings.reduce((sum, spelling) => sum + spelling.documents, 0),
    spellings,
  };
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
