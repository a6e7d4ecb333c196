import type { TagOccurrence, TagStyle } from "./document.ts";

/** How most tagged documents of a folder write their tag field. */
export interface FieldCustom {
  readonly key?: string;
  readonly style?: TagStyle;
}

/** What of a document the custom is told by. */
export interface WrittenTags {
  readonly tags: readonly Pick<TagOccurrence, "style" | "field">[];
}

/**
 * The key and the style that most tagged documents use for tags in fields; nothing where no field has any. Each document has one
 * voice, that of its first tag in a field; tags in the prose say nothing about fields.
 */
export function fieldCustom(documents: Iterable<WrittenTags>): FieldCustom {
  const keys = new Map<string, number>();
  const styles = new Map<TagStyle, number>();
  for (const { tags } of documents) {
    const first = tags.find(({ style }) => style !== "inline");
    if (!first) continue;
    keys.set(first.field, (keys.get(first.field) ?? 0) + 1);
    styles.set(first.style, (styles.get(first.style) ?? 0) + 1);
  }
  const isYaml = (style: TagStyle) => style.startsWith("yaml-");
  const yaml = new Map([...styles].filter(([style]) => isYaml(style)));
  const key = commonest(keys);
  const style = commonest(yaml.size > 0 ? yaml : styles);
  return { ...(key !== undefined && { key }), ...(style !== undefined && { style }) };
}

function commonest<Name extends string>(counts: ReadonlyMap<Name, number>): Name | undefined {
  const ranked = [...counts].sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1));
  return ranked[0]?.[0];
}
