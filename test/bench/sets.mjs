// Where the documents of a benchmark come from.
import { spawnSync } from "node:child_process";
import { existsSync, statSync } from "node:fs";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";

export const root = fileURLToPath(new URL("../../", import.meta.url));
export const cache = join(root, ".cache/bench");

/** The folder of a set, unpacked from the shared data if need be; undefined where there is none. */
export function folderOf(name) {
  if (existsSync(name) && statSync(name).isDirectory()) return resolve(name);
  const unpacker = join(root, "../shared/data/unpack.sh");
  const data = join(cache, "data");
  if (existsSync(unpacker)) spawnSync("bash", [unpacker, data], { stdio: "inherit" });
  const folder = join(data, "workspaces", name);
  return existsSync(folder) ? folder : undefined;
}
