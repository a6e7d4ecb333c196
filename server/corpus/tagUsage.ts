/** One place where a tag stands, in a saved document or in an open one as it is now. */
export interface TagPlace {
  /** Relative to the folder. */
  readonly path: string;
  /** As written there. */
  readonly name: string;
  /** Zero-based lines and UTF-16 columns. */
  readonly range: {
    readonly start: { readonly line: number; readonly character: number };
    readonly end: { readonly line: number; readonly character: number };
  };
}

/** A tag of the folder, under all its spellings. */
export interface FolderTag {
  /** The spelling that most documents use. */
  readonly name: string;
  /** Its identity, `foldTag(name)`. */
  readonly fold: string;
  /** How many documents have it, in any spelling. */
  readonly documents: number;
  /** Every spelling with the number of documents that use it, most used first. */
  readonly spellings: readonly { readonly name: string; readonly documents: number }[];
}

/** The tags of a folder as its documents have them now. */
export interface TagUsage {
  /** Most used first. */
  readonly all: readonly FolderTag[];
  /** By any spelling. */
  get(name: string): FolderTag | undefined;
  /** Where a tag stands, by path, then by place. */
  placesOf(name: string): readonly TagPlace[];
  /** The tags that stand beside it most often, with the number of documents that have both. */
  together(name: string, most: number): readonly { readonly tag: FolderTag; readonly documents: number }[];
  /** A commoner tag that this one is probably meant to be, or undefined. */
  nearDuplicateOf(name: string): FolderTag | undefined;
}
