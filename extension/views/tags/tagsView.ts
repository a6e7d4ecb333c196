import * as vscode from "vscode";
import type { Session } from "../../session.ts";
import { isSame } from "../../status.ts";
import { whole } from "../../statusText.ts";
import { Later } from "../later.ts";
import { treeItem } from "../treeItem.ts";
import { FolderTags } from "./folderTags.ts";
import { tagsFace } from "./tagFaces.ts";
import { type BranchNode, nodeId, PAGE, page, shownFor, type TagsNode } from "./tagNodes.ts";
import { pathTo, TAG_ORDERS, type TagBranch, type TagOrder } from "./tagTree.ts";

const ID = "sdlgm.tags";
const ORDER = "sdlgm.tags.order";
/** After the last news of a change. */
const SETTLING_MS = 700;
/** For a view that was asked to show itself. */
const SEEN_MS = 2000;
const RENEWAL_MS = 500;

/** The view Tags: all tags of the workspace, nested, with their documents. */
export class TagsView implements vscode.TreeDataProvider<TagsNode>, vscode.Disposable {
  readonly #session: Session;
  readonly #memory: vscode.Memento;
  readonly #view: vscode.TreeView<TagsNode>;
  readonly #changed = new vscode.EventEmitter<TagsNode | undefined>();
  readonly #news = new Later(SETTLING_MS, () => void this.refresh());
  readonly #subscriptions: vscode.Disposable;
  /** How many rows are shown below each row with more than a page of them, by id. */
  readonly #shown = new Map<string, number>();
  #folders: FolderTags[] = [];
  #filter = "";
  #isStale = true;

  readonly onDidChangeTreeData = this.#changed.event;

