import { ModelFileError } from "./modelFileError.ts";

/** What a failed system call means for reading a model from `path`. */
export function readFailure(path: string, error: unknown): ModelFileError {
  const cause = { cause: error };
  switch (codeOf(error)) {
    case "ENOENT":
    case "ENOTDIR":
      return new ModelFileError(
        "not-found",
        `There is no model at ${path}: run \`sdlgm train\` first.`,
        cause,
      );
    case "EACCES":
    case "EPERM":
      return new ModelFileError(
        "unreadable",
        `No permission to read the model ${path}: change its access rights.`,
        cause,
      );
    default:
      return new ModelFileError("unreadable", `The model ${path} cannot be read: ${reasonOf(error)}.`, cause);
  }
}

/** What a failed system call means for writing a model to `path`. */
export function writeFailure(path: string, error: unknown): ModelFileError {
  const cause = { cause: error };
  switch (codeOf(error)) {
    case "EACCES":
    case "EPERM":
    case "EROFS":
      return new ModelFileError(
        "read-only",
        `No permission to write the model ${path}: change the access rights of its folder, or choose another place with --model.`,
        cause,
      );
    case "ENOSPC":
    case "EDQUOT":
    case "EFBIG": // over the size limit of the process (`ulimit -f`) or of the file system
      return new ModelFileError(
        "disk-full",
        `No space to write the model ${path}: make room, or choose another place with --model.`,
        cause,
      );
    case "ENOTDIR":
    case "EEXIST":
      return new ModelFileError(
        "unwritable",
        `The model ${path} cannot be written, because a file stands where its folder should be: choose another place with --model.`,
        cause,
      );
    default:
      return new ModelFileError(
        "unwritable",
        `The model ${path} cannot be written: ${reasonOf(error)}. Choose another place with --model.`,
        cause,
      );
  }
}

function codeOf(error: unknown): string {
  const code = (error as { code?: unknown } | null)?.code;
  return typeof code === "string" ? code : "";
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
