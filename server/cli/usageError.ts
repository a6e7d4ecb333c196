/** The command was given in a way that it does not understand. The message is one plain sentence for the user. */
export class UsageError extends Error {
  override readonly name = "UsageError";
}
