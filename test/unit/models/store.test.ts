import { Buffer } from "node:buffer";
import { execFileSync, spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import {
  chmodSync,
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { buildSync } from "esbuild";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { encodeModel, type ModelContent } from "../../../server/models/modelFile.ts";
import { ModelFileError } from "../../../server/models/modelFileError.ts";
import { defaultModelPath, readModel, writeModel } from "../../../server/models/store.ts";

const isWindows = process.platform === "win32";
const isRoot = process.getuid?.() === 0;
const NOBODY = 65534;

let top: string;
let folder: string;
let program: string;

beforeAll(() => {
  top = mkdtempSync(join(tmpdir(), "sdlgm-store-"));
  chmodSync(top, 0o755);
  program = join(top, "write.mjs");
  buildSync({
    stdin: { contents: CHILD, resolveDir: import.meta.dirname, loader: "ts" },
    bundle: true,
    platform: "node",
    format: "esm",
    outfile: program,
  });
});
beforeEach(() => {
  folder = mkdtempSync(join(top, "case-"));
  chmodSync(folder, 0o755);
});
afterAll(() => rmSync(top, { recursive: true, force: true }));

/** Writes a model of SIZE numbers to FILE, as another user where one is given, and prints what came of it. */
const CHILD = `
  import { writeModel, readModel } from "../../../server/models/store.ts";
  const [file, size, user] = process.argv.slice(2);
  if (user) { process.setgroups([]); process.setgid(Number(user)); process.setuid(Number(user)); }
  const sections = new Map([["weights", new Float64Array(Number(size))]]);
  const model = { kind: "t", product: "0", created: "", metadata: { made: "by the child" }, sections };
  const say = (error) => console.log(error?.code ?? "done", "|", error?.message ?? "", "|", error?.cause?.code ?? "");
  if (size === "read") await readModel(file).then(() => say(), say);
  else await writeModel(file, model).then(() => say(), say);
`;

interface Outcome {
  code: string;
  message: string;
  system: string;
}

function outcomeOf(stdout: string): Outcome {
  const [code, message, system] = stdout.trim().split("|");
  return { code: code.trim(), message: message.trim(), system: system.trim() };
}

function model(made: string): ModelContent {
  const sections = new Map([["weights", Float64Array.of(1, 2, 3)]]);
  return { kind: "test", product: "0.1.0", created: "2026-01-01T00:00:00Z", metadata: { made }, sections };
}

async function failure(work: Promise<unknown>): Promise<ModelFileError> {
  const error = await work.then(
    () => undefined,
    (reason) => reason,
  );
  expect(error).toBeInstanceOf(ModelFileError);
  return error as ModelFileError;
}

describe("writing a model", () => {
  it("makes the missing folders, and reading gives the model back", async () => {
    const path = join(folder, "a/b/model.sdlgm");
    await writeModel(path, model("first"));
    expect(await readModel(path)).toEqual(model("first"));
    expect(readdirSync(join(folder, "a/b"))).toEqual(["model.sdlgm"]);
  });

  it("replaces the old model and leaves nothing beside it", async () => {
    const path = join(folder, "model.sdlgm");
    await writeModel(path, model("first"));
    await writeModel(path, model("second"));
    expect((await readModel(path)).metadata).toEqual({ made: "second" });
    expect(readdirSync(folder)).toEqual(["model.sdlgm"]);
  });

  it("clears away what a killed run left behind an hour ago, and nothing else", async () => {
    const [stale, young, other] = [`.sdlgm-${"0".repeat(12)}.tmp`, `.sdlgm-${"1".repeat(12)}.tmp`, "my.tmp"];
    const longAgo = new Date(Date.now() - 2 * 3_600_000);
    for (const name of [stale, young, other]) writeFileSync(join(folder, name), "");
    for (const name of [stale, other]) utimesSync(join(folder, name), longAgo, longAgo);
    await writeModel(join(folder, "model.sdlgm"), model("first"));
    expect(readdirSync(folder).sort()).toEqual([young, "model.sdlgm", other]);
  });

  it("gives the default folder an ignore file that keeps only itself and the rejected suggestions", async () => {
    const path = defaultModelPath(folder);
    await writeModel(path, model("first"));
    const store = join(folder, ".sdlgm");
    writeFileSync(join(store, "decisions.json"), "{}");
    writeFileSync(join(store, "cache.bin"), "");
    execFileSync("git", ["init", "-q"], { cwd: folder });
    const listed = execFileSync("git", ["ls-files", "-o", "--exclude-standard"], {
      cwd: folder,
      encoding: "utf8",
    });
    expect(listed.trim().split("\n").sort()).toEqual([".sdlgm/.gitignore", ".sdlgm/decisions.json"]);
  });

  it("leaves an ignore file of the user's as it is, and other folders without one", async () => {
    mkdirSync(join(folder, ".sdlgm"));
    writeFileSync(join(folder, ".sdlgm/.gitignore"), "mine\n");
    await writeModel(defaultModelPath(folder), model("first"));
    expect(readFileSync(join(folder, ".sdlgm/.gitignore"), "utf8")).toBe("mine\n");
    await writeModel(join(folder, "models/m.sdlgm"), model("first"));
    expect(readdirSync(join(folder, "models"))).toEqual(["m.sdlgm"]);
  });

  it.skipIf(isWindows)("goes through a link and leaves the link", async () => {
    await writeModel(join(folder, "real.sdlgm"), model("first"));
    symlinkSync("real.sdlgm", join(folder, "link.sdlgm"));
    await writeModel(join(folder, "link.sdlgm"), model("second"));
    expect(lstatSync(join(folder, "link.sdlgm")).isSymbolicLink()).toBe(true);
    expect((await readModel(join(folder, "real.sdlgm"))).metadata).toEqual({ made: "second" });
  });

  it("lets many writers at once end with one whole model", async () => {
    const path = join(folder, "model.sdlgm");
    await Promise.all(Array.from({ length: 8 }, (_, index) => writeModel(path, model(`writer ${index}`))));
    expect((await readModel(path)).metadata["made"]).toMatch(/^writer \d$/);
    expect(readdirSync(folder)).toEqual(["model.sdlgm"]);
  });
});

describe("a file that stands at the model's place", () => {
  const newer = (): Buffer => {
    const body = Buffer.concat(encodeModel(model("future"))).subarray(0, -32);
    body.writeUInt32LE(9, 6);
    return Buffer.concat([body, createHash("sha256").update(body).digest()]);
  };

  it.each([
    ["foreign", "not a model", () => Buffer.from("my thesis")],
    ["newer", "the model of a newer version", newer],
  ])("is not overwritten when it is %s (%s), unless forced", async (code, _, make) => {
    const path = join(folder, "model.sdlgm");
    const old = make();
    writeFileSync(path, old);
    const error = await failure(writeModel(path, model("new")));
    expect(error.code).toBe(code);
    expect(error.message).toContain("was not overwritten: choose another place");
    expect(readFileSync(path)).toEqual(old);
    expect(readdirSync(folder)).toEqual(["model.sdlgm"]);
    await writeModel(path, model("new"), { force: true });
    expect((await readModel(path)).metadata).toEqual({ made: "new" });
  });

  it.each([
    ["cut off", (bytes: Buffer) => bytes.subarray(0, 99)],
    ["empty", (bytes: Buffer) => bytes.subarray(0, 0)],
    ["changed", (bytes: Buffer) => Buffer.concat([bytes, Buffer.from("x")])],
  ])("is kept as .broken when it is a model that is %s", async (_, damage) => {
    const path = join(folder, "model.sdlgm");
    const damaged = damage(Buffer.concat(encodeModel(model("old"))));
    writeFileSync(path, damaged);
    await writeModel(path, model("new"));
    expect((await readModel(path)).metadata).toEqual({ made: "new" });
    expect(readFileSync(`${path}.broken`)).toEqual(damaged);
    expect(readdirSync(folder).sort()).toEqual(["model.sdlgm", "model.sdlgm.broken"]);
  });

  it("is not overwritten when it is a folder, forced or not", async () => {
    const path = join(folder, "model.sdlgm");
    mkdirSync(path);
    writeFileSync(join(path, "notes.md"), "");
    expect((await failure(writeModel(path, model("new")))).code).toBe("foreign");
    expect((await failure(writeModel(path, model("new"), { force: true }))).code).toBe("unwritable");
    expect(readdirSync(folder)).toEqual(["model.sdlgm"]);
    expect(readdirSync(path)).toEqual(["notes.md"]);
  });

  it.skipIf(isWindows)("does not hang when it is a named pipe", async () => {
    const path = join(folder, "model.sdlgm");
    execFileSync("mkfifo", [path]);
    expect((await failure(readModel(path))).code).toBe("foreign");
    expect((await failure(writeModel(path, model("new")))).code).toBe("foreign");
  });
});

describe("reading a model", () => {
  it("says what to do when there is none", async () => {
    const error = await failure(readModel(join(folder, "none.sdlgm")));
    expect(error.code).toBe("not-found");
    expect(error.message).toMatch(/^There is no model at .*none\.sdlgm: run `sdlgm train` first\.$/);
  });

  it("takes a path below a file for one where no model is", async () => {
    writeFileSync(join(folder, "file"), "");
    const { code } = await failure(readModel(join(folder, "file/model.sdlgm")));
    expect(code).toBe("not-found");
  });

  it("calls a folder foreign", async () => {
    expect((await failure(readModel(folder))).code).toBe("foreign");
  });

  it.skipIf(isWindows)("says when there is no permission", () => {
    const path = join(folder, "secret.sdlgm");
    writeFileSync(path, "", { mode: 0 });
    const arguments_ = [program, path, "read", ...(isRoot ? [String(NOBODY)] : [])];
    const outcome = outcomeOf(execFileSync(process.execPath, arguments_, { encoding: "utf8" }));
    expect(outcome).toMatchObject({ code: "unreadable", system: "EACCES" });
  });
});

describe("a write that fails", () => {
  it("says so when a file stands where a folder should be", async () => {
    writeFileSync(join(folder, "notes"), "mine");
    for (const place of ["notes/model.sdlgm", "notes/deep/model.sdlgm"]) {
      const error = await failure(writeModel(join(folder, place), model("new")));
      expect(error.code).toBe("unwritable");
      expect(error.message).toContain("a file stands where its folder should be");
    }
    expect(readFileSync(join(folder, "notes"), "utf8")).toBe("mine");
  });

  it.skipIf(isWindows)("leaves the old model in a folder without write permission", async () => {
    const path = join(folder, "model.sdlgm");
    await writeModel(path, model("old"));
    chmodSync(folder, 0o555);
    const arguments_ = [program, path, "10", ...(isRoot ? [String(NOBODY)] : [])];
    const outcome = outcomeOf(execFileSync(process.execPath, arguments_, { encoding: "utf8" }));
    chmodSync(folder, 0o755);
    expect(outcome).toMatchObject({ code: "read-only", system: "EACCES" });
    expect(outcome.message).toContain("change the access rights");
    expect((await readModel(path)).metadata).toEqual({ made: "old" });
    expect(readdirSync(folder)).toEqual(["model.sdlgm"]);
  });

  it.skipIf(isWindows)(
    "leaves the old model, whole or broken, when the size limit stops it half-way",
    async () => {
      const path = join(folder, "model.sdlgm");
      const damaged = Buffer.concat(encodeModel(model("old"))).subarray(0, 99);
      for (const prepare of [() => writeModel(path, model("old")), () => writeFileSync(path, damaged)]) {
        await prepare();
        const before = readFileSync(path);
        const command = `ulimit -f 64 && exec "$0" "$@"`;
        const arguments_ = ["-c", command, process.execPath, program, path, "100000"];
        const outcome = outcomeOf(execFileSync("bash", arguments_, { encoding: "utf8" }));
        expect(outcome).toMatchObject({ code: "disk-full", system: "EFBIG" });
        expect(outcome.message).toContain("make room");
        expect(readFileSync(path)).toEqual(before);
        expect(readdirSync(folder)).toEqual(["model.sdlgm"]);
      }
    },
  );

  // A private mount namespace: nothing of it is seen outside, and it ends with the command.
  const canMount =
    process.platform === "linux" &&
    spawnSync("unshare", ["-rm", "mount", "-t", "tmpfs", "none", tmpdir()]).status === 0;

  it.skipIf(!canMount)("leaves the old model on a disk that is really full", () => {
    const script = `mount -t tmpfs -o size=64k none "$1" && cd "$1" &&
      "$2" "$3" model.sdlgm 10 && cp model.sdlgm old && "$2" "$3" model.sdlgm 100000 && cmp model.sdlgm old && ls -A`;
    const [first, second, ...names] = mounted(script);
    expect(outcomeOf(first).code).toBe("done");
    expect(outcomeOf(second)).toMatchObject({ code: "disk-full", system: "ENOSPC" });
    expect(names).toEqual(["model.sdlgm", "old"]);
  });

  it.skipIf(!canMount)("leaves the old model on a read-only file system", () => {
    const script = `mount -t tmpfs none "$1" && cd "$1" && "$2" "$3" model.sdlgm 10 && cp model.sdlgm old &&
      mount -o remount,bind,ro "$1" && "$2" "$3" model.sdlgm 10 && cmp model.sdlgm old && ls -A`;
    const [first, second, ...names] = mounted(script);
    expect(outcomeOf(first).code).toBe("done");
    expect(outcomeOf(second)).toMatchObject({ code: "read-only", system: "EROFS" });
    expect(names).toEqual(["model.sdlgm", "old"]);
  });

  function mounted(script: string): string[] {
    const place = join(folder, "disk");
    mkdirSync(place);
    const arguments_ = ["-rm", "bash", "-c", script, "bash", place, process.execPath, program];
    const lines = execFileSync("unshare", arguments_, { encoding: "utf8" }).trim().split("\n");
    expect(existsSync(join(place, "model.sdlgm"))).toBe(false);
    return lines;
  }
});
