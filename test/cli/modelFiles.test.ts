import { createHash } from "node:crypto";
import { chmodSync, cpSync, readdirSync, readFileSync, statSync } from "node:fs";
import { dirname, join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { encodeModel } from "../../server/models/modelFile.ts";
import { CLI, folderOf, sdlgm, subjectFiles } from "./program.ts";

const isWindows = process.platform === "win32";
const isRoot = process.getuid?.() === 0;
const NOBODY = 65534;

let folder: string;
let model: string;
let bytes: Buffer;
beforeAll(async () => {
  folder = folderOf(subjectFiles(30));
  model = join(folder, ".sdlgm/model.sdlgm");
  expect((await sdlgm(["train", folder])).code).toBe(0);
  bytes = readFileSync(model);
});

/** A model file of the next format version. */
function newer(): Uint8Array {
  const content = { kind: "supervised", product: "9", created: "", metadata: {}, sections: new Map() };
  const copy = Buffer.concat(encodeModel(content));
  copy.writeUInt32LE(99, 6);
  createHash("sha256")
    .update(copy.subarray(0, -32))
    .digest()
    .copy(copy, copy.length - 32);
  return copy;
}

describe("suggest with a model that is not right fails with a sentence", () => {
  const damaged = (): Buffer => {
    const copy = Buffer.from(bytes);
    copy[copy.length >> 1] ^= 1;
    return copy;
  };
  it.each<[string, () => Uint8Array, string]>([
    [
      "truncated",
      () => bytes.subarray(0, bytes.length - 1000),
      "is incomplete, its end is missing: train again with `sdlgm train`.",
    ],
    ["damaged", damaged, "is damaged: train again with `sdlgm train`."],
    ["foreign", () => Buffer.from("%PDF-1.7"), "is not a model file: give the path of one with --model."],
    ["empty", () => Buffer.alloc(0), "is incomplete, its end is missing: train again with `sdlgm train`."],
    [
      "newer",
      newer,
      "was made by a newer version of SDLGM Tags (format 99, this one reads up to 1): update SDLGM Tags.",
    ],
  ])("%s", async (_, content, sentence) => {
    const file = join(folderOf({ "other.sdlgm": content() }), "other.sdlgm");
    const run = await sdlgm(["suggest", folder, "--model", file]);
    expect(run).toMatchObject({ code: 1, stdout: "", stderr: `sdlgm: ${file} ${sentence}\n` });
  });

  it("missing", async () => {
    const empty = folderOf({ "a.md": "words" });
    const place = join(empty, ".sdlgm/model.sdlgm");
    const sentence = `There is no model at ${place}: run \`sdlgm train\` first.`;
    expect(await sdlgm(["suggest", empty])).toMatchObject({ code: 1, stderr: `sdlgm: ${sentence}\n` });
  });

  it("of another kind", async () => {
    const content = { kind: "topics", product: "9", created: "", metadata: {}, sections: new Map() };
    const file = join(folderOf({ "t.sdlgm": Buffer.concat(encodeModel(content)) }), "t.sdlgm");
    const run = await sdlgm(["suggest", folder, "--model", file]);
    expect(run.stderr).toBe(
      'sdlgm: The model is of the kind "topics", which cannot suggest tags: train one with `sdlgm train`.\n',
    );
  });
});

describe("train never overwrites what is not its own", () => {
  it.each<[string, () => Uint8Array, string]>([
    ["a foreign file", () => Buffer.from("my novel"), "is not a model of SDLGM Tags"],
    ["a newer model", newer, "was made by a newer version of SDLGM Tags"],
  ])("%s at the model's place", async (_, content, what) => {
    const place = folderOf({ "novel.txt": content() });
    const file = join(place, "novel.txt");
    const before = readFileSync(file);
    const run = await sdlgm(["train", folder, "--model", file, "--json"]);
    const sentence = `${file} ${what}, so it is not overwritten: choose another place with --model.`;
    expect(run).toMatchObject({ code: 1, stdout: "", stderr: `sdlgm: ${sentence}\n` });
    expect(readFileSync(file)).toEqual(before);
    expect(readdirSync(place)).toEqual(["novel.txt"]);
  });

  it("a damaged model, which it keeps beside the new one", async () => {
    const place = folderOf({ "m.sdlgm": bytes.subarray(0, 500) });
    expect((await sdlgm(["train", folder, "--model", join(place, "m.sdlgm")])).code).toBe(0);
    expect(readFileSync(join(place, "m.sdlgm.broken"))).toEqual(bytes.subarray(0, 500));
    expect(readdirSync(place).sort()).toEqual(["m.sdlgm", "m.sdlgm.broken"]);
  });
});

describe.skipIf(isWindows)("a place that cannot be written to", () => {
  it("is told before the training when the folder is read-only", async () => {
    const place = folderOf(subjectFiles(30));
    chmodSync(place, 0o555);
    chmodSync(dirname(place), 0o755);
    // As root, nothing is read-only: so as somebody else, who must be able to read the program.
    const run = await sdlgm(
      ["train", place, "--json"],
      isRoot ? { user: NOBODY, program: publicCopy() } : {},
    );
    chmodSync(place, 0o755);
    const sentence = `No permission to write the model ${join(place, ".sdlgm/model.sdlgm")}: change the access rights of its folder, or choose another place with --model.`;
    expect(run).toMatchObject({ code: 1, stdout: "", stderr: `sdlgm: ${sentence}\n` });
  });

  it("leaves the last model and nothing else when the disk is full", async () => {
    const run = await sdlgm(["train", folder, "--json"], { shell: 'ulimit -f 8 && exec "$@"' });
    const sentence = `No space to write the model ${model}: make room, or choose another place with --model.`;
    expect(run).toMatchObject({ code: 1, stderr: `sdlgm: ${sentence}\n` });
    expect(readFileSync(model)).toEqual(bytes);
    expect(readdirSync(dirname(model)).sort()).toEqual([".gitignore", "model.sdlgm", "runs"]);
    expect(readdirSync(join(dirname(model), "runs"))).toHaveLength(1);
  });

  it("is told when a file stands where the folder should be", async () => {
    const place = folderOf({ file: "" });
    const run = await sdlgm(["train", folder, "--model", join(place, "file/m.sdlgm")]);
    expect(run.code).toBe(1);
    expect(run.stderr).toContain(
      "a file stands where its folder should be: choose another place with --model.\n",
    );
    expect(statSync(join(place, "file")).size).toBe(0);
  });
});

/** The program where everybody can read it. */
function publicCopy(): string {
  const place = folderOf({});
  cpSync(dirname(CLI), place, { recursive: true });
  chmodSync(place, 0o755);
  return join(place, "cli.js");
}
