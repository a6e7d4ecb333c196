import type { TagOccurrence } from "../documents/document.ts";
import { inlineSpelling } from "../documents/inlineTags.ts";
import { foldTag } from "../documents/tagName.ts";
import type { TaggedDocument } from "./taggedDocument.ts";

/** A tag that is probably meant to be another one, or to be spelled as most documents spell it. */
export interface NearDuplicate {
  readonly occurrence: TagOccurrence;
  /** What it should be: the spelling that most documents use. */
  readonly common: string;
  /** How many documents have `common`: in any spelling where it is another tag, else in just this one. */
  readonly documents: number;
  /** Whether `common` is the same tag in another spelling. */
  readonly sameTag: boolean;
}

/** A spelling is common when so many times more documents use it. */
const TIMES_COMMONER = 3;

/** The near-duplicates among the tags of a document, each name once; not those that its author keeps. */
export function nearDuplicates(doc: TaggedDocument): NearDuplicate[] {
  const byName = new Map(doc.document.tags.toReversed().map((occurrence) => [occurrence.name, occurrence]));
  return [...byName.values()]
    .reverse()
    .filter(({ name }) => !doc.decisions.kept.has(foldTag(name)))
    .flatMap((occurrence) => nearDuplicate(doc, occurrence) ?? []);
}

function nearDuplicate({ folder }: TaggedDocument, occurrence: TagOccurrence): NearDuplicate | undefined {
  const { name } = occurrence;
  const other = folder.tags.nearDuplicateOf(name);
  if (other !== undefined && foldTag(other.name) !== foldTag(name)) {
    return isWritable(occurrence, other.name)
      ? { occurrence, common: other.name, documents: other.documents, sameTag: false }
      : undefined;
  }
  const spellings = folder.tags.get(name)?.spellings ?? [];
  const [common] = spellings;
  if (common === undefined || common.name === name) return undefined;
  const mine = spellings.find((spelling) => spelling.name === name)?.documents ?? 0;
  if (common.documents < TIMES_COMMONER * Math.max(1, mine)) return undefined;
  return isWritable(occurrence, common.name)
    ? { occurrence, common: common.name, documents: common.documents, sameTag: true }
    : undefined;
}

/** In prose, blanks cannot be written: `#data-mining` is how `data mining` is spelled there. */
function isWritable({ name, style }: TagOccurrence, common: string): boolean {
  if (style !== "inline") return true;
  const spelling = inlineSpelling(common);
  return spelling !== undefined && spelling !== name;
}
