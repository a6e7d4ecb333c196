/** The verb cannot do what was asked of it. The message is one plain sentence for the user. */
export class VerbError extends Error {
  override readonly name = "VerbError";
}
