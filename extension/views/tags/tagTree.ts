import type { TagEntry, TagTrouble } from "../../../server/protocol.ts";

/** By what the tags of a level are sorted; `trouble`: what is wrong first. */
export const TAG_ORDERS = ["count", "name", "trouble"] as const;
export type TagOrder = (typeof TAG_ORDERS)[number];

/** A tag, or a group of nested tags that no document has by itself: `recipes` where there are `recipes/bread` and `recipes/soup`. */
export interface TagBranch {
  /** Its last part; the whole name on top. */
  readonly label: string;
  readonly name: string;
  /** Undefined for a group. */
  readonly entry: TagEntry | undefined;
  readonly children: readonly TagBranch[];
  /** How often it and the tags below it are used: a document with two of them counts twice. */
  readonly uses: number;
  /** How many tags there are, itself and those below it. */
  readonly tags: number;
  /** How bad the worst of them is: 0 where nothing is wrong. */
  readonly severity: number;
}

const SEVERITIES: Readonly<Record<TagTrouble, number>> = {
  "near-duplicate": 3,
  everywhere: 2,
  unpredictable: 1,
};

interface Draft {
  readonly label: string;
  readonly name: string;
  entry: TagEntry | undefined;
  readonly children: Map<string, Draft>;
}

/**
 * The tags as a tree: `a/b` below `a`. A group of one tag is none: `CI/CD` alone stays as it is.
 *
 * @param filter only tags whose whole names have all of its words; case, hyphens and underscores do not matter
 * @param locale a BCP 47 tag for the order of names
 */
export function tagTree(
  entries: readonly TagEntry[],
  order: TagOrder,
  filter: string,
  locale: string,
): TagBranch[] {
  const matches = matcher(filter);
  const root = new Map<string, Draft>();
  for (const entry of entries) if (matches(entry.tag)) plant(root, entry);
  return branches(root, "", comparison(order, locale));
}

/** The branch of a tag with the branches above it, the topmost first; undefined where the tree does not have it. */
export function pathTo(tree: readonly TagBranch[], tag: string): TagBranch[] | undefined {
  const key = keyOf(tag);
  for (const branch of tree) {
    if (keyOf(branch.name) === key) return [branch];
    if (!key.startsWith(`${keyOf(branch.name)}/`)) continue;
    const below = pathTo(branch.children, tag);
    if (below !== undefined) return [branch, ...below];
  }
  return undefined;
}

/** The parts of a nested name; one part where a name merely has a slash: `/etc`, `http://…`. */
function partsOf(tag: string): string[] {
  const parts = tag.split("/");
  return parts.some((part) => part.trim() === "") ? [tag] : parts;
}

function plant(root: Map<string, Draft>, entry: TagEntry): void {
  const parts = partsOf(entry.tag);
  let level = root;
  let name = "";
  let draft: Draft | undefined;
  for (const part of parts) {
    name = name === "" ? part : `${name}/${part}`;
    const key = keyOf(part);
    draft = level.get(key);
    if (draft === undefined) {
      draft = { label: part, name, entry: undefined, children: new Map() };
      level.set(key, draft);
    }
    level = draft.children;
  }
  if (draft !== undefined) draft.entry ??= entry;
}

function branches(
  level: ReadonlyMap<string, Draft>,
  above: string,
  compare: (a: TagBranch, b: TagBranch) => number,
): TagBranch[] {
  return [...level.values()].map((draft) => branch(draft, above, compare)).sort(compare);
}

function branch(draft: Draft, above: string, compare: (a: TagBranch, b: TagBranch) => number): TagBranch {
  const [only, ...others] = draft.children.values();
  const isLoneGroup = draft.entry === undefined && only !== undefined && others.length === 0;
  if (isLoneGroup) return branch({ ...only, label: `${draft.label}/${only.label}` }, above, compare);
  // The name as this tag is written; below it, names of groups follow those of the tags.
  const name = draft.entry?.tag ?? (above === "" ? draft.label : `${above}/${draft.label}`);
  const children = branches(draft.children, name, compare);
  const { entry } = draft;
  return {
    label: draft.label,
    name,
    entry,
    children,
    uses: children.reduce((sum, { uses }) => sum + uses, entry?.documents ?? 0),
    tags: children.reduce((sum, { tags }) => sum + tags, entry === undefined ? 0 : 1),
    severity: children.reduce(
      (worst, { severity }) => Math.max(worst, severity),
      entry?.trouble === undefined ? 0 : SEVERITIES[entry.trouble],
    ),
  };
}

function comparison(order: TagOrder, locale: string): (a: TagBranch, b: TagBranch) => number {
  const { compare } = new Intl.Collator(locale, { numeric: true });
  const byName = (a: TagBranch, b: TagBranch) => compare(a.label, b.label);
  const byCount = (a: TagBranch, b: TagBranch) => b.uses - a.uses || byName(a, b);
  switch (order) {
    case "name":
      return byName;
    case "count":
      return byCount;
    case "trouble":
      return (a, b) => b.severity - a.severity || byCount(a, b);
  }
}

function matcher(filter: string): (tag: string) => boolean {
  const words = filter.split(/\s+/).map(keyOf).filter(Boolean);
  if (words.length === 0) return () => true;
  return (tag) => {
    const key = keyOf(tag);
    return words.every((word) => key.includes(word));
  };
}

/** Names that differ in case, hyphens, underscores and spaces alone are one tag to the server. */
function keyOf(name: string): string {
  return name
    .normalize("NFKC")
    .toLowerCase()
    .trim()
    .replace(/[\s_\-\u2010-\u2015]+/g, "-");
}
