import { type ChildProcess, spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll } from "vitest";

/** The built command line. */
export const CLI = join(import.meta.dirname, "../../dist/cli.js");

export interface Run {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
  /** The lines of standard output, after `--json`. */
  readonly json: readonly Readonly<Record<string, unknown>>[];
}

/** A line of `suggest --json`. */
export interface SuggestionLine {
  readonly path: string;
  readonly root?: string;
  readonly level: {
    readonly mean: number;
    readonly mode: number;
    readonly interval: readonly [number, number];
    readonly probabilities: readonly number[];
  };
  readonly suggestions: readonly {
    readonly tag: string;
    readonly probability: number;
    readonly evidence: readonly { readonly term: string; readonly weight: number }[];
  }[];
  readonly predicted: readonly string[];
}

/** What `suggest --json` printed. */
export function suggestionsOf(run: Run): readonly SuggestionLine[] {
  return run.json as unknown as SuggestionLine[];
}

export interface RunOptions {
  readonly user?: number;
  /** Another copy of the built command line. */
  readonly program?: string;
  readonly environment?: NodeJS.ProcessEnv;
  /** Gets what is printed as it comes. */
  readonly onOutput?: (text: string, child: ChildProcess) => void;
  /** Run by this shell command, which gets the program and its arguments as "$@". */
  readonly shell?: string;
}

/** Runs the built command line to its end. */
export function sdlgm(args: readonly string[], options: RunOptions = {}): Promise<Run> {
  const { user, program = CLI, environment = {}, onOutput, shell } = options;
  const command = [process.execPath, program, ...args];
  const [file, ...rest] = shell === undefined ? command : ["bash", "-c", shell, "bash", ...command];
  const child = spawn(file, rest, {
    env: { ...process.env, ...environment },
    stdio: ["ignore", "pipe", "pipe"],
    ...(user !== undefined && { uid: user, gid: user }),
  });
  let stdout = "";
  let stderr = "";
  child.stdout.setEncoding("utf8").on("data", (text: string) => {
    stdout += text;
    onOutput?.(text, child);
  });
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    stderr += text;
  });
  return new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (code) => {
      const lines = args.includes("--json") ? stdout.split("\n").filter((line) => line.startsWith("{")) : [];
      resolve({ code, stdout, stderr, json: lines.map((line) => JSON.parse(line)) });
    });
  });
}

const top = mkdtempSync(join(tmpdir(), "sdlgm-cli-"));
afterAll(() => rmSync(top, { recursive: true, force: true }));

/** A new folder with these files. */
export function folderOf(files: Readonly<Record<string, string | Uint8Array>>): string {
  const folder = mkdtempSync(join(top, "case-"));
  addFiles(folder, files);
  return folder;
}

export function addFiles(folder: string, files: Readonly<Record<string, string | Uint8Array>>): void {
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), content);
  }
}

export function markdown(tags: readonly string[], body: string): string {
  return `---\ntags: [${tags.map((tag) => JSON.stringify(tag)).join(", ")}]\n---\n${body}\n`;
}

const SUBJECTS: Readonly<Record<string, string>> = {
  garden: "soil seed compost rake bloom harvest prune mulch tomato trellis",
  kitchen: "oven knead flour simmer spice broth whisk roast pastry saucepan",
  astronomy: "orbit comet telescope nebula eclipse galaxy planet lunar aperture starlight",
  sailing: "anchor mast rigging harbour tide keel jib regatta mooring sextant",
  music: "chord tempo violin melody rehearsal octave choir rhythm sonata conductor",
  cycling: "pedal saddle derailleur chainring peloton helmet tyre gradient sprint handlebar",
};
const FILLER =
  "people often find that another day brings something small which nobody had planned before".split(" ");

/** `count` short documents about one to three of six subjects, which are their tags; the same ones each time. */
export function subjectFiles(count: number, wordsEach = 60): Record<string, string> {
  const names = Object.keys(SUBJECTS);
  const files: Record<string, string> = {};
  let state = 12345;
  const random = (below: number): number => {
    state = (Math.imul(state, 1103515245) + 12345) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
  for (let i = 0; i < count; i++) {
    const tags = [...new Set(Array.from({ length: 1 + random(3) }, () => names[random(names.length)]))];
    const words = Array.from({ length: wordsEach }, () => {
      if (random(2) === 0) return FILLER[random(FILLER.length)];
      const own = SUBJECTS[tags[random(tags.length)]].split(" ");
      return own[random(own.length)];
    });
    files[`notes/${String(i).padStart(4, "0")}.md`] = markdown(tags, words.join(" "));
  }
  return files;
}
