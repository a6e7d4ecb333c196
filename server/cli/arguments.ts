import { parseArgs } from "node:util";
import { DEFAULTS, OPTIONS, type OptionName, type OptionValues } from "./options.ts";
import { UsageError } from "./usageError.ts";
import { isVerb, VERBS, type VerbName } from "./verbs.ts";

/** What the user asks for. */
export type Command =
  | { readonly kind: "help"; readonly verb?: VerbName }
  | { readonly kind: "version" }
  | {
      readonly kind: "verb";
      readonly verb: VerbName;
      readonly paths: readonly string[];
      readonly options: OptionValues;
    };

/**
 * Reads the words after the program's name.
 *
 * @throws UsageError
 */
export function readArguments(words: readonly string[]): Command {
  const [first, ...rest] = words;
  if (first === "--help" || first === "-h") return { kind: "help" };
  if (first === "--version") return { kind: "version" };
  if (first === undefined)
    throw new UsageError("Say what to do: train, suggest or evaluate; see sdlgm --help.");
  if (first === "help")
    return isVerb(rest[0] ?? "") ? { kind: "help", verb: rest[0] as VerbName } : { kind: "help" };
  if (!isVerb(first)) {
    const what = first.startsWith("-") ? "option" : "command";
    throw new UsageError(`There is no ${what} "${first}": the commands are train, suggest and evaluate.`);
  }
  const { paths, options } = readRest(first, rest);
  if (options.help) return { kind: "help", verb: first };
  if (paths.length === 0) {
    throw new UsageError(`Say what to read: sdlgm ${first} PATH, where PATH is a folder or a .jsonl file.`);
  }
  return { kind: "verb", verb: first, paths, options };
}

function readRest(verb: VerbName, words: string[]): { paths: string[]; options: OptionValues } {
  const names = VERBS[verb].options;
  // Not strict, because our own sentences say more than those of parseArgs.
  const { tokens } = parseArgs({
    args: words,
    strict: false,
    allowPositionals: true,
    tokens: true,
    options: Object.fromEntries(
      names.map((name) => {
        const { short, value } = OPTIONS[name];
        return [
          name,
          { type: value === undefined ? "boolean" : "string", ...(short !== undefined && { short }) },
        ];
      }),
    ),
  });
  const paths: string[] = [];
  const options: Record<string, unknown> = { ...DEFAULTS };
  for (const token of tokens) {
    if (token.kind === "positional") paths.push(token.value);
    if (token.kind !== "option") continue;
    const { name, rawName, value, inlineValue } = token;
    if (!names.includes(name as OptionName)) {
      throw new UsageError(`sdlgm ${verb} has no option ${rawName}: see sdlgm ${verb} --help.`);
    }
    const option = OPTIONS[name as OptionName];
    if (option.value === undefined) {
      if (value !== undefined) throw new UsageError(`${rawName} takes no value.`);
      options[option.key] = option.read("", rawName);
    } else {
      const isMissing = value === undefined || (!inlineValue && /^--./.test(value));
      if (isMissing) throw new UsageError(`${rawName} needs a value: ${rawName} ${option.value}.`);
      options[option.key] = option.read(value, rawName);
    }
  }
  return { paths: [...new Set(paths)], options: options as unknown as OptionValues };
}
