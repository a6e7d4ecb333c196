import type { Session } from "../session.ts";

/** SDLGM: Show Output. */
export async function showOutput({ output }: Session): Promise<void> {
  output.show();
}
