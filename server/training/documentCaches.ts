import { createHash } from "node:crypto";
import { basename, dirname, join } from "node:path";

/**
 * Where what is read of a folder is kept for the next training: beside the model, in the folder `cache`. Nowhere where the model is not
 * in a folder of ours.
 *
 * @returns the file for a folder, by where the folder really is
 */
export function documentCaches(modelPath: string | undefined): ((folder: string) => string) | undefined {
  const own = modelPath === undefined ? "" : dirname(modelPath);
  if (basename(own) !== ".sdlgm") return undefined;
  return (folder) => {
    const name = createHash("sha256").update(folder).digest("hex").slice(0, 16);
    return join(own, "cache", `documents-${name}`);
  };
}
