import { Buffer } from "node:buffer";
import { endianness } from "node:os";

/** A named part of a model: numbers, or a list of strings (`utf8`). */
export type Section = Float64Array | Float32Array | Int32Array | Uint32Array | Uint8Array | readonly string[];

interface Dtypes {
  readonly f64: Float64Array;
  readonly f32: Float32Array;
  readonly i32: Int32Array;
  readonly u32: Uint32Array;
  readonly u8: Uint8Array;
  readonly utf8: readonly string[];
}

export type DtypeName = keyof Dtypes;
export type SectionOf<D extends DtypeName> = Dtypes[D];

type Numbers = Exclude<Section, readonly string[]>;

const ARRAYS = {
  f64: Float64Array,
  f32: Float32Array,
  i32: Int32Array,
  u32: Uint32Array,
  u8: Uint8Array,
} as const;

const isBigEndian = endianness() === "BE";

export function dtypeOf(section: Section): DtypeName {
  if (!ArrayBuffer.isView(section)) return "utf8";
  for (const [name, array] of Object.entries(ARRAYS)) {
    if (section instanceof array) return name as DtypeName;
  }
  throw new TypeError("a section is one of the typed arrays in `Section` or a list of strings");
}

/**
 * The little-endian bytes of a section, a view of it for numbers. A list of n strings is n + 1 u32 offsets, then
 * the strings in UTF-8; a lone surrogate, which UTF-8 cannot hold, becomes U+FFFD.
 */
export function bytesOfSection(section: Section): Uint8Array {
  if (ArrayBuffer.isView(section)) {
    const bytes = new Uint8Array(section.buffer, section.byteOffset, section.byteLength);
    return littleEndian(bytes, section.BYTES_PER_ELEMENT);
  }
  const strings = section.map((string) => Buffer.from(string, "utf8"));
  const offsets = new Uint32Array(section.length + 1);
  for (const [index, { length }] of strings.entries()) offsets[index + 1] = offsets[index] + length;
  return Buffer.concat([bytesOfSection(offsets), ...strings]);
}

/** The section of `length` elements in `bytes`, or undefined when they are not that. */
export function sectionFromBytes(dtype: DtypeName, length: number, bytes: Uint8Array): Section | undefined {
  if (dtype === "utf8") return stringsFromBytes(length, bytes);
  if (!Object.hasOwn(ARRAYS, dtype)) return undefined;
  const array = ARRAYS[dtype];
  const size = array.BYTES_PER_ELEMENT;
  if (bytes.length !== length * size) return undefined;
  const isAligned = bytes.byteOffset % size === 0;
  const view = littleEndian(isAligned ? bytes : new Uint8Array(bytes), size);
  return new array(view.buffer as ArrayBuffer, view.byteOffset, length) satisfies Numbers;
}

function stringsFromBytes(length: number, bytes: Uint8Array): readonly string[] | undefined {
  if (bytes.length < 4 * (length + 1)) return undefined;
  const offsets = sectionFromBytes("u32", length + 1, bytes.subarray(0, 4 * (length + 1))) as Uint32Array;
  const text = bytes.subarray(4 * (length + 1));
  if (offsets[0] !== 0 || offsets[length] !== text.length) return undefined;
  const decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
  const strings: string[] = [];
  for (let index = 0; index < length; index++) {
    if (offsets[index + 1] < offsets[index]) return undefined;
    try {
      strings.push(decoder.decode(text.subarray(offsets[index], offsets[index + 1])));
    } catch {
      return undefined;
    }
  }
  return strings;
}

/** The same bytes where the machine is little-endian, which nearly all are; a swapped copy elsewhere. */
function littleEndian(bytes: Uint8Array, size: number): Uint8Array {
  if (!isBigEndian || size === 1) return bytes;
  const copy = Buffer.from(bytes);
  return size === 4 ? copy.swap32() : copy.swap64();
}
