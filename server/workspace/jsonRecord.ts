/** A row of a sparse matrix: `values[i]` stands in column `columns[i]`; columns ascend. */
export interface SparseRow {
  readonly columns: Int32Array;
  readonly values: Float64Array;
}

/** One line of a JSON Lines file: it has a text or features, never both. */
export interface JsonRecord {
  readonly id: string;
  readonly title?: string;
  readonly text?: string;
  readonly features?: SparseRow;
  /** Trimmed, without empty ones and repetitions. */
  readonly tags: readonly string[];
}

export type JsonRecordRead =
  | { readonly record: JsonRecord; readonly reason?: never }
  /** A clause that says what is wrong, without a full stop. */
  | { readonly reason: string };

const MAX_COLUMN = 2 ** 31 - 1;

/** Reads `{"id", "title", "text" | "features": {column: value}, "tags": []}`. Without an id, the line number is it. */
export function readJsonRecord(line: string, lineNumber: number): JsonRecordRead {
  let json: unknown;
  try {
    json = JSON.parse(line);
  } catch {
    return { reason: "it is not valid JSON" };
  }
  if (!isObject(json)) return { reason: "it is not a JSON object" };
  const { id, title, text, features } = json;

  if (id !== undefined && id !== null && typeof id !== "string" && typeof id !== "number") {
    return { reason: '"id" is neither a string nor a number' };
  }
  if (title !== undefined && title !== null && typeof title !== "string") {
    return { reason: '"title" is not a string' };
  }
  const tags = json["tags"] ?? [];
  if (!Array.isArray(tags) || !tags.every((tag) => typeof tag === "string")) {
    return { reason: '"tags" is not a list of strings' };
  }
  const common = {
    id: String(id ?? lineNumber),
    ...(typeof title === "string" ? { title } : {}),
    tags: [...new Set(tags.map((tag) => tag.trim()))].filter((tag) => tag !== ""),
  };

  if (features === undefined) {
    if (typeof text === "string") return { record: { ...common, text } };
    return { reason: text === undefined ? 'it has neither "text" nor "features"' : '"text" is not a string' };
  }
  if (text !== undefined) return { reason: 'it has both "text" and "features"' };
  const row = sparseRowOf(features);
  return typeof row === "string" ? { reason: row } : { record: { ...common, features: row } };
}

/** The row, or what is wrong with it. */
function sparseRowOf(features: unknown): SparseRow | string {
  if (!isObject(features)) return '"features" is not an object';
  // JavaScript lists such keys in ascending order.
  const keys = Object.keys(features);
  const columns = new Int32Array(keys.length);
  const values = new Float64Array(keys.length);
  for (const [index, key] of keys.entries()) {
    const value = features[key];
    if (!/^(0|[1-9]\d{0,9})$/.test(key) || Number(key) > MAX_COLUMN) {
      return `the column ${JSON.stringify(key.slice(0, 40))} is not a whole number from 0 to ${MAX_COLUMN}`;
    }
    if (typeof value !== "number" || !Number.isFinite(value)) {
      return `the value of column ${key} is not a finite number`;
    }
    columns[index] = Number(key);
    values[index] = value;
  }
  return { columns, values };
}

function isObject(json: unknown): json is Record<string, unknown> {
  return typeof json === "object" && json !== null && !Array.isArray(json);
}
