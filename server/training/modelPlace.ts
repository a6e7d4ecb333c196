import { constants, readdirSync, rmSync } from "node:fs";
import { access, realpath } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import { ModelFileError } from "../models/modelFileError.ts";
import { readModel } from "../models/store.ts";
import { writeFailure } from "../models/systemFailure.ts";

/**
 * Checks before a long training whether its model could be written to `path`.
 *
 * @throws ModelFileError `foreign` or `newer` when a file is there that is not ours to replace, `read-only`, `unwritable`
 */
export async function checkModelPlace(path: string): Promise<void> {
  const old = await readModel(path).then(
    () => undefined,
    (error) => error,
  );
  if (old instanceof ModelFileError) {
    if (old.code === "foreign" || old.code === "newer") {
      const what =
        old.code === "newer" ? "was made by a newer version of SDLGM Tags" : "is not a model of SDLGM Tags";
      const message = `${path} ${what}, so it is not overwritten: choose another place with --model.`;
      throw new ModelFileError(old.code, message);
    }
    if (old.code === "unreadable") throw old;
  }
  const target = await realpath(path).catch(() => resolve(path));
  for (let folder = dirname(target); ; folder = dirname(folder)) {
    const refusal = await access(folder, constants.W_OK).then(
      () => undefined,
      (error) => error,
    );
    if (refusal === undefined) return;
    if (refusal.code !== "ENOENT" || folder === dirname(folder)) throw writeFailure(path, refusal);
  }
}

/** The unfinished files beside a model that were not there at a first look; `writeModel` leaves one where it is ended by force. */
export class UnfinishedFiles {
  readonly #folder: string;
  readonly #before: ReadonlySet<string>;

  /** @param folder where the model is, without links */
  constructor(folder: string) {
    this.#folder = folder;
    this.#before = new Set(this.#list());
  }

  remove(): void {
    for (const name of this.#list()) {
      if (!this.#before.has(name)) rmSync(join(this.#folder, name), { force: true });
    }
  }

  #list(): string[] {
    try {
      return readdirSync(this.#folder).filter((name) => /^\.sdlgm-[0-9a-f]{12}\.tmp$/.test(name));
    } catch {
      return [];
    }
  }
}
