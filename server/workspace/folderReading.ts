import type { TagStyle } from "../documents/document.ts";
import { writesInlineTags } from "../documents/inlineCustom.ts";
import type { ReadOptions } from "../documents/read.ts";
import { isPackage } from "./packagePairs.ts";

/** How the documents of a folder are read together. Without `inlineTags`, `#tag` never counts. */
export interface FolderReadOptions extends ReadOptions {
  /** When `#tag` in the prose counts: `auto`, where it is the custom of the folder, which is the default, or `always`. */
  readonly inlineCustom?: "auto" | "always" | undefined;
}

interface Tagged {
  readonly path: string;
  readonly tags: readonly { readonly style: TagStyle }[];
}

/** Whether `#tag` counts in the folder that has these files, which were read as if it did. */
export function countsInlineTags(
  files: readonly Tagged[],
  { inlineTags, inlineCustom = "auto" }: FolderReadOptions,
): boolean {
  if (!inlineTags || inlineCustom === "always") return inlineTags;
  return writesInlineTags(files.filter(({ path }) => !isPackage(path)));
}

/** Whether a document that was read with inline tags may read otherwise without them. */
export function mayHangOnInlineTags(document: {
  readonly tags: Tagged["tags"];
  readonly problems: readonly { readonly code: string }[];
}): boolean {
  return (
    document.tags.some(({ style }) => style === "inline") ||
    document.problems.some(({ code }) => code.startsWith("tag."))
  );
}
