import { type Connection, MessageType, ShowMessageNotification } from "vscode-languageserver/node";

const TYPES = { error: MessageType.Error, warning: MessageType.Warning, info: MessageType.Info } as const;

/** Shows one sentence to the user; a notification, because a request would have to be answered, and not every client does that. */
export function showMessage(connection: Connection, level: keyof typeof TYPES, message: string): void {
  void connection.sendNotification(ShowMessageNotification.type, { type: TYPES[level], message });
}
