import { randomBytes } from "node:crypto";
import * as vscode from "vscode";
import { type FolderStatus, type RunReport, TrainingEventNotification } from "../../server/protocol.ts";
import type { DashboardUpdate, ToDashboard } from "../../webview/messages.ts";
import { readRequest } from "../../webview/schemas.ts";
import { registerTable } from "../commands/index.ts";
import { chooseFolder, folderArgument, statusFor } from "../folders.ts";
import type { Session } from "../session.ts";
import { FolderRuns } from "./folderRuns.ts";
import { Pacer } from "./pacer.ts";
import { dashboardHtml } from "./page.ts";
import { answer } from "./requests.ts";
import { TrainingHistory } from "./trainingHistory.ts";

const ID = "sdlgm.training";
/** At most ten messages a second. */
const PACE_MS = 100;

/** Shows the training dashboard. To be called before the server is started. */
export function showDashboard(session: Session, extension: vscode.Uri): vscode.Disposable {
  const view = new DashboardView(session, extension);
  return vscode.Disposable.from(
    view,
    vscode.window.registerWebviewViewProvider(ID, view),
    registerTable(session, {
      "sdlgm.showReport": (_, argument) => view.showReport(argument),
    }),
  );
}

/**
 * The view Training. All that it shows is kept here: VS Code throws the page away whenever it is hidden or moved, and the page asks for
 * everything anew when it is back.
 */
class DashboardView implements vscode.WebviewViewProvider, vscode.Disposable {
  readonly #session: Session;
  readonly #folder: vscode.Uri;
  readonly #runs: FolderRuns;
  readonly #histories = new Map<string, TrainingHistory>();
  readonly #pacer = new Pacer(PACE_MS, () => this.#push());
  readonly #subscriptions: vscode.Disposable;
  #view: vscode.WebviewView | undefined;
  /** Whether the page is there and listens. */
  #isReady = false;
  #shown: string | undefined;
  /** What the page has. */
  #sentRuns: readonly RunReport[] | undefined;

  constructor(session: Session, extension: vscode.Uri) {
    this.#session = session;
    this.#folder = vscode.Uri.joinPath(extension, "dist");
    this.#runs = new FolderRuns(session);
    const { server, status } = session;
    server.listen(TrainingEventNotification, ({ folder, ...progress }) => {
      this.#history(folder).add(progress);
      this.#pacer.request();
    });
    const update = (): void => this.#pacer.request();
    this.#subscriptions = vscode.Disposable.from(
      this.#runs,
      this.#pacer,
      this.#runs.onDidChange(update),
      status.onDidChange(() => {
        for (const { folder, phase } of status.folders) {
          if (phase !== "training") this.#histories.get(folder)?.clear();
        }
        update();
      }),
      server.onDidChangeState((state) => {
        if (state !== "running") this.#runs.renew();
        update();
      }),
      vscode.workspace.onDidChangeWorkspaceFolders(update),
      vscode.workspace.onDidChangeConfiguration((event) => {
        if (event.affectsConfiguration("sdlgm")) update();
      }),
    );
  }

  resolveWebviewView(view: vscode.WebviewView): void {
    this.#view = view;
    this.#isReady = false;
    const { webview } = view;
    webview.options = { enableScripts: true, enableForms: false, localResourceRoots: [this.#folder] };
    const received = webview.onDidReceiveMessage((message: unknown) => this.#receive(message));
    const moved = view.onDidChangeVisibility(() => {
      // The page is made anew when it is seen again, and says so.
      if (!view.visible) this.#isReady = false;
    });
    view.onDidDispose(() => {
      received.dispose();
      moved.dispose();
      if (this.#view === view) this.#view = undefined;
    });
    const address = (file: string): string =>
      webview.asWebviewUri(vscode.Uri.joinPath(this.#folder, file)).toString();
    webview.html = dashboardHtml({
      source: webview.cspSource,
      script: address("dashboard.js"),
      style: address("dashboard.css"),
      nonce: randomBytes(16).toString("base64url"),
      language: vscode.env.language,
    });
  }

  /** SDLGM: Show Training Report. Argument: a `FolderParams`, or none to ask. */
  async showReport(argument: unknown): Promise<void> {
    const title = vscode.l10n.t("Training Report");
    const params = folderArgument(argument) ?? (await chooseFolder(this.#session.status, title));
    if (params === undefined) return;
    this.#show(statusFor(params, this.#session.status)?.folder);
    await vscode.commands.executeCommand(`${ID}.focus`);
  }

  dispose(): void {
    this.#subscriptions.dispose();
  }

  #show(folder: string | undefined): void {
    this.#shown = folder;
    this.#runs.renew();
    this.#pacer.request();
  }

  #receive(message: unknown): void {
    const request = readRequest(message);
    if (request === undefined) {
      this.#session.output.warn("The training view said something that it should not say.");
      return;
    }
    switch (request.type) {
      case "ready":
        this.#isReady = true;
        this.#sentRuns = undefined;
        this.#shown ??= request.shown;
        this.#runs.renew();
        this.#pacer.request();
        return;
      case "show":
        this.#show(request.folder);
        return;
      default:
        void answer(request, this.#session, this.#runs, this.#shownFolder()?.folder);
    }
  }

  #push(): void {
    if (this.#view === undefined || !this.#view.visible || !this.#isReady) return;
    const folder = this.#shownFolder();
    if (folder !== undefined && this.#session.server.state === "running") this.#runs.follow(folder);
    const runs = folder === undefined ? [] : this.#runs.of(folder.folder);
    const message: ToDashboard = {
      type: "state",
      state: { ...this.#state(folder), ...(runs !== this.#sentRuns && { runs }) },
    };
    this.#sentRuns = runs;
    void this.#view.webview.postMessage(message);
  }

  #state(folder: FolderStatus | undefined): DashboardUpdate {
    const { server, status } = this.#session;
    const settings = vscode.workspace.getConfiguration("sdlgm", folder && vscode.Uri.parse(folder.folder));
    return {
      server: server.state === "stopped" ? "stopped" : server.state === "running" ? "running" : "starting",
      hasWorkspace: vscode.workspace.workspaceFolders !== undefined,
      folders: status.folders,
      shown: folder?.folder,
      live: folder === undefined ? [] : this.#history(folder.folder).points,
      isPaused: folder?.run?.isPaused ?? false,
      settings: {
        limit: settings.get<number | null>("training.limit", null),
        seed: settings.get("training.seed", 1),
        threads: settings.get<number | null>("training.threads", null),
        tagKeys: settings.get<string[]>("tags.keys", []),
        inlineTags: settings.get("tags.inline", "auto"),
      },
      language: vscode.env.language,
    };
  }

  /** The one that the user chose; before that, one where something goes on, or the first. */
  #shownFolder(): FolderStatus | undefined {
    const { folders } = this.#session.status;
    return (
      folders.find(({ folder }) => folder === this.#shown) ??
      folders.find(({ phase }) => phase === "training") ??
      folders[0]
    );
  }

  #history(folder: string): TrainingHistory {
    let history = this.#histories.get(folder);
    if (history === undefined) {
      history = new TrainingHistory();
      this.#histories.set(folder, history);
    }
    return history;
  }
}
