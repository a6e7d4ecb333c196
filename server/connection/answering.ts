import type { CancellationToken, Connection, GenericRequestHandler } from "vscode-languageserver/node";
import type { Request } from "../protocol.ts";

/** Answers a request by its constant, which has the types. */
export type Answering = <Params, Result>(
  request: Request<Params, Result>,
  answer: (params: Params, token: CancellationToken) => Result | Promise<Result>,
) => void;

/** Registers answers with a connection. */
export function answering(connection: Connection): Answering {
  return <Params, Result>(
    request: Request<Params, Result>,
    answer: (params: Params, token: CancellationToken) => Result | Promise<Result>,
  ): void => {
    const handler: GenericRequestHandler<unknown, unknown> = (params, token) =>
      answer(params as Params, token);
    connection.onRequest(request.method, handler);
  };
}
