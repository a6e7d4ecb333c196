/** What a row of a tree looks like and says, in plain data: `treeItem.ts` makes VS Code's items of it. */
export interface Face {
  /** The same for the same thing over all refreshes, so that it stays expanded and selected. */
  readonly id: string;
  readonly label: string;
  /** Dimmed, behind the label. */
  readonly description?: string;
  /** The name of a codicon; `file` and `folder` follow the icon theme. */
  readonly icon?: string;
  /** Plain text, one fact a paragraph. */
  readonly tooltip: readonly string[];
  /** All of it in words, for screen readers. */
  readonly spoken: string;
  /** What `package.json` knows it by in `viewItem`. */
  readonly context?: string;
  readonly children: "none" | "collapsed" | "expanded";
  /** What happens when it is chosen. */
  readonly command?: { readonly id: string; readonly args: readonly unknown[] };
  /** The URI of the file that it stands for. */
  readonly resource?: string;
}
