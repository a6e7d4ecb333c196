import type { Span } from "./document.ts";
import { findFrontMatter } from "./frontMatter.ts";
import { inlineSpelling, inlineTagsIn } from "./inlineTags.ts";
import { markdownBlocks } from "./markdownLines.ts";
import { isUsableTag, plainTagName } from "./tagName.ts";
import { lineStart } from "./textEdits.ts";

/** A `#tag` in Markdown's prose that `offset` is in or behind. */
export interface InlineSlot {
  readonly replace: Span;
  readonly prefix: string;
  write(name: string): string | undefined;
}

/** The `#tag` at `offset`, or the lone `#` that may become one; undefined elsewhere, in code and in front matter. */
export function inlineSlotAt(text: string, offset: number, placeholder: string): InlineSlot | undefined {
  const line = text.slice(Math.max(lineStart(text, offset), offset - 200), offset);
  if (!/(?:^|\s)#[^\s#]*$/.test(line)) return undefined;
  const { bodyStart } = findFrontMatter(text);
  if (offset < bodyStart) return undefined;
  const probe = text.slice(0, offset) + placeholder + text.slice(offset);
  const block = markdownBlocks(probe, bodyStart).find(
    ({ span }) => span.start <= offset && offset < span.end,
  );
  if (!block || block.kind === "code") return undefined;
  const tagsAround = (written: string) =>
    inlineTagsIn(written, { start: block.span.start, end: block.span.end + written.length - probe.length });
  const probed = tagsAround(probe);
  const tag = probed.find(({ name }) => name.includes(placeholder));
  if (!tag) return undefined;
  return {
    replace: { start: tag.span.start, end: tag.span.end - placeholder.length },
    prefix: tag.name.slice(0, tag.name.indexOf(placeholder)),
    write: (wanted) => {
      const name = plainTagName(wanted);
      const spelling = isUsableTag(name) ? inlineSpelling(name) : undefined;
      if (spelling === undefined) return undefined;
      // Made of the same kinds of characters as the placeholder, so it reads the same.
      if (/^[a-z][a-z0-9]*(?:-[a-z0-9]+)*$/.test(spelling)) return `#${spelling}`;
      const after = tagsAround(probe.slice(0, tag.span.start + 1) + spelling + probe.slice(tag.span.end));
      const isSo =
        after.length === probed.length &&
        after.every(
          ({ name: read }, index) => read === (probed[index] === tag ? spelling : probed[index]!.name),
        );
      return isSo ? `#${spelling}` : undefined;
    },
  };
}
