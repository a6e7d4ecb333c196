import { Buffer } from "node:buffer";
import { execFileSync } from "node:child_process";
import {
  chmodSync,
  existsSync,
  ftruncateSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readdirSync,
  rmSync,
  symlinkSync,
  unlinkSync,
  writeFileSync,
} from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { SourceError } from "../../../server/workspace/sourceError.ts";
import { type ScanOptions, scanFolder } from "./scanFolder.ts";

const isWindows = process.platform === "win32";
let root: string;

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "sdlgm-scan-"));
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

/** Makes files from `path: content`; a path with a slash at its end is a folder. */
function make(files: Record<string, string | Uint8Array>, at = root): void {
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(path.endsWith("/") ? join(at, path) : dirname(join(at, path)), { recursive: true });
    if (!path.endsWith("/")) writeFileSync(join(at, path), content);
  }
}

const scan = (options: ScanOptions = {}, at = root) => scanFolder(at, options);

async function paths(options: ScanOptions = {}, at = root): Promise<string[]> {
  return (await scan(options, at)).files.map((file) => file.path);
}

describe("scanning a folder", () => {
  it("finds nothing in an empty folder", async () => {
    expect(await scan()).toEqual({ files: [], skipped: [], ignored: 0, truncated: false, bytes: 0 });
  });

  it("reads documents at every depth, sorted by path, and nothing else", async () => {
    make({ "b.md": "B", "a/z.md": "Z", "a.md": "A", "a/b/c.md": "é", "code.ts": "x", "picture.png": "\0" });
    const { files, bytes } = await scan();
    expect(files.map(({ path, text }) => `${path}=${text}`)).toEqual([
      "a.md=A",
      "a/b/c.md=é",
      "a/z.md=Z",
      "b.md=B",
    ]);
    expect(bytes).toBe(5);
  });

  it("takes the files that have a document format", async () => {
    make({ "a.md": "", "b.c": "" });
    expect((await scanFolder(root)).files.map((file) => file.path)).toEqual(["a.md"]);
  });

  it("gives the same result every time", async () => {
    const names = Array.from({ length: 60 }, (_, index) => `${(index * 37) % 60}/${(index * 7) % 13}.md`);
    make(Object.fromEntries(names.map((name) => [name, name])));
    expect(await scan()).toEqual(await scan());
    expect(await paths()).toEqual([...names].sort());
  });

  it("leaves out hidden files and folders, version control, packages and its own folder", async () => {
    const out = [
      ".git/a.md",
      ".hg/a.md",
      ".svn/a.md",
      ".sdlgm/a.md",
      "node_modules/p/a.md",
      ".obsidian/a.md",
      ".a.md",
    ];
    make(Object.fromEntries([...out, "x/node_modules/p/a.md", "in.md"].map((path) => [path, ""])));
    expect(await paths()).toEqual(["in.md"]);
  });

  it("reads a hidden folder or one inside node_modules when it is the one asked for", async () => {
    make({ ".notes/a.md": "", "node_modules/p/a.md": "", "node_modules/p/node_modules/q/a.md": "" });
    expect(await paths({}, join(root, ".notes"))).toEqual(["a.md"]);
    expect(await paths({}, join(root, "node_modules/p"))).toEqual(["a.md", "node_modules/q/a.md"]);
    expect(await paths({}, join(root, "node_modules"))).toEqual(["p/a.md", "p/node_modules/q/a.md"]);
  });

  it.skipIf(isWindows)("reads names with odd characters", async () => {
    const names = [
      "a b.md",
      "ünï 設計 🙂.md",
      "back\\slash.md",
      "quo\"te's.md",
      "new\nline.md",
      "#[x]!*?.md",
      "..a.md",
      "__proto__.md",
    ];
    make(Object.fromEntries(names.map((name) => [name, name])));
    const { files } = await scan();
    expect(files.map((file) => file.text)).toEqual(names.filter((name) => !name.startsWith(".")).sort());
  });

  it.skipIf(process.platform !== "linux")("reports a name that is not valid UTF-8", async () => {
    writeFileSync(Buffer.concat([Buffer.from(`${root}/`), Buffer.from([0xff]), Buffer.from(".md")]), "");
    expect(await scan()).toMatchObject({ files: [], skipped: [{ path: "\uFFFD.md", reason: "unreadable" }] });
  });

  it("goes down as deep as the system lets folders be", async () => {
    const depth = isWindows ? 40 : 800;
    const deep = "d/".repeat(depth);
    make({ [`${deep}a.md`]: "deep" });
    expect((await scan()).files).toMatchObject([{ path: `${deep}a.md`, text: "deep" }]);
  });

  it("stops at the limit of files and says so", async () => {
    make({ "a.md": "", "b.md": "", "c/d.md": "" });
    expect(await scan({ maxFiles: 2 })).toMatchObject({
      files: [{ path: "a.md" }, { path: "b.md" }],
      truncated: true,
    });
    expect((await scan({ maxFiles: 4 })).truncated).toBe(false);
  });

  it("counts each file for the one who waits", async () => {
    make({ "a.md": "", "b.md": "\0", "c/d.md": "" });
    const counts: number[] = [];
    await scan({ onProgress: (count) => counts.push(count) });
    expect(counts).toEqual([1, 2, 3]);
  });

  it("stops with the reason of the signal", async () => {
    make({ "a.md": "", "b.md": "" });
    await expect(scan({ signal: AbortSignal.abort(new Error("enough")) })).rejects.toThrow("enough");
    make(Object.fromEntries(Array.from({ length: 200 }, (_, index) => [`${index}.md`, ""])));
    const control = new AbortController();
    let read = 0;
    const scanning = scan({ signal: control.signal, onProgress: () => ++read === 3 && control.abort() });
    await expect(scanning).rejects.toThrow(/abort/i);
    expect(read).toBeLessThan(100);
  });

  it("says in a sentence when there is no such folder", async () => {
    await expect(scan({}, join(root, "none"))).rejects.toThrow(SourceError);
    await expect(scan({}, join(root, "none"))).rejects.toThrow(/^No such folder or file: .*none\.$/);
  });
});

