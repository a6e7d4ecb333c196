import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll } from "vitest";
import type { TrainingProgress } from "../../../server/protocol.ts";
import type { EditorClient, Progress } from "../../../server/session/client.ts";

const top = mkdtempSync(join(tmpdir(), "sdlgm-session-"));
afterAll(() => rmSync(top, { recursive: true, force: true }));

/** A new folder with these files. */
export function folderOf(files: Readonly<Record<string, string>> = {}): string {
  const folder = mkdtempSync(join(top, "case-"));
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), content);
  }
  return folder;
}

/** An editor that writes down what it is told. */
export class RecordingClient implements EditorClient {
  /** By section. */
  settings: Readonly<Record<string, unknown>> = {};
  readonly told: string[] = [];
  readonly logged: string[] = [];
  readonly shares: number[] = [];
  readonly events: (TrainingProgress & { readonly folder: string })[] = [];
  readonly cancel = new AbortController();
  isShown = false;

  async configuration(_resource: string, sections: readonly string[]): Promise<readonly unknown[]> {
    return sections.map((section) => this.settings[section]);
  }
  log(_level: string, line: string): void {
    this.logged.push(line);
  }
  tell(_level: string, sentence: string): void {
    this.told.push(sentence);
  }
  async progress(): Promise<Progress> {
    this.isShown = true;
    return {
      report: (share) => void this.shares.push(share),
      done: () => {
        this.isShown = false;
      },
      signal: this.cancel.signal,
    };
  }
  statusChanged(): void {}
  trainingEvent(event: TrainingProgress & { readonly folder: string }): void {
    this.events.push(event);
  }
  refresh(): void {}
}
