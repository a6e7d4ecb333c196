import * as vscode from "vscode";
import { registerTable } from "../commands/index.ts";
import type { Session } from "../session.ts";
import { isNews, sidebarState } from "./sidebarState.ts";
import { reviewCommands } from "./suggestions/reviewCommands.ts";
import { Reviewing } from "./suggestions/reviewing.ts";
import { SuggestionsView } from "./suggestions/suggestionsView.ts";
import { tagCommands } from "./tags/tagCommands.ts";
import { TagsView } from "./tags/tagsView.ts";

/** The trees of the sidebar. */
export interface Views extends vscode.Disposable {
  readonly suggestions: SuggestionsView;
  readonly tags: TagsView;
}

/** Shows the trees of the sidebar and keeps them up to date. `memory`: of the workspace. */
export function showViews(session: Session, memory: vscode.Memento): Views {
  const { server, status } = session;
  const suggestions = new SuggestionsView(session);
  const tags = new TagsView(session, memory);
  const reviewing = new Reviewing(session, suggestions);
  const refreshSoon = (): void => {
    suggestions.refreshSoon();
    tags.refreshSoon();
  };
  const keepContext = (): void => {
    const state = sidebarState(server.state, status.folders);
    void vscode.commands.executeCommand("setContext", "sdlgm.sidebar", state);
  };
  let before = status.folders;
  // Decisions can be made in the editor, by hand, or come with a pull.
  const decisions = vscode.workspace.createFileSystemWatcher("**/.sdlgm/decisions.json");
  const all = vscode.Disposable.from(
    suggestions,
    tags,
    reviewing,
    decisions,
    decisions.onDidChange(() => suggestions.refreshSoon()),
    decisions.onDidCreate(() => suggestions.refreshSoon()),
    decisions.onDidDelete(() => suggestions.refreshSoon()),
    registerTable(session, { ...reviewCommands(suggestions, reviewing), ...tagCommands(tags) }),
    server.onDidChangeState(keepContext),
    status.onDidChange(() => {
      keepContext();
      const hasNews = isNews(before, status.folders);
      before = status.folders;
      if (hasNews) refreshSoon();
    }),
    vscode.workspace.onDidChangeConfiguration((event) => {
      if (event.affectsConfiguration("sdlgm")) refreshSoon();
    }),
  );
  keepContext();
  return { suggestions, tags, dispose: () => all.dispose() };
}