describe("a file that cannot be a document", () => {
  const latin1 = (text: string): Buffer => Buffer.from(text, "latin1");
  const utf16be = (text: string): Buffer => Buffer.from(`\uFEFF${text}`, "utf16le").swap16();

  it.each<[string, Uint8Array, string]>([
    ["has a NUL", Buffer.from("text\0text"), "binary"],
    ["has a NUL at the end of the first 8 KiB", Buffer.from(`${"x".repeat(8191)}\0`), "binary"],
    ["is UTF-32", Buffer.from([0xff, 0xfe, 0, 0, 0x61, 0, 0, 0]), "binary"],
    ["is text in Latin-1 with many accents", latin1("été à côté où né"), "not-utf8"],
    ["is larger than the limit", Buffer.alloc(1001, 0x61), "too-large"],
  ])("is left out when it %s", async (_, content, reason) => {
    make({ "a.md": content });
    expect(await scan({ maxFileBytes: reason === "too-large" ? 1000 : 10_000 })).toMatchObject({
      files: [],
      skipped: [{ path: "a.md", reason }],
      bytes: 0,
    });
  });

  it.each<[string, Uint8Array, string]>([
    ["is UTF-8 with a byte order mark", Buffer.from("\uFEFFcafé"), "café"],
    ["is UTF-16, little-endian, with its mark", Buffer.from("\uFEFFcafé 設計", "utf16le"), "café 設計"],
    ["is UTF-16, big-endian, with its mark", utf16be("café 設計"), "café 設計"],
    ["is UTF-16 with half a character at its end", Buffer.concat([utf16be("ab"), Buffer.from("c")]), "ab"],
    ["has few bytes that are not UTF-8", latin1(`é${"x".repeat(99)}`), `\uFFFD${"x".repeat(99)}`],
    ["holds the replacement character itself", Buffer.from("\uFFFD"), "\uFFFD"],
    ["has a NUL after the first 8 KiB", Buffer.from(`${"x".repeat(8192)}\0`), `${"x".repeat(8192)}\0`],
    ["is empty", Buffer.alloc(0), ""],
    ["is exactly as large as the limit", Buffer.alloc(10_000, 0x61), "a".repeat(10_000)],
  ])("is read when it %s", async (_, content, text) => {
    make({ "a.md": content });
    expect((await scan({ maxFileBytes: 10_000 })).files).toMatchObject([{ text }]);
  });

  it("is left out at once when it is huge", async () => {
    const file = openSync(join(root, "huge.md"), "w");
    ftruncateSync(file, 50 * 2 ** 20);
    const started = performance.now();
    expect(await scan()).toMatchObject({ files: [], skipped: [{ path: "huge.md", reason: "too-large" }] });
    expect(performance.now() - started).toBeLessThan(1000);
  });

  it("is reported when it vanishes before its turn", async () => {
    make(Object.fromEntries(Array.from({ length: 100 }, (_, index) => [`${index}.md`, "x"])));
    const last = "99.md";
    const onProgress = (): void => {
      if (existsSync(join(root, last))) unlinkSync(join(root, last));
    };
    const { files, skipped } = await scan({ onProgress });
    expect(files).toHaveLength(99);
    expect(skipped).toEqual([{ path: last, reason: "vanished" }]);
  });

  it.skipIf(isWindows)("does not make it wait when it is a named pipe or a socket", async () => {
    execFileSync("mkfifo", [join(root, "pipe.md"), join(root, ".gitignore")]);
    const server = createServer().listen(join(root, "socket.md"));
    make({ "a.md": "" });
    const { files, skipped } = await scan();
    server.close();
    expect(files).toHaveLength(1);
    expect(skipped).toEqual([
      { path: "pipe.md", reason: "unreadable" },
      { path: "socket.md", reason: "unreadable" },
    ]);
  });

  it.skipIf(isWindows || process.getuid?.() === 0)("is reported when there is no permission", async () => {
    make({ "a.md": "", "closed/b.md": "", "c.md": "" });
    chmodSync(join(root, "a.md"), 0);
    chmodSync(join(root, "closed"), 0);
    const { files, skipped } = await scan();
    chmodSync(join(root, "closed"), 0o755);
    expect(files).toMatchObject([{ path: "c.md" }]);
    expect(skipped).toEqual([
      { path: "a.md", reason: "unreadable" },
      { path: "closed", reason: "unreadable" },
    ]);
  });
});

