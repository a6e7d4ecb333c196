import { Buffer } from "node:buffer";
import { createHash } from "node:crypto";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { decodeModel, encodeModel, type ModelContent, sectionOf } from "../../../server/models/modelFile.ts";
import { ModelFileError } from "../../../server/models/modelFileError.ts";
import type { Section } from "../../../server/models/section.ts";

const small: ModelContent = {
  kind: "supervised",
  product: "0.1.0",
  created: "2026-01-02T03:04:05.000Z",
  metadata: { documents: 3, tagKeys: ["tags"], level: null },
  sections: new Map<string, Section>([
    ["weights", Float64Array.of(1.5, -0, Number.NaN)],
    ["counts", Uint8Array.of(1, 2, 3)],
    ["tags", ["usability", "naïve café", "設計", ""]],
  ]),
};

function encode(model: ModelContent): Uint8Array {
  return new Uint8Array(Buffer.concat(encodeModel(model)));
}

/** The code of the error that decoding throws, or undefined. */
function codeOf(bytes: Uint8Array): string | undefined {
  try {
    decodeModel(bytes);
    return undefined;
  } catch (error) {
    if (error instanceof ModelFileError) return error.code;
    throw error;
  }
}

/** The file with another header and a digest that fits. */
function withHeader(change: (header: Record<string, unknown>) => unknown): Uint8Array {
  const bytes = encode(small);
  const view = new DataView(bytes.buffer);
  const length = view.getUint32(10, true);
  const changed = change(JSON.parse(Buffer.from(bytes.subarray(14, 14 + length)).toString()));
  const json = Buffer.from(typeof changed === "string" ? changed : JSON.stringify(changed));
  const padding = (size: number): Buffer => Buffer.alloc((8 - (size % 8)) % 8);
  const start = Math.ceil((14 + length) / 8) * 8;
  const head = Buffer.concat([bytes.subarray(0, 14), json, padding(14 + json.length)]);
  head.writeUInt32LE(json.length, 10);
  return sealed(Buffer.concat([head, bytes.subarray(start, -32)]));
}

function sealed(body: Uint8Array): Uint8Array {
  return new Uint8Array(Buffer.concat([body, createHash("sha256").update(body).digest()]));
}

type Entry = Record<string, unknown>;
function withEntries(change: (entries: Entry[]) => unknown): Uint8Array {
  return withHeader((header) => ({ ...header, sections: change(header["sections"] as Entry[]) }));
}

function bits(section: Section): unknown {
  if (!ArrayBuffer.isView(section)) return section;
  return [
    section.constructor.name,
    ...new Uint8Array(section.buffer, section.byteOffset, section.byteLength),
  ];
}

