/** A PATH that cannot be used. The message is one plain sentence for the user. */
export class SourceError extends Error {
  override readonly name = "SourceError";
}

/** The `code` of a system error (`ENOENT`, `EACCES`, …), or an empty string for anything else. */
export function systemCode(error: unknown): string {
  const code = (error as { code?: unknown } | null)?.code;
  return typeof code === "string" ? code : "";
}

/** Says in one sentence why a file or a folder that the user named cannot be read. */
export function cannotRead(path: string, error: unknown): SourceError {
  switch (systemCode(error)) {
    case "ENOENT":
    case "ENOTDIR":
      return new SourceError(`No such folder or file: ${path}.`);
    case "EACCES":
    case "EPERM":
      return new SourceError(`No permission to read ${path}: check its access rights.`);
    default:
      return new SourceError(
        `Cannot read ${path}: ${error instanceof Error ? error.message : String(error)}.`,
      );
  }
}
