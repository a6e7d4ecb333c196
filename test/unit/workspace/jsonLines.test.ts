import { Buffer } from "node:buffer";
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type JsonLines, type JsonLinesOptions, readJsonLines } from "../../../server/workspace/jsonLines.ts";
import { SourceError } from "../../../server/workspace/sourceError.ts";

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "sdlgm-lines-"));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function read(
  content: string | Uint8Array,
  options: JsonLinesOptions = {},
  name = "d.jsonl",
): Promise<JsonLines> {
  const path = join(folder, name);
  writeFileSync(path, content);
  return readJsonLines(path, options);
}

async function sentence(work: Promise<unknown>): Promise<string> {
  const error = await work.then(
    () => undefined,
    (reason) => reason,
  );
  expect(error).toBeInstanceOf(SourceError);
  return (error as SourceError).message.replace(folder, "F");
}

const row = (columns: number[], values: number[]): object => ({
  columns: Int32Array.from(columns),
  values: Float64Array.from(values),
});

describe("a line of a JSON Lines file", () => {
  it.each<[string, string, object]>([
    ["with a text", '{"id":"a","text":"t","tags":["x","y"]}', { id: "a", text: "t", tags: ["x", "y"] }],
    ["with a title", '{"id":"a","title":"T","text":""}', { id: "a", title: "T", text: "", tags: [] }],
    ["without an id", '{"text":"t"}', { id: "1", text: "t", tags: [] }],
    ["with a number as id", '{"id":0,"text":"t"}', { id: "0", text: "t", tags: [] }],
    [
      "with null for what is not known",
      '{"id":null,"title":null,"text":"t","tags":null}',
      { id: "1", text: "t", tags: [] },
    ],
    [
      "with tags in need of care",
      '{"text":"t","tags":[" x","x",""," "]}',
      { id: "1", text: "t", tags: ["x"] },
    ],
    ["with fields of its own", '{"text":"t","url":"u"}', { id: "1", text: "t", tags: [] }],
    [
      "with features in any order",
      '{"features":{"7":0.5,"0":-2,"2147483647":1e3}}',
      { id: "1", tags: [], features: row([0, 7, 2147483647], [-2, 0.5, 1000]) },
    ],
    ["without any feature", '{"features":{}}', { id: "1", tags: [], features: row([], []) }],
  ])("is read: %s", async (_, line, record) => {
    expect(await read(line)).toEqual({ records: [record], problems: [], badLines: 0, bytes: line.length });
  });

  it.each<[string, string]>([
    ["{", "it is not valid JSON"],
    ["[".repeat(100_000), "it is not valid JSON"],
    ['"text"', "it is not a JSON object"],
    ["[]", "it is not a JSON object"],
    ["null", "it is not a JSON object"],
    ["{}", 'it has neither "text" nor "features"'],
    ['{"text":3}', '"text" is not a string'],
    ['{"text":"t","features":{}}', 'it has both "text" and "features"'],
    ['{"id":[],"text":"t"}', '"id" is neither a string nor a number'],
    ['{"title":1,"text":"t"}', '"title" is not a string'],
    ['{"text":"t","tags":"a, b"}', '"tags" is not a list of strings'],
    ['{"text":"t","tags":["a",1]}', '"tags" is not a list of strings'],
    ['{"features":[1,2]}', '"features" is not an object'],
    ['{"features":null}', '"features" is not an object'],
    ['{"features":{"-1":1}}', 'the column "-1" is not a whole number from 0 to 2147483647'],
    ['{"features":{"1.5":1}}', 'the column "1.5" is not a whole number from 0 to 2147483647'],
    ['{"features":{"01":1}}', 'the column "01" is not a whole number from 0 to 2147483647'],
    ['{"features":{"2147483648":1}}', 'the column "2147483648" is not a whole number from 0 to 2147483647'],
    ['{"features":{"__proto__":1}}', 'the column "__proto__" is not a whole number from 0 to 2147483647'],
    ['{"features":{"3":"1"}}', "the value of column 3 is not a finite number"],
    ['{"features":{"3":1e999}}', "the value of column 3 is not a finite number"],
    ['{"features":{"3":null}}', "the value of column 3 is not a finite number"],
  ])("is left out with its reason: %s", async (line, reason) => {
    const good = line.includes("features") ? '{"features":{"1":1}}' : '{"text":"good"}';
    const { records, problems, badLines } = await read(`${line}\n${good}\n`);
    expect(problems).toEqual([{ line: 1, reason }]);
    expect(badLines).toBe(1);
    expect(records).toHaveLength(1);
  });

  it("is left out when it is not UTF-8, too long, or of another kind than the first", async () => {
    const text = (content: string): Buffer => Buffer.from(`{"text":"${content}"}\n`);
    const latin1 = Buffer.from('{"text":"\xe9"}\n', "latin1");
    const lines = [text("a"), latin1, text("x".repeat(100)), Buffer.from('{"features":{}}\n'), text("b")];
    const { records, problems } = await read(Buffer.concat(lines), { maxLineBytes: 50 });
    expect(records.map((record) => record.text)).toEqual(["a", "b"]);
    expect(problems).toEqual([
      { line: 2, reason: "it is not valid UTF-8" },
      { line: 3, reason: "it is longer than 50 bytes" },
      { line: 4, reason: "it has features, unlike the lines before" },
    ]);
  });
});

