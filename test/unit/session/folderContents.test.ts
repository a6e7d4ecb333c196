import { mkdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeEach, describe, expect, it } from "vitest";
import { FolderContents } from "../../../server/session/folderContents.ts";
import { note } from "../language/support/notes.ts";
import { folderOf } from "./support.ts";

const READING = { tagKeys: ["tags"], inlineTags: true, inlineCustom: "auto" } as const;

let root: string;
let contents: FolderContents;
let changes: boolean[];
beforeEach(() => {
  root = folderOf({ "a.md": note("A", ["x"], "Words."), "b.md": note("B", ["x", "y"], "Words.") });
  changes = [];
  contents = new FolderContents({
    changed: (tags) => void changes.push(tags),
    filesChanged: async () => {},
    failed: (error) => expect.unreachable(String(error)),
  });
});

const uses = () => Object.fromEntries(contents.usage.all.map(({ name, documents }) => [name, documents]));
const openText = (path: string, text: string, version = 1) => ({ uri: `file:///${path}`, version, text });

describe("the contents of a folder", () => {
  it("are its documents and how often each tag is used", async () => {
    expect(contents.documents).toBeUndefined();
    await contents.read(root, { reading: READING });
    expect([...contents.documents!.keys()]).toEqual(["a.md", "b.md"]);
    expect(uses()).toEqual({ x: 2, y: 1 });
  });

  it("follow the editor, and the disk once a document is closed", async () => {
    await contents.read(root, { reading: READING });
    contents.setOpen("a.md", openText("a.md", note("A", ["typed"], "Words.")));
    contents.flush();
    expect(uses()).toEqual({ typed: 1, x: 1, y: 1 });
    contents.setClosed("a.md");
    expect(uses()).toEqual({ x: 2, y: 1 });
    expect(changes).toEqual([true, true]);
  });

  it("count what was opened before they were read", async () => {
    contents.setOpen("a.md", openText("a.md", note("A", ["typed"], "Words.")));
    await contents.read(root, { reading: READING });
    expect(uses()).toEqual({ typed: 1, x: 1, y: 1 });
    contents.dispose();
  });

  it("say when only the words are others", async () => {
    await contents.read(root, { reading: READING });
    contents.setOpen("a.md", openText("a.md", note("A", ["x"], "Other words.")));
    contents.flush();
    expect(changes).toEqual([false]);
  });

  it("are settled when all that was told of has been looked at", async () => {
    await contents.read(root, { reading: READING });
    mkdirSync(join(root, "c"));
    renameSync(join(root, "b.md"), join(root, "c/b.md"));
    rmSync(join(root, "a.md"));
    contents.filesChanged([join(root, "a.md"), join(root, "b.md"), join(root, "c")]);
    await contents.settled();
    expect([...contents.documents!.keys()]).toEqual(["c/b.md"]);
  });

  it("miss no file that changes while they are read for the first time", async () => {
    const path = join(root, "a.md");
    let settled: Promise<void> | undefined;
    await contents.read(root, {
      reading: READING,
      onProgress(done, total) {
        // All files have been read by now.
        if (settled !== undefined || done < total) return;
        writeFileSync(path, note("A", ["later"], "Words."));
        contents.filesChanged([path]);
        settled = contents.settled();
      },
    });
    expect(settled).toBeDefined();
    await settled;
    expect(uses()).toEqual({ later: 1, x: 1, y: 1 });
  });

  it("are told to settle while they are read for the first time", async () => {
    const reading = contents.read(root, { reading: READING });
    contents.filesChanged([join(root, "a.md")]);
    await contents.settled();
    expect(contents.documents?.size).toBe(2);
    await reading;
  });

  it("are those of the last look when one overtakes another", async () => {
    const many = Array.from({ length: 200 }, (_, i) => [`${i}.md`, note("Old", ["old"], "Words.")]);
    const slow = contents.read(folderOf(Object.fromEntries(many)), { reading: READING });
    await contents.read(root, { reading: READING });
    await slow;
    expect(uses()).toEqual({ x: 2, y: 1 });
  });

  it("are not spoilt by a look that fails after another has begun", async () => {
    const failing = contents.read(join(root, "none"), { reading: READING });
    await Promise.all([failing, contents.read(root, { reading: READING })]);
    expect(contents.documents!.size).toBe(2);
    await expect(contents.read(join(root, "none"), { reading: READING })).rejects.toThrow(/No such folder/);
    expect(contents.documents).toBeUndefined();
  });
});
