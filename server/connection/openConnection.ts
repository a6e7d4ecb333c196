import {
  type Connection,
  createConnection,
  IPCMessageReader,
  IPCMessageWriter,
  ProposedFeatures,
} from "vscode-languageserver/node";

/**
 * The connection to the editor that started this process: Node IPC when it has forked it, or else standard input and output. Never a
 * socket, so nobody else can come in.
 */
export function openConnection(): Connection {
  if (process.send !== undefined && !process.argv.includes("--stdio")) {
    return createConnection(
      ProposedFeatures.all,
      new IPCMessageReader(process),
      new IPCMessageWriter(process),
    );
  }
  return createConnection(ProposedFeatures.all, process.stdin, process.stdout);
}
