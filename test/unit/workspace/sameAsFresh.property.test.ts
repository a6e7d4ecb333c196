import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { isDeepStrictEqual } from "node:util";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readDocument } from "../../../server/documents/read.ts";
import { FolderIndex, type IndexChange, type IndexOptions } from "../../../server/workspace/folderIndex.ts";
import { openSources } from "../../../server/workspace/source.ts";

const MAX_FILE_BYTES = 400;

const CONTENTS = {
  plain: "# Title\n\nSome words.\n",
  samePlain: "# Title\n\nMore words.\n",
  tagged: "---\ntags: [one, two]\n---\nWords.\n",
  sameTagged: "---\ntags: [two, one]\n---\nWords.\n",
  block: "---\ntitle: T\ntags:\n  - two\n---\nWords.\n",
  inline: "Words about #three and #four.\n",
  both: "---\ntags: one\n---\n# Title #three\n",
  unusable: `Words #${"x".repeat(120)} words.\n`,
  broken: "---\ntags: [one\n---\n",
  manifest: '{ "name": "p", "keywords": ["k"] }',
  bare: '{ "name": "p" }',
  binary: "a\0b",
  large: "---\ntags: one\n---\n".padEnd(MAX_FILE_BYTES + 1, "x"),
};
const RULES = ["x.md\n", "a/\n", "*.md\n!y.md\n", "b/*\n", "\n"];

/** There from the start. */
const START: Readonly<Record<string, string>> = {
  "a/x.md": CONTENTS.tagged,
  "a/package.json": CONTENTS.manifest,
  "a/README.md": CONTENTS.plain,
  "a/c/y.md": CONTENTS.plain,
  "b/x.md": CONTENTS.sameTagged,
  "b/c/y.md": CONTENTS.samePlain,
  ".h/x.md": CONTENTS.block,
  "e.md/z.txt": CONTENTS.plain,
  "z.txt": CONTENTS.both,
};

type Step =
  | { readonly kind: "write" | "open"; readonly path: string; readonly content: string }
  | { readonly kind: "remove" | "close"; readonly path: string }
  | { readonly kind: "rename" | "swap" | "link"; readonly path: string; readonly to: string };

/** Some steps at once, and how the index hears of them. */
interface Act {
  readonly steps: readonly Step[];
  readonly by: "refresh" | "rescan" | "several refreshes";
}

const FILES = ["x.md", "y.md", "README.md", "readme.markdown", "package.json", "z.txt"];
const FOLDERS = ["a", "b", "a/c", "d", ".h", "e.md"];
/** Places that links are put at, and what can be reached through them. */
const LINKS = ["l", "l.md", "a/l.md", "m", "x.md", "a/c"];
const folder = fc.constantFrom("", "a/", "a/", "b/", "a/c/", ".h/", "l/", "node_modules/p/");
const filePath = fc.oneof(
  { weight: 6, arbitrary: fc.tuple(folder, fc.constantFrom(...FILES)).map(([at, name]) => at + name) },
  { weight: 1, arbitrary: fc.constantFrom("l.md", "a/l.md") },
);
const folderPath = fc.constantFrom(...FOLDERS);
const linkTarget = fc.constantFrom("a", "b", ".h", "m", "z.txt", "a/x.md", ".h/x.md", "b/c", "none.txt", "l");
const content = fc.constantFrom(...Object.values(CONTENTS));
const ruleFile = fc
  .tuple(fc.constantFrom("", "a/", "a/c/"), fc.constantFrom(".gitignore", ".sdlgmignore"))
  .map(([at, name]) => at + name);

function steps(kind: Step["kind"], weight: number, parts: Record<string, fc.Arbitrary<string>>) {
  return { weight, arbitrary: fc.record({ kind: fc.constant(kind), ...parts }) as fc.Arbitrary<Step> };
}

