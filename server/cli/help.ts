import { OPTIONS } from "./options.ts";
import { VERBS, type VerbName } from "./verbs.ts";

const PATHS = `PATH is a folder with documents, or a .jsonl or .jsonl.gz file with one document a line:
{"id": …, "text": … or "features": {column: value}, "tags": […]}.`;

/** The help for everything, or for one verb. */
export function helpText(verb?: VerbName): string {
  return verb === undefined ? generalHelp() : verbHelp(verb);
}

function generalHelp(): string {
  const verbs = Object.entries(VERBS).map(([name, { summary }]) => `  ${name.padEnd(10)} ${summary}`);
  return `sdlgm learns the tags of your documents on this machine, and says which tags each document should have, and how many.

Usage: sdlgm COMMAND PATH… [options]

Commands:
${verbs.join("\n")}

${PATHS}
sdlgm COMMAND --help tells more; sdlgm --version prints the version.
Exit code: 0 done, 1 the work failed, 2 wrong use, 130 stopped with Ctrl-C.
`;
}

function verbHelp(verb: VerbName): string {
  const { summary, details, options } = VERBS[verb];
  const flags = options.map((name) => {
    const { short, value, help } = OPTIONS[name];
    const flag = `${short === undefined ? "" : `-${short}, `}--${name}${value === undefined ? "" : ` ${value}`}`;
    return `  ${flag.padEnd(20)} ${help}`;
  });
  const usage = options
    .filter((name) => name !== "help")
    .map((name) => `[--${name}${OPTIONS[name].value === undefined ? "" : ` ${OPTIONS[name].value}`}]`);
  return `sdlgm ${verb}: ${summary}.

Usage: sdlgm ${verb} PATH… ${usage.join(" ")}

${details}
${PATHS}

Options:
${flags.join("\n")}
`;
}