describe.skipIf(isWindows)("links", () => {
  const link = (target: string, path: string): void => symlinkSync(target, join(root, path));

  it("that go round in a circle end", async () => {
    make({ "a/b/c.md": "" });
    link("..", "a/up");
    link("../..", "a/b/top");
    link(".", "self");
    link("one.md", "two.md");
    link("two.md", "one.md");
    const { files, skipped } = await scan();
    expect(files.map((file) => file.path)).toEqual(["a/b/c.md"]);
    expect(skipped).toEqual([
      { path: "one.md", reason: "unreadable" },
      { path: "two.md", reason: "unreadable" },
    ]);
  });

  it("never take the name of a file that is there itself", async () => {
    make({ "z/real.md": "text" });
    link("z/real.md", "a-link.md");
    link("z", "a-folder");
    expect(await paths()).toEqual(["z/real.md"]);
  });

  it("stand for what would not be met otherwise, once", async () => {
    make({ ".store/x.md": "X", ".store/sub/y.md": "Y", ".single.md": "S" });
    link(".store", "notes");
    link(".store/sub", "sub");
    make({ ".other/in/z.md": "Z", ".other/w.md": "W" });
    link(".other/in", "a");
    link(".other", "b");
    link(".single.md", "s1.md");
    link(".single.md", "s2.md");
    expect((await scan()).files.map(({ path, text }) => `${path}=${text}`)).toEqual([
      "a/z.md=Z",
      "b/w.md=W",
      "notes/sub/y.md=Y",
      "notes/x.md=X",
      "s1.md=S",
    ]);
  });

  it("that lead out of the folder are reported, not followed", async () => {
    const outside = mkdtempSync(join(tmpdir(), "sdlgm-outside-"));
    make({ "a.md": "", "sub/b.md": "" }, outside);
    link(join(outside, "a.md"), "a.md");
    link(join(outside, "sub"), "sub");
    link(outside, "up.txt");
    const result = await scan();
    rmSync(outside, { recursive: true });
    expect(result.files).toEqual([]);
    expect(result.skipped).toEqual([
      { path: "a.md", reason: "outside" },
      { path: "sub", reason: "outside" },
      { path: "up.txt", reason: "outside" },
    ]);
  });

  it("to nothing are reported as vanished", async () => {
    link("nowhere", "a.md");
    link("nowhere", "picture");
    expect((await scan()).skipped).toEqual([{ path: "a.md", reason: "vanished" }]);
  });

  it("into what is never read are not followed", async () => {
    make({ ".git/x/a.md": "", "node_modules/p/b.md": "" });
    link(".git/x", "x");
    link("node_modules/p", "p");
    expect(await paths()).toEqual([]);
  });

  it("to the scanned folder itself are as good as the folder", async () => {
    make({ "real/a.md": "" });
    link("real", "alias");
    expect(await paths({}, join(root, "alias"))).toEqual(["a.md"]);
  });
});

it("leaves nothing open", async () => {
  make(Object.fromEntries(Array.from({ length: 50 }, (_, index) => [`${index}.md`, index % 2 ? "x" : "\0"])));
  const count = (): number => (existsSync("/proc/self/fd") ? readdirSync("/proc/self/fd").length : 0);
  await scan();
  const before = count();
  await scan();
  expect(count()).toBe(before);
});