const step: fc.Arbitrary<Step> = fc.oneof(
  steps("write", 10, { path: filePath, content }),
  steps("write", 2, { path: ruleFile, content: fc.constantFrom(...RULES) }),
  steps("remove", 1, { path: ruleFile }),
  steps("remove", 2, { path: fc.oneof(filePath, folderPath, fc.constantFrom(...LINKS)) }),
  steps("rename", 2, { path: folderPath, to: folderPath }),
  steps("rename", 2, { path: filePath, to: filePath }),
  steps("swap", 2, { path: folderPath, to: folderPath }),
  steps("swap", 1, { path: filePath, to: filePath }),
  steps("link", 4, { path: fc.constantFrom(...LINKS), to: linkTarget }),
  steps("open", 3, { path: filePath, content }),
  steps("close", 1, { path: filePath }),
);

const act: fc.Arbitrary<Act> = fc.record({
  steps: fc.array(step, { minLength: 1, maxLength: 3 }),
  by: fc.constantFrom("refresh", "refresh", "refresh", "rescan", "several refreshes"),
});

const settings = fc.record({
  maxFiles: fc.constantFrom(200_000, 200_000, 3),
  exclude: fc.constantFrom([], [], ["**/c", "b/"], ["**/y.md"]),
  reading: fc.record({
    tagKeys: fc.constant(["tags"]),
    inlineTags: fc.constantFrom(true, true, true, false),
    inlineCustom: fc.constantFrom("auto" as const, "auto" as const, "always" as const),
  }),
});

/** Does the step, as far as it can be done; returns the places that a watcher would tell of. */
function doStep(root: string, one: Step, index: FolderIndex, opened: Map<string, string>): string[] {
  const place = join(root, one.path);
  const target = one.kind === "rename" || one.kind === "swap" ? join(root, one.to) : place;
  const made = one.kind === "write" || one.kind === "rename" || one.kind === "link" ? newFolders(target) : [];
  try {
    if (made.length > 0) mkdirSync(dirname(target), { recursive: true });
    switch (one.kind) {
      case "write":
        writeFileSync(place, one.content);
        break;
      case "remove":
        rmSync(place, { recursive: true, force: true });
        break;
      case "rename":
        renameSync(place, target);
        break;
      case "swap":
        if (!existsSync(target)) return [];
        renameSync(place, `${root}.aside`);
        renameSync(target, place);
        renameSync(`${root}.aside`, target);
        break;
      case "link":
        rmSync(place, { recursive: true, force: true });
        symlinkSync(join(realpathSync(root), one.to), place);
        break;
      case "open":
        opened.set(one.path, one.content);
        index.setOpen(place, one.content);
        return [];
      case "close":
        opened.delete(one.path);
        index.setOpen(one.path, undefined);
        return [];
    }
  } catch {
    // Nothing of that name, or something in the way.
  }
  return [...made, place, target];
}

/** The folders that have to be made before something can be made at `place`. */
function newFolders(place: string): string[] {
  const folders: string[] = [];
  for (let at = dirname(place); !existsSync(at); at = dirname(at)) folders.push(at);
  return folders;
}

function freshIndex(root: string, options: IndexOptions, opened: ReadonlyMap<string, string>) {
  return FolderIndex.open(root, options).then((index) => {
    for (const [path, text] of opened) index.setOpen(path, text);
    return index;
  });
}

function shown(index: FolderIndex) {
  const { documents, inlineTags, readOptions, skipped, truncated } = index;
  return {
    documents: [...documents.values()],
    paths: [...documents.keys()],
    inlineTags,
    readOptions,
    skipped,
    truncated,
  };
}

/** What a change has to say, found out the slow way. */
function changeOf(before: FolderIndex["documents"], after: FolderIndex["documents"]): IndexChange {
  const content = (documents: FolderIndex["documents"], path: string) => {
    const document = documents.get(path);
    return document && { ...document, modified: 0, open: false, absolute: "" };
  };
  const changed = [...after.keys()].filter(
    (path) => !isDeepStrictEqual(content(before, path), content(after, path)),
  );
  return {
    changed,
    removed: [...before.keys()].filter((path) => !after.has(path)),
    tagsChanged: changed.filter(
      (path) => !isDeepStrictEqual(before.get(path)?.tags ?? [], after.get(path)?.tags),
    ),
  };
}

