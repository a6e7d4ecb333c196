import * as vscode from "vscode";
import type { Request } from "../../server/protocol.ts";
import { ServerGone } from "../server.ts";
import type { Session } from "../session.ts";

/**
 * Asks for what a view shows by itself, so nobody is told where it fails: undefined when the server does not run, which it is not started
 * for, and when it does not answer, which the output says.
 */
export async function askQuietly<Params, Result>(
  { server, output }: Session,
  request: Request<Params, Result>,
  params: Params,
): Promise<Result | undefined> {
  if (server.state !== "running") return undefined;
  try {
    return await server.ask(request, params);
  } catch (error) {
    const isExpected = error instanceof ServerGone || error instanceof vscode.CancellationError;
    if (!isExpected) output.error(`${request.method}: ${String(error)}`);
    return undefined;
  }
}
