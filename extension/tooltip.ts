import * as vscode from "vscode";

/** Lines of plain text as paragraphs: names of folders, tags and files are text, whatever they look like. */
export function tooltip(lines: readonly string[]): vscode.MarkdownString {
  const markdown = new vscode.MarkdownString();
  lines.forEach((line, i) => {
    if (i > 0) markdown.appendMarkdown("\n\n");
    markdown.appendText(line);
  });
  return markdown;
}
