import { t } from "@vscode/l10n";
import { type Diagnostic, DiagnosticSeverity } from "vscode-languageserver-types";
import { DIAGNOSTIC_SOURCE } from "./diagnosticData.ts";
import type { Settings } from "./settings.ts";

/** What is said of a document that is too large to be looked at, unless nobody wants to hear of malformed ones. */
export function tooLarge({ diagnostics }: Settings, limit: number): Diagnostic[] {
  if (diagnostics["tags.malformed"] === "off") return [];
  const start = { line: 0, character: 0 };
  return [
    {
      range: { start, end: { line: 0, character: 1 } },
      severity: DiagnosticSeverity.Information,
      source: DIAGNOSTIC_SOURCE,
      code: "tags.malformed",
      message: t(
        "This document is larger than {0} MB, so its tags are not looked at: split it to have them.",
        Math.round(limit / 2 ** 20),
      ),
    },
  ];
}