describe("a JSON Lines file", () => {
  it("may be empty, and may have blank lines, Windows line ends, a byte order mark and no line end at its end", async () => {
    expect(await read("")).toEqual({ records: [], problems: [], badLines: 0, bytes: 0 });
    const { records, problems } = await read('\uFEFF{"text":"a"}\r\n\r\n  \n{"text":"b"}');
    expect(records.map(({ id, text }) => [id, text])).toEqual([
      ["1", "a"],
      ["4", "b"],
    ]);
    expect(problems).toEqual([]);
  });

  it("keeps 20 problems and counts the others", async () => {
    const { records, problems, badLines } = await read(`${"bad\n".repeat(50)}{"text":"good"}\n`);
    expect(problems.map((problem) => problem.line)).toEqual(
      Array.from({ length: 20 }, (_, index) => index + 1),
    );
    expect(badLines).toBe(50);
    expect(records).toMatchObject([{ id: "51", text: "good" }]);
  });

  it("gives the same records packed or not, wherever the chunks are cut", async () => {
    const text = fc.string({ unit: "grapheme", maxLength: 20 });
    const record = fc.record({
      id: text,
      text,
      tags: fc.uniqueArray(fc.stringMatching(/^\w{1,5}$/), { maxLength: 3 }),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(record, { maxLength: 30 }), async (list) => {
        const lines = list.map((one) => `${JSON.stringify(one)}\n`);
        expect((await read(lines.join(""))).records).toEqual(list);
        // Several gzip members one after the other, as `cat a.gz b.gz` makes.
        const members = Buffer.concat(lines.map((line) => gzipSync(line)));
        if (members.length > 0) expect((await read(members, {}, "m.jsonl.gz")).records).toEqual(list);
      }),
      { seed: 3, numRuns: 40 },
    );
  });

  it("is read across the chunks of a large file", async () => {
    const lines = Array.from({ length: 4000 }, (_, index) =>
      JSON.stringify({ id: index, text: `é${index} `.repeat(index % 97) }),
    );
    const whole = Buffer.from(lines.join("\n"));
    const counts: number[] = [];
    for (const [content, name] of [
      [whole, "l.jsonl"],
      [gzipSync(whole), "l.jsonl.gz"],
    ] as const) {
      const { records, bytes } = await read(content, { onProgress: (count) => counts.push(count) }, name);
      expect(records.map((record) => record.text)).toEqual(lines.map((line) => JSON.parse(line).text));
      expect(bytes).toBe(whole.length);
    }
    expect(counts).toEqual([1000, 2000, 3000, 4000, 4000, 1000, 2000, 3000, 4000, 4000]);
  });

  it("is known for packed by its first bytes, whatever its name", async () => {
    expect((await read(gzipSync('{"text":"a"}'), {}, "p.jsonl")).records).toHaveLength(1);
  });

  it("is refused in a sentence when it is cut off, damaged or not packed", async () => {
    const packed = gzipSync(
      Array.from({ length: 500 }, (_, index) => `{"text":"${index * 7919}"}`).join("\n"),
    );
    const damaged = Buffer.from(packed);
    damaged.fill(0xff, 40, 60);
    expect(await sentence(read(packed.subarray(0, -20), {}, "c.jsonl.gz"))).toBe(
      "F/c.jsonl.gz is cut off: copy or pack it again.",
    );
    expect(await sentence(read(damaged, {}, "x.jsonl.gz"))).toBe(
      "F/x.jsonl.gz is damaged: copy or pack it again.",
    );
    for (const content of ["", '{"text":"a"}']) {
      expect(await sentence(read(content, {}, "n.jsonl.gz"))).toBe(
        'F/n.jsonl.gz is not a gzip file: pack it again or take ".gz" off its name.',
      );
    }
  });

  it("is refused when it unpacks to more than the limit, without being held", async () => {
    const bomb = gzipSync(Buffer.alloc(64 * 2 ** 20));
    const message = await sentence(read(bomb, { maxTotalBytes: 10_000 }, "b.jsonl.gz"));
    expect(message).toBe("F/b.jsonl.gz has more than 10000 bytes: split it into smaller files.");
  });

  it("is refused when it is not there or not a file", async () => {
    expect(await sentence(readJsonLines(join(folder, "none.jsonl")))).toBe(
      "No such folder or file: F/none.jsonl.",
    );
    expect(await sentence(readJsonLines(folder))).toBe("F is not a file: give a .jsonl file.");
  });

  it.skipIf(process.platform === "win32")("does not make anyone wait when it is a named pipe", async () => {
    execFileSync("mkfifo", [join(folder, "pipe.jsonl")]);
    expect(await sentence(readJsonLines(join(folder, "pipe.jsonl")))).toBe(
      "F/pipe.jsonl is not a file: give a .jsonl file.",
    );
  });

  it.each(["a.jsonl", "a.jsonl.gz"])("stops with the reason of the signal: %s", async (name) => {
    const text = '{"text":"a"}\n'.repeat(200_000);
    const control = new AbortController();
    const onProgress = (): void => control.abort(new Error("enough"));
    const reading = read(
      name.endsWith("gz") ? gzipSync(text) : text,
      { signal: control.signal, onProgress },
      name,
    );
    await expect(reading).rejects.toThrow("enough");
  });
});
