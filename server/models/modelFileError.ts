/**
 * - `not-found`: no file there
 * - `foreign`: not a model file
 * - `newer`: written by a newer version of the product
 * - `truncated`: its end is missing
 * - `corrupt`: its bytes changed, or a header that cannot be
 * - `unreadable`, `unwritable`: the system refuses, for the reason in the message
 * - `read-only`: no permission to write, or a read-only file system
 * - `disk-full`: no space, quota used up, or file size limit
 */
export type ModelFileErrorCode =
  | "not-found"
  | "foreign"
  | "newer"
  | "truncated"
  | "corrupt"
  | "unreadable"
  | "unwritable"
  | "read-only"
  | "disk-full";

/** A model file that cannot be read or written. The message is one plain sentence for the user. */
export class ModelFileError extends Error {
  override readonly name = "ModelFileError";
  readonly code: ModelFileErrorCode;

  constructor(code: ModelFileErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}
