import { createHash } from "node:crypto";
import { mkdir } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { writeGitignore } from "../models/ownFolder.ts";

/**
 * Where what is read of a folder is kept for the next training: beside the model, in the folder `cache`. Nowhere where the model is not
 * in a folder of ours, or where nothing can be written.
 *
 * @returns the file for a folder, by where the folder really is
 */
export async function documentCaches(
  modelPath: string | undefined,
): Promise<((folder: string) => string) | undefined> {
  const own = modelPath === undefined ? "" : dirname(modelPath);
  if (basename(own) !== ".sdlgm") return undefined;
  const caches = join(own, "cache");
  try {
    await mkdir(caches, { recursive: true });
    await writeGitignore(own);
  } catch {
    return undefined;
  }
  return (folder) => {
    const name = createHash("sha256").update(folder).digest("hex").slice(0, 16);
    return join(caches, `documents-${name}`);
  };
}
