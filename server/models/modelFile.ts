import { createHash } from "node:crypto";
import { ModelFileError } from "./modelFileError.ts";
import {
  bytesOfSection,
  type DtypeName,
  dtypeOf,
  type Section,
  type SectionOf,
  sectionFromBytes,
} from "./section.ts";

/**
 * A model file, version 1. All numbers are little-endian.
 *
 *     0   6 bytes   magic, "SDLGM" and a NUL
 *     6   u32       format version
 *     10  u32       length of the header
 *     14  header    JSON in UTF-8: kind, formatVersion, created, product, sections, metadata
 *         sections  each from the next multiple of 8 on, zeros between; their table counts offsets from the
 *                   first multiple of 8 after the header
 *         32 bytes  SHA-256 of everything before
 *
 * Every later version keeps the magic, the place of the version and the SHA-256 at the end, so that an older
 * program can tell a newer file from a damaged one.
 */
export const FORMAT_VERSION = 1;

export type JsonValue =
  | null
  | boolean
  | number
  | string
  | readonly JsonValue[]
  | { readonly [key: string]: JsonValue };
export type JsonObject = { readonly [key: string]: JsonValue };

/** What a model file holds. */
export interface ModelContent {
  /** Which model it is, e.g. `supervised`. */
  readonly kind: string;
  /** Version of the product that made it. */
  readonly product: string;
  /** ISO 8601 time. */
  readonly created: string;
  readonly metadata: JsonObject;
  /** By name. Arrays may be views of the file's bytes: do not write to them. */
  readonly sections: ReadonlyMap<string, Section>;
}

interface SectionEntry {
  readonly name: string;
  readonly dtype: DtypeName;
  /** Number of elements. */
  readonly length: number;
  /** From the start of the section area. */
  readonly offset: number;
  readonly bytes: number;
}

interface Header {
  readonly kind: string;
  readonly formatVersion: number;
  readonly created: string;
  readonly product: string;
  readonly sections: readonly SectionEntry[];
  readonly metadata: JsonObject;
}

const MAGIC = new Uint8Array([0x53, 0x44, 0x4c, 0x47, 0x4d, 0]);
const PREFIX_BYTES = 14;
const DIGEST_BYTES = 32;

/** The bytes of a model file, in chunks to be written one after the other; numeric sections are not copied. */
export function encodeModel(model: ModelContent): Uint8Array[] {
  const table: SectionEntry[] = [];
  const payload: Uint8Array[] = [];
  let offset = 0;
  for (const [name, section] of model.sections) {
    if (payload.length > 0 && offset % 8 !== 0) {
      payload.push(new Uint8Array(8 - (offset % 8)));
      offset = aligned(offset);
    }
    const bytes = bytesOfSection(section);
    table.push({ name, dtype: dtypeOf(section), length: section.length, offset, bytes: bytes.length });
    payload.push(bytes);
    offset += bytes.length;
  }
  const { kind, created, product, metadata } = model;
  const fields: Header = { kind, formatVersion: FORMAT_VERSION, created, product, sections: table, metadata };
  const json = new TextEncoder().encode(JSON.stringify(fields));
  const head = new Uint8Array(aligned(PREFIX_BYTES + json.length));
  head.set(MAGIC);
  const view = new DataView(head.buffer);
  view.setUint32(6, FORMAT_VERSION, true);
  view.setUint32(10, json.length, true);
  head.set(json, PREFIX_BYTES);
  const chunks = [head, ...payload];
  return [...chunks, digestOf(chunks)];
}

/**
 * Reads a model file. Numeric sections are views of `bytes` where their alignment allows.
 *
 * @throws ModelFileError `foreign`, `newer`, `truncated` or `corrupt`; `source` names the file in its message
 */
