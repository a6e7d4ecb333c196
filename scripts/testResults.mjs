// What each suite of tests came to, as JSON in .cache/test-results/, so that all together can be summed up.
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { CACHE } from "./editorHost/places.mjs";

/**
 * @typedef {object} Result
 * @property {number} passed
 * @property {number} failed
 * @property {number} skipped
 * @property {{ title: string, message: string }[]} failures one for each failed test, and for what failed outside of tests
 */

/** Where the result of a suite lies. */
const fileOf = (name) => join(CACHE, "test-results", `${name}.json`);

/** @returns {Result} */
export function emptyResult() {
  return { passed: 0, failed: 0, skipped: 0, failures: [] };
}

/** Counts a failure that no test has counted. */
export function addFailure(result, title, message) {
  result.failed++;
  result.failures.push({ title, message });
}

/** @param {Result} more is added to `result` */
export function addResult(result, more) {
  result.passed += more.passed;
  result.failed += more.failed;
  result.skipped += more.skipped;
  result.failures.push(...more.failures);
}

export function writeResult(name, result) {
  mkdirSync(join(CACHE, "test-results"), { recursive: true });
  writeFileSync(fileOf(name), JSON.stringify(result, null, 2));
}

/** @returns {Result | undefined} undefined where the suite has not written any */
export function readResult(name) {
  try {
    return JSON.parse(readFileSync(fileOf(name), "utf8"));
  } catch {
    return undefined;
  }
}

export function forgetResult(name) {
  rmSync(fileOf(name), { force: true });
}

/** @returns {string} the line that ends the output */
export function countsOf({ passed, failed, skipped }) {
  return `${passed} passed, ${failed} failed, ${skipped} skipped`;
}
