/** What the page needs of its webview. */
export interface PageParts {
  /** `webview.cspSource`. */
  readonly source: string;
  readonly script: string;
  readonly style: string;
  readonly nonce: string;
  /** Of the sentences, BCP 47. */
  readonly language: string;
}

/**
 * The page of the training dashboard. It may run its one script and use its one style sheet, and load nothing else from anywhere.
 */
export function dashboardHtml({ source, script, style, nonce, language }: PageParts): string {
  const policy = [
    "default-src 'none'",
    `script-src 'nonce-${nonce}'`,
    `style-src ${source}`,
    "base-uri 'none'",
    "form-action 'none'",
  ].join("; ");
  return `<!DOCTYPE html>
<html lang="${escaped(language)}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${escaped(policy)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="stylesheet" href="${escaped(style)}">
<title>SDLGM Tags</title>
</head>
<body>
<script nonce="${escaped(nonce)}" src="${escaped(script)}"></script>
</body>
</html>
`;
}

function escaped(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll('"', "&quot;").replaceAll("<", "&lt;");
}