describe("a model file", () => {
  it("gives back what was put in, bit by bit", () => {
    const numbers = fc.oneof(
      fc.float64Array({ maxLength: 9 }),
      fc.float32Array({ maxLength: 9 }),
      fc.int32Array({ maxLength: 9 }),
      fc.uint32Array({ maxLength: 9 }),
      fc.uint8Array({ maxLength: 9 }),
      fc.uint8Array({ minLength: 16, maxLength: 16 }).map((raw) => new Float64Array(raw.slice().buffer)),
    );
    const strings = fc.array(
      fc.string({ unit: "binary", maxLength: 8 }).map((text) => Buffer.from(text).toString()),
    );
    const section = fc.oneof<fc.Arbitrary<Section>[]>(numbers, strings);
    const entries = fc.array(fc.tuple(fc.string(), section), { maxLength: 6 });
    const metadata = fc.dictionary(fc.string(), fc.jsonValue().map(withoutNegativeZero));
    fc.assert(
      fc.property(entries, metadata, fc.nat(7), (list, data, shift) => {
        const model = { ...small, metadata: data as ModelContent["metadata"], sections: new Map(list) };
        const whole = encode(model);
        const shifted = new Uint8Array(new ArrayBuffer(whole.length + shift), shift);
        shifted.set(whole);
        const read = decodeModel(shifted);
        expect(JSON.stringify(read.metadata)).toBe(JSON.stringify(model.metadata));
        expect([...read.sections].map(([name, value]) => [name, bits(value)])).toEqual(
          [...model.sections].map(([name, value]) => [name, bits(value)]),
        );
      }),
      { seed: 7, numRuns: 300 },
    );
  });

  it("keeps kind, product and time, and needs no section", () => {
    const bare = { ...small, sections: new Map(), metadata: {} };
    expect(decodeModel(encode(bare))).toEqual(bare);
  });

  it("keeps the payload of a NaN and a byte order mark in a string", () => {
    const nan = new Float64Array(Uint8Array.of(1, 2, 3, 4, 5, 6, 0xf8, 0x7f).buffer);
    const sections = new Map<string, Section>([
      ["nan", nan],
      ["mark", ["\uFEFFtag"]],
    ]);
    const read = decodeModel(encode({ ...small, sections }));
    expect(bits(sectionOf(read, "nan", "f64"))).toEqual(bits(nan));
    expect(sectionOf(read, "mark", "utf8")).toEqual(["\uFEFFtag"]);
  });

  it("writes a lone surrogate, which UTF-8 cannot hold, as U+FFFD, and never joins two strings", () => {
    const read = decodeModel(encode({ ...small, sections: new Map([["tags", ["a\ud83d", "\ude00b"]]]) }));
    expect(sectionOf(read, "tags", "utf8")).toEqual(["a\uFFFD", "\uFFFDb"]);
  });

  it("gives views of the file where the alignment allows, from a Buffer too", () => {
    const bytes = encode(small);
    const weights = sectionOf(decodeModel(bytes), "weights", "f64");
    expect(weights.buffer).toBe(bytes.buffer);
    const odd = Buffer.concat([Buffer.alloc(1), bytes]).subarray(1);
    expect(bits(sectionOf(decodeModel(odd), "weights", "f64"))).toEqual(bits(weights));
  });

  it("is the same bytes for the same model", () => {
    expect(encode(small)).toEqual(encode(small));
  });

  it("names a section that is missing or of another type", () => {
    const model = decodeModel(encode(small));
    expect(() => sectionOf(model, "bias", "f64")).toThrow(/no part "bias" of type f64/);
    expect(() => sectionOf(model, "tags", "f64")).toThrow(ModelFileError);
  });
});

