/** What translates a sentence: `vscode.l10n`, or a stand-in where there is no editor. The English sentence is the key. */
export interface Localizer {
  t(message: string, ...values: (string | number | boolean)[]): string;
}