export function decodeModel(bytes: Uint8Array, source = "The model"): ModelContent {
  if (!startsLikeModel(bytes)) throw foreign(source);
  if (bytes.length < PREFIX_BYTES + DIGEST_BYTES) throw truncated(source);
  const end = bytes.length - DIGEST_BYTES;
  const digest = digestOf([bytes.subarray(0, end)]);
  if (!digest.every((byte, index) => byte === bytes[end + index])) {
    throw isCutOff(bytes) ? truncated(source) : corrupt(source);
  }
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const version = view.getUint32(6, true);
  if (version > FORMAT_VERSION) throw newer(source, version);
  const header = version === FORMAT_VERSION ? headerOf(bytes.subarray(0, end)) : undefined;
  if (header === undefined) throw corrupt(source);

  const sections = new Map<string, Section>();
  const start = aligned(PREFIX_BYTES + view.getUint32(10, true));
  let next = start;
  for (const { name, dtype, length, offset, bytes: size } of header.sections) {
    // Only the one layout that we write is taken, so sections can neither overlap nor leave the file.
    if (sections.has(name) || start + offset !== aligned(next) || size > end - start - offset) {
      throw corrupt(source);
    }
    next = start + offset + size;
    const section = sectionFromBytes(dtype, length, bytes.subarray(start + offset, next));
    if (section === undefined) throw corrupt(source);
    sections.set(name, section);
  }
  if (next !== end) throw corrupt(source);
  const { kind, product, created, metadata } = header;
  return { kind, product, created, metadata, sections };
}

/** Whether the first bytes, as far as they go, are those of a model file. */
export function startsLikeModel(bytes: Uint8Array): boolean {
  return MAGIC.every((byte, index) => index >= bytes.length || bytes[index] === byte);
}

/**
 * One section of a model.
 *
 * @throws ModelFileError `corrupt` when there is none of that name and type
 */
export function sectionOf<D extends DtypeName>(model: ModelContent, name: string, dtype: D): SectionOf<D> {
  const section = model.sections.get(name);
  if (section === undefined || dtypeOf(section) !== dtype) {
    throw new ModelFileError(
      "corrupt",
      `The model has no part "${name}" of type ${dtype}: train again with \`sdlgm train\`.`,
    );
  }
  return section as SectionOf<D>;
}

/** The header, if it is one; `bytes` end before the digest. */
function headerOf(bytes: Uint8Array): Header | undefined {
  const length = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength).getUint32(10, true);
  if (aligned(PREFIX_BYTES + length) > bytes.length) return undefined;
  let header: Header;
  try {
    const json = bytes.subarray(PREFIX_BYTES, PREFIX_BYTES + length);
    header = JSON.parse(new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(json));
  } catch {
    return undefined;
  }
  const isHeader =
    isObject(header) &&
    [header.kind, header.created, header.product].every((field) => typeof field === "string") &&
    isObject(header.metadata) &&
    Array.isArray(header.sections) &&
    header.sections.every(
      (entry) =>
        isObject(entry) &&
        typeof entry.name === "string" &&
        [entry.length, entry.offset, entry.bytes].every(
          (count) => Number.isSafeInteger(count) && (count as number) >= 0,
        ),
    );
  return isHeader ? header : undefined;
}

/** Whether a file whose digest is wrong is shorter than its header says. */
function isCutOff(bytes: Uint8Array): boolean {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const start = aligned(PREFIX_BYTES + view.getUint32(10, true));
  if (start > bytes.length) return true;
  const sections = headerOf(bytes)?.sections;
  if (sections === undefined) return false;
  const last = sections.at(-1);
  return bytes.length < start + (last === undefined ? 0 : last.offset + last.bytes) + DIGEST_BYTES;
}

function digestOf(chunks: readonly Uint8Array[]): Uint8Array {
  const hash = createHash("sha256");
  for (const chunk of chunks) hash.update(chunk);
  return hash.digest();
}

function aligned(offset: number): number {
  return Math.ceil(offset / 8) * 8;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function foreign(source: string): ModelFileError {
  return new ModelFileError("foreign", `${source} is not a model file: give the path of one with --model.`);
}

function newer(source: string, version: number): ModelFileError {
  return new ModelFileError(
    "newer",
    `${source} was made by a newer version of SDLGM Tags (format ${version}, this one reads up to ${FORMAT_VERSION}): update SDLGM Tags.`,
  );
}

function truncated(source: string): ModelFileError {
  return new ModelFileError(
    "truncated",
    `${source} is incomplete, its end is missing: train again with \`sdlgm train\`.`,
  );
}

function corrupt(source: string): ModelFileError {
  return new ModelFileError("corrupt", `${source} is damaged: train again with \`sdlgm train\`.`);
}
