import * as vscode from "vscode";
import { escapedMarkdown } from "./markdownText.ts";

/** Lines of plain text as paragraphs: names of folders, tags and files are text, whatever they look like. */
export function tooltip(lines: readonly string[]): vscode.MarkdownString {
  return new vscode.MarkdownString(lines.map(escapedMarkdown).join("\n\n"));
}
