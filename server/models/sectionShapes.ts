import type { CsrMatrix } from "../kernels/index.ts";
import { type JsonObject, type JsonValue, type ModelContent, sectionOf } from "./modelFile.ts";
import { ModelFileError } from "./modelFileError.ts";
import type { DtypeName, Section, SectionOf } from "./section.ts";

/** The arrays of a model as named sections: plain ones, ragged lists and sparse matrices. */
export class SectionWriter {
  readonly sections = new Map<string, Section>();

  add(name: string, section: Section): void {
    this.sections.set(name, section);
  }

  /** Lists of different lengths: their values one after the other, and where each begins. */
  addRagged(name: string, lists: readonly Int32Array[]): void {
    const starts = startsOf(lists.map((list) => list.length));
    const values = new Int32Array(starts[lists.length]);
    for (const [index, list] of lists.entries()) values.set(list, starts[index]);
    this.add(`${name}.starts`, starts);
    this.add(`${name}.values`, values);
  }

  addRaggedStrings(name: string, lists: readonly (readonly string[])[]): void {
    this.add(`${name}.starts`, startsOf(lists.map((list) => list.length)));
    this.add(`${name}.values`, lists.flat());
  }

  addMatrix(name: string, { rows, rowStart, columnIndex, values }: CsrMatrix): void {
    this.add(`${name}.rowStart`, rowStart.subarray(0, rows + 1));
    this.add(`${name}.columnIndex`, columnIndex.subarray(0, rowStart[rows]));
    this.add(`${name}.values`, values.subarray(0, rowStart[rows]));
  }
}

/**
 * Takes the sections of a model file back, and checks that their shapes agree.
 * Every method throws ModelFileError `corrupt` where they do not.
 */
export class SectionReader {
  readonly #content: ModelContent;

  constructor(content: ModelContent) {
    this.#content = content;
  }

  /** @param length how many elements it must have, where that is known */
  section<D extends DtypeName>(name: string, dtype: D, length?: number): SectionOf<D> {
    const section = sectionOf(this.#content, name, dtype);
    check(length === undefined || section.length === length, name);
    return section;
  }

  /** @param below what every value is smaller than */
  ragged(name: string, lists: number, below: number): Int32Array[] {
    const starts = this.section(`${name}.starts`, "u32", lists + 1);
    const values = this.section(`${name}.values`, "i32");
    checkStarts(starts, values.length, name);
    check(isIndexList(values, below), name);
    return Array.from({ length: lists }, (_, index) => values.subarray(starts[index], starts[index + 1]));
  }

  /** Whole numbers from 0, all less than `below`. */
  indices(name: string, below: number): Int32Array {
    const values = this.section(name, "i32");
    check(isIndexList(values, below), name);
    return values;
  }

  raggedStrings(name: string, lists: number): (readonly string[])[] {
    const starts = this.section(`${name}.starts`, "u32", lists + 1);
    const values = this.section(`${name}.values`, "utf8");
    checkStarts(starts, values.length, name);
    return Array.from({ length: lists }, (_, index) => values.slice(starts[index], starts[index + 1]));
  }

  matrix(name: string, rows: number, columns: number): CsrMatrix {
    const rowStart = this.section(`${name}.rowStart`, "i32", rows + 1);
    const columnIndex = this.section(`${name}.columnIndex`, "i32");
    const values = this.section(`${name}.values`, "f32", columnIndex.length);
    checkStarts(rowStart, columnIndex.length, name);
    check(isIndexList(columnIndex, columns), name);
    return { rows, columns, rowStart, columnIndex, values };
  }

  object(value: JsonValue | undefined, name: string): JsonObject {
    check(typeof value === "object" && value !== null && !Array.isArray(value), name);
    return value as JsonObject;
  }

  array(value: JsonValue | undefined, name: string): readonly JsonValue[] {
    check(Array.isArray(value), name);
    return value as readonly JsonValue[];
  }

  number(object: JsonObject, name: string): number {
    const value = object[name];
    check(typeof value === "number", name);
    return value as number;
  }

  flag(object: JsonObject, name: string): boolean {
    const value = object[name];
    check(typeof value === "boolean", name);
    return value as boolean;
  }

  string(object: JsonObject, name: string): string {
    const value = object[name];
    check(typeof value === "string", name);
    return value as string;
  }

  oneOf<T extends string>(object: JsonObject, name: string, choices: readonly T[]): T {
    const value = this.string(object, name);
    check((choices as readonly string[]).includes(value), name);
    return value as T;
  }
}

function startsOf(lengths: readonly number[]): Uint32Array {
  const starts = new Uint32Array(lengths.length + 1);
  for (const [index, length] of lengths.entries()) starts[index + 1] = starts[index] + length;
  return starts;
}

function checkStarts(starts: Uint32Array | Int32Array, end: number, name: string): void {
  const rises = starts.every((start, index) => index === 0 || start >= starts[index - 1]);
  check(starts[0] === 0 && starts[starts.length - 1] === end && rises, name);
}

function isIndexList(values: Int32Array, below: number): boolean {
  return values.every((value) => value >= 0 && value < below);
}

function check(holds: boolean, name: string): void {
  if (holds) return;
  throw new ModelFileError(
    "corrupt",
    `The part "${name}" of the model does not fit the rest: train again with \`sdlgm train\`.`,
  );
}