  /** `memory`: where the order is remembered. */
  constructor(session: Session, memory: vscode.Memento) {
    this.#session = session;
    this.#memory = memory;
    this.#view = vscode.window.createTreeView(ID, { treeDataProvider: this, showCollapseAll: true });
    this.#subscriptions = vscode.Disposable.from(
      this.#news,
      this.#view,
      this.#changed,
      this.#view.onDidChangeVisibility(({ visible }) => {
        if (visible && this.#isStale) void this.refresh();
      }),
    );
  }

  get order(): TagOrder {
    const kept = this.#memory.get<string>(ORDER);
    return TAG_ORDERS.find((order) => order === kept) ?? "count";
  }

  async setOrder(order: TagOrder): Promise<void> {
    await this.#memory.update(ORDER, order);
    this.#show();
  }

  get filter(): string {
    return this.#filter;
  }

  set filter(filter: string) {
    if (filter === this.#filter) return;
    this.#filter = filter;
    this.#shown.clear();
    this.#show();
  }

  /** To be called when something may have changed. */
  refreshSoon(): void {
    this.#isStale = true;
    if (this.#view.visible) this.#news.soon();
  }

  /** Asks the server anew, if anybody looks. */
  async refresh(): Promise<void> {
    this.#news.dispose();
    this.#isStale = !this.#view.visible;
    if (this.#isStale) return;
    const { folders } = this.#session.status;
    const before = this.#folders;
    const isKnown = (folder: string) => before.find((one) => one.folder === folder);
    this.#folders = folders.map(
      ({ folder, name }) => isKnown(folder) ?? new FolderTags(this.#session, folder, name),
    );
    const news = await Promise.all(this.#folders.map((folder) => folder.refresh()));
    const isSameList =
      before.length === this.#folders.length && before.every((one, i) => one === this.#folders[i]);
    if (!isSameList || news.includes(true)) this.#show();
  }

  /** Shows and selects a tag, whatever the filter. Returns whether it is there. */
  async reveal(folder: string, tag: string): Promise<boolean> {
    await vscode.commands.executeCommand(`${ID}.focus`);
    await this.#seen();
    // Being seen starts a refresh too, and nobody waits for that one.
    if (this.tagsOf(folder)?.entry(tag) === undefined) await this.refresh();
    const tags = this.tagsOf(folder);
    if (tags?.entry(tag) === undefined) return false;
    if (pathTo(this.#tree(tags), tag) === undefined) this.filter = "";
    const path = pathTo(this.#tree(tags), tag) ?? [];
    let parent: TagsNode | undefined = this.#folders.length > 1 ? folderNode(tags) : undefined;
    let level = this.#tree(tags);
    let grew = false;
    for (const branch of path) {
      const key = keyOf(parent);
      const shown = this.#shown.get(key) ?? PAGE;
      const needed = shownFor(level.indexOf(branch), shown);
      grew ||= needed !== shown;
      this.#shown.set(key, needed);
      parent = { kind: "branch", folder: tags.folder, branch, parent };
      level = branch.children;
    }
    if (grew) this.#show();
    if (parent !== undefined) await this.#select(parent);
    return true;
  }

  tagsOf(folder: string): FolderTags | undefined {
    const uri = vscode.Uri.parse(folder);
    return this.#folders.find((one) => isSame(one.folder, uri));
  }

  more(parent: TagsNode | undefined): void {
    const key = keyOf(parent);
    this.#shown.set(key, (this.#shown.get(key) ?? PAGE) + PAGE);
    this.#changed.fire(parent);
  }

  getTreeItem(node: TagsNode): vscode.TreeItem {
    return treeItem(tagsFace(vscode.l10n, vscode.env.language, node));
  }

  async getChildren(node?: TagsNode): Promise<TagsNode[]> {
    if (node === undefined) {
      if (this.#folders.length > 1) return this.#folders.map(folderNode);
      const [only] = this.#folders;
      return only === undefined
        ? []
        : this.#page(branchNodes(this.#tree(only), only.folder, undefined), undefined);
    }
    const tags = node.kind === "folder" || node.kind === "branch" ? this.tagsOf(node.folder) : undefined;
    if (tags === undefined) return [];
    if (node.kind === "folder") return this.#page(branchNodes(this.#tree(tags), node.folder, node), node);
    if (node.kind !== "branch") return [];
    const nested = branchNodes(node.branch.children, node.folder, node);
    return this.#page([...nested, ...(await documentNodes(tags, node))], node);
  }

  getParent(node: TagsNode): TagsNode | undefined {
    return node.kind === "folder" ? undefined : node.parent;
  }

  dispose(): void {
    this.#subscriptions.dispose();
  }

  /** While VS Code makes the rows anew, it finds none of them. */
  async #select(node: TagsNode): Promise<void> {
    const options = { select: true, focus: true, expand: true };
    try {
      await this.#view.reveal(node, options);
    } catch {
      await new Promise((resolve) => setTimeout(resolve, RENEWAL_MS));
      await this.#view.reveal(node, options);
    }
  }

  /** VS Code tells a moment after the focus that the view is seen, and may never. */
  #seen(): Promise<void> {
    if (this.#view.visible) return Promise.resolve();
    return new Promise((resolve) => {
      const done = (): void => {
        clearTimeout(timer);
        listening.dispose();
        resolve();
      };
      const timer = setTimeout(done, SEEN_MS);
      const listening = this.#view.onDidChangeVisibility(done);
    });
  }

  #tree(tags: FolderTags): readonly TagBranch[] {
    return tags.tree(this.order, this.#filter, vscode.env.language);
  }

  #page(nodes: readonly TagsNode[], parent: TagsNode | undefined): TagsNode[] {
    return page(nodes, this.#shown.get(keyOf(parent)) ?? PAGE, parent);
  }

  #show(): void {
    const locale = vscode.env.language;
    const known = this.#folders.filter(({ entries }) => entries !== undefined);
    const all = known.reduce((sum, { entries }) => sum + entries!.length, 0);
    const found = known.flatMap((tags) => this.#tree(tags)).reduce((sum, { tags }) => sum + tags, 0);
    const isFiltered = this.#filter !== "";
    this.#view.description = all > 0 ? whole(locale, all) : "";
    this.#view.message = isFiltered
      ? found === 0
        ? vscode.l10n.t("No tag has “{0}” in its name.", this.#filter)
        : vscode.l10n.t("{0} of {1} tags: “{2}”", whole(locale, found), whole(locale, all), this.#filter)
      : "";
    const hasNone = known.length > 0 && known.length === this.#folders.length && all === 0;
    void vscode.commands.executeCommand("setContext", "sdlgm.hasNoTags", hasNone);
    void vscode.commands.executeCommand("setContext", "sdlgm.tagsFiltered", isFiltered);
    this.#changed.fire(undefined);
  }
}

function keyOf(node: TagsNode | undefined): string {
  return node === undefined ? "" : nodeId(node);
}

function folderNode({ folder, name, entries }: FolderTags): TagsNode {
  return { kind: "folder", folder, name, tags: entries?.length ?? 0 };
}

function branchNodes(
  branches: readonly TagBranch[],
  folder: string,
  parent: TagsNode | undefined,
): BranchNode[] {
  return branches.map((branch) => ({ kind: "branch", folder, branch, parent }));
}

async function documentNodes(tags: FolderTags, parent: BranchNode): Promise<TagsNode[]> {
  if (parent.branch.entry === undefined) return [];
  const places = await tags.places(parent.branch.entry.tag);
  return (places ?? []).map((place) => ({ kind: "document", parent, place }));
}
