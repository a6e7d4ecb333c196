/** Bundles the dashboard into `folder`; answers the files. */
export function bundleDashboard(
  folder: string,
  how?: { readonly minify?: boolean; readonly sourcemap?: boolean },
): Promise<string[]>;

/** Writes `folder`/report.html; answers the files. */
export function bundleReport(folder: string): Promise<string[]>;
