import * as vscode from "vscode";
import { tooltip } from "../tooltip.ts";
import type { Face } from "./face.ts";

const STATES: Readonly<Record<Face["children"], vscode.TreeItemCollapsibleState>> = {
  none: vscode.TreeItemCollapsibleState.None,
  collapsed: vscode.TreeItemCollapsibleState.Collapsed,
  expanded: vscode.TreeItemCollapsibleState.Expanded,
};

/** VS Code's item for a row. */
export function treeItem(face: Face): vscode.TreeItem {
  const item = new vscode.TreeItem(face.label, STATES[face.children]);
  item.id = face.id;
  item.tooltip = tooltip(face.tooltip);
  item.accessibilityInformation = { label: face.spoken };
  if (face.description !== undefined) item.description = face.description;
  if (face.icon !== undefined) item.iconPath = iconOf(face.icon);
  if (face.context !== undefined) item.contextValue = face.context;
  if (face.resource !== undefined) item.resourceUri = vscode.Uri.parse(face.resource);
  if (face.command !== undefined) {
    const { id, args } = face.command;
    item.command = { command: id, title: face.label, arguments: [...args] };
  }
  return item;
}

function iconOf(name: string): vscode.ThemeIcon {
  if (name === "file") return vscode.ThemeIcon.File;
  return name === "folder" ? vscode.ThemeIcon.Folder : new vscode.ThemeIcon(name);
}