describe("a damaged model file", () => {
  it("is found out for every single bit that flips", () => {
    const bytes = encode(small);
    const undetected: number[] = [];
    for (let bit = 0; bit < 8 * bytes.length; bit++) {
      const flipped = bytes.slice();
      flipped[bit >> 3] ^= 1 << (bit & 7);
      if (codeOf(flipped) === undefined) undetected.push(bit);
    }
    expect(undetected).toEqual([]);
  });

  it("is called truncated at every length that it is cut to", () => {
    const bytes = encode(small);
    const codes = new Set<string | undefined>();
    for (let length = 0; length < bytes.length; length++) codes.add(codeOf(bytes.slice(0, length)));
    expect([...codes]).toEqual(["truncated"]);
  });

  it("is called corrupt when bytes of a section changed or bytes follow its end", () => {
    const bytes = encode(small);
    const changed = bytes.slice();
    changed[bytes.length - 40] ^= 0xff;
    expect(codeOf(changed)).toBe("corrupt");
    expect(codeOf(new Uint8Array([...bytes, 0]))).toBe("corrupt");
  });

  const hostile: [string, () => Uint8Array][] = [
    ["a header that is not JSON", () => withHeader(() => "{")],
    ["a header that is a list", () => withHeader(() => [])],
    ["no kind", () => withHeader(({ kind: _, ...rest }) => rest)],
    ["a kind that is a number", () => withHeader((header) => ({ ...header, kind: 1 }))],
    ["metadata that is a list", () => withHeader((header) => ({ ...header, metadata: [] }))],
    ["no section table", () => withHeader((header) => ({ ...header, sections: 3 }))],
    ["a section that is null", () => withEntries(([first]) => [first, null])],
    ["a huge length", () => withEntries(([first, ...rest]) => [{ ...first, length: 2 ** 52 }, ...rest])],
    ["huge bytes", () => withEntries(([first, ...rest]) => [{ ...first, bytes: 2 ** 53 - 1 }, ...rest])],
    [
      "a huge list of strings",
      () => withEntries((entries) => [...entries.slice(0, 2), { ...entries[2], length: 2 ** 52 }]),
    ],
    ["a negative offset", () => withEntries(([first, ...rest]) => [{ ...first, offset: -8 }, ...rest])],
    ["a fractional length", () => withEntries(([first, ...rest]) => [{ ...first, length: 2.5 }, ...rest])],
    [
      "a length that is a string",
      () => withEntries(([first, ...rest]) => [{ ...first, length: "3" }, ...rest]),
    ],
    ["overlapping sections", () => withEntries(([a, b, c]) => [a, { ...b, offset: 0 }, c])],
    ["sections in another order", () => withEntries(([a, b, c]) => [b, a, c])],
    ["a gap", () => withEntries(([a, b, c]) => [a, { ...b, offset: 32 }, c])],
    ["two sections of one name", () => withEntries(([a, b, c]) => [a, { ...b, name: "weights" }, c])],
    ["an unknown type", () => withEntries(([a, b, c]) => [a, { ...b, dtype: "i8" }, c])],
    ["a type from the prototype", () => withEntries(([a, b, c]) => [a, { ...b, dtype: "constructor" }, c])],
    ["a section less than the file has", () => withEntries((entries) => entries.slice(0, 2))],
    [
      "numbers read as strings",
      () => withEntries(([a, ...rest]) => [{ ...a, dtype: "utf8", length: 2 }, ...rest]),
    ],
    [
      "a header longer than the file",
      () => {
        const body = encode(small).slice(0, -32);
        new DataView(body.buffer).setUint32(10, 2 ** 32 - 1, true);
        return sealed(body);
      },
    ],
    [
      "version 0",
      () => {
        const body = encode(small).slice(0, -32);
        new DataView(body.buffer).setUint32(6, 0, true);
        return sealed(body);
      },
    ],
  ];
  it.each(hostile)("is refused with %s, even with the right checksum", (_, make) => {
    expect(codeOf(make())).toBe("corrupt");
  });

  it("is accepted again when the header is put back as it was", () => {
    expect(codeOf(withHeader((header) => header))).toBeUndefined();
  });

  it.each([
    ["offsets that descend", [0, 2, 1, 3]],
    ["offsets beyond the text", [0, 1, 2, 9]],
    ["offsets that do not begin at 0", [1, 1, 2, 3]],
    ["bytes that are not UTF-8", [0, 1, 2, 3], 0xff],
  ])("is refused with a list of strings that has %s", (_, offsets, first = 0x61) => {
    const body = encode({ ...small, sections: new Map([["tags", ["a", "b", "c"]]]) }).slice(0, -32);
    const view = new DataView(body.buffer);
    const start = body.length - 19;
    for (const [index, offset] of offsets.entries()) view.setUint32(start + 4 * index, offset, true);
    body[start + 16] = first;
    expect(codeOf(sealed(body))).toBe("corrupt");
  });
});

describe("a file of somebody else", () => {
  it.each([
    ["text", Buffer.from("# Notes\n")],
    ["the same letters without the NUL", Buffer.from("SDLGM.txt")],
    ["a picture", Buffer.from("89504e470d0a1a0a", "hex")],
    ["one byte", Buffer.from("x")],
  ])("is called foreign: %s", (_, bytes) => {
    expect(codeOf(bytes)).toBe("foreign");
  });

  it("is called newer when its version is and its checksum holds", () => {
    const body = encode(small).slice(0, -32);
    new DataView(body.buffer).setUint32(6, 2, true);
    expect(codeOf(sealed(body))).toBe("newer");
    expect(() => decodeModel(sealed(body), "m.sdlgm")).toThrow(
      /^m\.sdlgm was made by a newer version .* update/,
    );
  });
});

function withoutNegativeZero(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value));
}