async function perform(
  one: Act,
  root: string,
  index: FolderIndex,
  opened: Map<string, string>,
): Promise<void> {
  const pending: Promise<unknown>[] = [];
  const touched: string[] = [];
  for (const next of one.steps) {
    const places = doStep(root, next, index, opened);
    if (one.by === "several refreshes") pending.push(index.refresh(places));
    else touched.push(...places);
  }
  await Promise.all(pending);
  if (one.by === "several refreshes") return;
  const before = index.documents;
  const change = await (one.by === "rescan" ? index.rescan() : index.refresh(touched));
  expect(change).toEqual(changeOf(before, index.documents));
}

describe.skipIf(process.platform === "win32")("an index that is kept up to date", () => {
  it("is what a new one would be, after any changes of files, folders, links, rules and open texts", async () => {
    let run = 0;
    const top = mkdtempSync(join(tmpdir(), "sdlgm-index-"));
    await fc.assert(
      fc.asyncProperty(
        settings,
        fc.boolean(),
        fc.array(act, { minLength: 3, maxLength: 6 }),
        async (given, throughLink, acts) => {
          const home = join(top, String(run++));
          const real = join(home, "real");
          mkdirSync(real, { recursive: true });
          const root = throughLink ? join(home, "link") : real;
          if (throughLink) symlinkSync("real", root);
          const options = { ...given, maxFileBytes: MAX_FILE_BYTES };
          for (const [path, text] of Object.entries(START)) {
            mkdirSync(dirname(join(real, path)), { recursive: true });
            writeFileSync(join(real, path), text);
          }
          const cacheFile = join(home, "cache");
          const index = await FolderIndex.open(root, { ...options, cacheFile });
          const opened = new Map<string, string>();
          for (const one of acts) {
            await perform(one, root, index, opened);
            expect(shown(index)).toEqual(shown(await freshIndex(root, options, opened)));
          }

          const later = () => Date.now() + 60_000;
          await (await FolderIndex.open(root, { ...options, cacheFile, now: later })).save();
          const cached = await FolderIndex.open(root, { ...options, cacheFile, now: later });
          const fresh = await FolderIndex.open(root, options);
          expect(shown(cached)).toEqual(shown(fresh));
          await checkAgainstTraining(root, options, fresh);
          rmSync(home, { recursive: true, force: true });
        },
      ),
      { seed: 20260, numRuns: 100 },
    );
    rmSync(top, { recursive: true, force: true });
  });
});

/** What is trained on is what the index shows of saved files, and each document reads alone as the index says. */
async function checkAgainstTraining(root: string, options: IndexOptions, index: FolderIndex): Promise<void> {
  const { reading, exclude, maxFiles, maxFileBytes } = options;
  const source = await openSources([root], { reading, exclude, maxFiles, maxFileBytes });
  if (source.kind !== "documents") throw new Error("features");
  const learned = source.documents.map(({ id, tags, prose, problems }) => ({
    path: id,
    tags,
    title: prose.title,
    problems: problems.length,
  }));
  const indexed = Array.from(index.documents.values(), ({ path, tags, title, problems }) => ({
    path,
    tags: [...new Set(tags.map(({ name }) => name))],
    title,
    problems,
  }));
  expect(indexed).toEqual(learned);
  const proseOf = new Map(source.documents.map(({ id, prose }) => [id, prose]));
  for (const { path, absolute, modified } of index.documents.values()) {
    const alone = readDocument(path, readFileSync(absolute, "utf8"), index.readOptions);
    if (alone?.format !== "npm-package") expect(proseOf.get(path)).toEqual(alone?.prose);
    expect(modified).toBe(statSync(absolute).mtimeMs);
  }
}
