import { strict as assert } from "node:assert";
import * as vscode from "vscode";

export const EXTENSION = "sdlgm.sdlgm-tags";

/** The extension under test, active. */
export async function activeExtension(): Promise<vscode.Extension<unknown>> {
  const extension = vscode.extensions.getExtension(EXTENSION);
  assert.ok(extension, `VS Code knows no extension ${EXTENSION}`);
  await extension.activate();
  return extension;
}
