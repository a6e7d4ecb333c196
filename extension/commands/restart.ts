import type { Session } from "../session.ts";

/** SDLGM: Restart Server. */
export async function restart({ server }: Session): Promise<void> {
  await server.restart();
}
