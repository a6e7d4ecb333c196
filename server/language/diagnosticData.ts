import type { Diagnostic } from "vscode-languageserver-types";
import { DIAGNOSTIC_CODES, type DiagnosticCode } from "./settings.ts";

export const DIAGNOSTIC_SOURCE = "sdlgm";

/** What a diagnostic carries for the actions that mend it. */
export interface DiagnosticData {
  /** The tag that it is about. */
  readonly tag?: string;
  /** What the tag should be, for `tags.near-duplicate`. */
  readonly common?: string;
}

/** A diagnostic of ours as a client gave it back. */
export interface GivenDiagnostic extends DiagnosticData {
  readonly code: DiagnosticCode;
  readonly diagnostic: Diagnostic;
}

/** Takes ours out of the diagnostics that a client sends. Clients that keep no `data` lose it: `tag` is missing then. */
export function givenDiagnostics(diagnostics: readonly Diagnostic[]): GivenDiagnostic[] {
  return diagnostics.flatMap((diagnostic) => {
    const code = DIAGNOSTIC_CODES.find((known) => known === diagnostic.code);
    if (diagnostic.source !== DIAGNOSTIC_SOURCE || code === undefined) return [];
    const data = (diagnostic.data ?? {}) as Readonly<Record<string, unknown>>;
    const { tag, common } = data;
    return [
      {
        code,
        diagnostic,
        ...(typeof tag === "string" && { tag }),
        ...(typeof common === "string" && { common }),
      },
    ];
  });
}
