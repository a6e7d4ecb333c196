// Temporary folders that go with the script.
import { mkdtempSync, realpathSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { atEnd } from "./ending.mjs";

const REMOVE = { recursive: true, force: true, maxRetries: 5, retryDelay: 100 };

/** @returns {{ path: string, remove: () => Promise<void> }} a new, empty folder */
export function temporaryFolder(name) {
  const path = mkdtempSync(join(realpathSync(tmpdir()), `sdlgm-${name}-`));
  return { path, remove: atEnd(() => rmSync(path, REMOVE)) };
}
