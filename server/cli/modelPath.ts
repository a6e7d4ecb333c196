import { statSync } from "node:fs";
import { dirname } from "node:path";
import { defaultModelPath } from "../models/store.ts";

/** Where the model is: as given, or at the default place of the first PATH's folder, which for a file is the one that it is in. */
export function modelPathOf(paths: readonly string[], given: string | undefined): string {
  if (given !== undefined) return given;
  const isFile = statSync(paths[0], { throwIfNoEntry: false })?.isFile() ?? false;
  return defaultModelPath(isFile ? dirname(paths[0]) : paths[0]);
}
