import { isAbsolute, join, sep } from "node:path";
import { t } from "@vscode/l10n";
import type { TagStyle } from "../documents/document.ts";
import type { EditOptions } from "../documents/edit.ts";
import { fieldCustom } from "../documents/fieldCustom.ts";
import type { ReadOptions } from "../documents/read.ts";
import { readSettings } from "../language/readSettings.ts";
import { DEFAULT_SETTINGS, type FieldStyle, type Settings } from "../language/settings.ts";
import type { TagFolder, TaggedDocument } from "../language/taggedDocument.ts";
import type { DecideParams, FolderStatus, Phase } from "../protocol.ts";
import type { ReadingChoice } from "../training/startTraining.ts";
import type { IndexedDocument } from "../workspace/folderIndex.ts";
import type { EditorClient } from "./client.ts";
import { DecisionsFile } from "./decisionsFile.ts";
import { excludedPatterns } from "./excludes.ts";
import { FolderContents } from "./folderContents.ts";
import { FolderPaths } from "./folderPaths.ts";
import { hostModel, type ModelState } from "./hostedModel.ts";
import { MOST_UNITS, type OpenText } from "./openTexts.ts";
import { Runs } from "./runs.ts";
import { Snapshots } from "./snapshots.ts";
import { changedDocuments, isStale } from "./staleness.ts";
import { TagsOverview } from "./tagsOverview.ts";
import type { TrainingRun } from "./trainingRun.ts";

const NO_DOCUMENTS: ReadonlyMap<string, IndexedDocument> = new Map();

const STYLES: Readonly<Record<Exclude<FieldStyle, "auto">, TagStyle>> = {
  block: "yaml-block",
  flow: "yaml-flow",
  comma: "yaml-comma",
};

export interface FolderSessionOptions {
  readonly uri: string;
  readonly name: string;
  readonly client: EditorClient;
  /** Where the index of unchanged documents may be kept. */
  readonly cacheFile: string | undefined;
  /** Version of the product: another one reads documents afresh. */
  readonly product: string;
}

/** One workspace folder while the server runs: its documents, settings, decisions and model. */
export class FolderSession {
  readonly uri: string;
  readonly name: string;
  readonly paths: FolderPaths;
  readonly decisions: DecisionsFile;
  /** The reports on trainings and evaluations. */
  readonly runs: Runs;
  readonly tagsOverview = new TagsOverview();
  readonly #client: EditorClient;
  readonly #cache: { readonly cacheFile: string | undefined; readonly cacheKey: string };
  readonly #contents: FolderContents;
  readonly #snapshots: Snapshots;
  readonly #closing = new AbortController();
  #settings: Settings = DEFAULT_SETTINGS;
  #excludes: readonly string[] = [];
  #indexProblem: string | undefined;
  #model: ModelState = { kind: "none" };
  #folder: TagFolder | undefined;
  #changed: number | undefined;
  /** The training or evaluation that is going on. */
  run: TrainingRun | undefined;

  constructor({ uri, name, client, cacheFile, product }: FolderSessionOptions) {
    this.uri = uri;
    this.name = name;
    this.paths = new FolderPaths(uri);
    this.#client = client;
    this.#cache = { cacheFile, cacheKey: product };
    this.decisions = new DecisionsFile(this.paths.root);
    this.runs = new Runs(
      () => this.modelPath,
      (line) => this.#client.log("warning", line),
    );
    this.#contents = new FolderContents({
      changed: (tags) => this.#contentsChanged(tags),
      filesChanged: (paths) => this.#filesChanged(paths),
      failed: (error) => this.#failed(error),
    });
    this.#snapshots = new Snapshots({
      paths: this.paths,
      contents: this.#contents,
      decisions: this.decisions,
      folder: () => this.folder,
      readOptions: () => this.#readOptions,
      model: () => (this.#model.kind === "ready" ? this.#model.model : undefined),
      signal: this.signal,
    });
  }

  get settings(): Settings {
    return this.#settings;
  }

  get modelPath(): string {
    const { modelPath } = this.#settings;
    return isAbsolute(modelPath) ? modelPath : join(this.paths.root, modelPath);
  }

  get model(): ModelState {
    return this.#model;
  }

  /** What training is to read, so that it learns from the documents that are seen here. */
  get source(): ReadingChoice {
    const { inlineTags } = this.#settings;
    return {
      reading: { ...readingOf(this.#settings), inlineCustom: inlineTags === "always" ? "always" : "auto" },
      exclude: this.#excludes,
    };
  }

  get documents(): ReadonlyMap<string, IndexedDocument> {
    return this.#contents.documents ?? NO_DOCUMENTS;
  }

  /** Share of the documents that have tags, 0..1; 1 while there are none. */
  get taggedShare(): number {
    const { size } = this.documents;
    return size === 0 ? 1 : this.taggedDocuments() / size;
  }

  taggedDocuments(): number {
    let tagged = 0;
    for (const { tags } of this.documents.values()) if (tags.length > 0) tagged++;
    return tagged;
  }

  /** Aborted when the folder is closed. */
  get signal(): AbortSignal {
    return this.#closing.signal;
  }

  get folder(): TagFolder {
    this.#folder ??= {
      uri: this.uri,
      settings: this.#settings,
      tags: this.#contents.usage,
      editing: this.#editing(),
      uriOf: (path) => this.paths.uriOf(path),
    };
    return this.#folder;
  }

  /** Reads settings, decisions, model and documents. Errors become the state of the folder. */
  async open(): Promise<void> {
    await this.#readConfiguration();
    await Promise.all([this.decisions.load(), this.loadModel()]);
    await this.#readContents();
    // Of a folder that cannot be read, enough has been said.
    if (this.#indexProblem === undefined) this.#tellOfDecisions();
  }

  close(): void {
    this.#closing.abort();
    this.run?.stop();
    this.#contents.dispose();
  }

  /** Keeps the index for the next time. */
  save(): Promise<void> {
    return this.#contents.save();
  }

  /** Files or folders were created, changed or deleted; absolute paths. */
  filesChanged(paths: Iterable<string>): void {
    this.#contents.filesChanged(paths);
  }

  /** Waits until all that was typed or changed on disk counts. */
  settled(): Promise<void> {
    return this.#contents.settled();
  }

  async configurationChanged(): Promise<void> {
    const { modelPath } = this;
    const source = JSON.stringify(this.source);
    await this.#readConfiguration();
    if (modelPath !== this.modelPath) await this.loadModel();
    if (source !== JSON.stringify(this.source)) await this.#readContents();
    this.#client.statusChanged();
    this.#client.refresh();
  }

  /** Reads the model file again where it is another one. */
  async loadModel(): Promise<void> {
    const before = this.#model;
    this.#model = await hostModel(this.modelPath, before);
    if (this.#model === before) return;
    if (this.#model.kind === "unusable") this.#client.tell("error", this.#model.problem);
    this.#changed = undefined;
    for (const [path] of this.#contents.open.entries()) this.#prepare(path);
    this.#client.statusChanged();
    this.#client.refresh();
  }

  /** The text of a document that is open in the editor is now this. */
  setOpen(path: string, text: OpenText): void {
    const isNew = this.#contents.open.get(path) === undefined;
    this.#contents.setOpen(path, text);
    if (!isNew) return;
    if (text.text.length > MOST_UNITS) {
      this.#client.log("warning", t("{0} is larger than 2 MB: its tags are not looked at.", path));
    } else this.#prepare(path);
  }

  setClosed(path: string): void {
    this.#snapshots.forget(path);
    this.#contents.setClosed(path);
  }

  /** A document that is open in the editor, with all that is known of it. */
  openDocument(uri: string): TaggedDocument | undefined {
    return this.#snapshots.open(uri);
  }

  /** Any document of the index, by path: as it is in the editor, or else on disk. */
  anyDocument(path: string): Promise<TaggedDocument | undefined> {
    return this.#snapshots.any(path);
  }

  /** Remembers what an author has decided; returns a sentence where that failed. */
  async decide({ uri, tag, verdict }: DecideParams): Promise<string | undefined> {
    const path = this.paths.pathOf(uri);
    if (path === undefined) return t("The document lies outside of the folder.");
    const problem = await this.decisions.decide(path, tag, verdict);
    this.#client.refresh();
    return problem;
  }

  status(): FolderStatus {
    const { documents } = this;
    const taggedDocuments = this.taggedDocuments();
    const model = this.#model.kind === "ready" ? this.#model.model : undefined;
    if (model !== undefined && this.#contents.documents !== undefined) {
      this.#changed ??= changedDocuments(documents, model);
    }
    const changed = this.#changed ?? 0;
    const problem = this.#indexProblem ?? (this.#model.kind === "unusable" ? this.#model.problem : undefined);
    return {
      folder: this.uri,
      name: this.name,
      phase: this.#phase(changed, taggedDocuments),
      documents: documents.size,
      taggedDocuments,
      tags: this.#contents.usage.all.length,
      changedDocuments: changed,
      ...(this.run !== undefined && { progress: this.run.progress, run: this.run.status }),
      ...(problem !== undefined && { problem }),
      ...(model !== undefined && { model: model.status }),
    };
  }

  get #readOptions(): ReadOptions {
    return this.#contents.readOptions ?? readingOf(this.#settings);
  }

  #phase(changed: number, taggedDocuments: number): Phase {
    if (this.run !== undefined) return "training";
    if (this.#indexProblem !== undefined) return "failed";
    if (this.#contents.documents === undefined) return "indexing";
    if (this.#model.kind === "unusable") return "failed";
    if (this.#model.kind !== "ready") return "untrained";
    return isStale(changed, taggedDocuments) ? "stale" : "ready";
  }

  #editing(): EditOptions {
    const { fieldStyle } = this.#settings;
    const custom = fieldCustom(this.documents.values());
    const style = fieldStyle === "auto" ? custom.style : STYLES[fieldStyle];
    return {
      read: this.#readOptions,
      ...(custom.key !== undefined && { key: custom.key }),
      ...(style !== undefined && { style }),
    };
  }

  async #readConfiguration(): Promise<void> {
    const [own, filesExclude] = await this.#client.configuration(this.uri, ["sdlgm", "files.exclude"]);
    const { settings, problems } = readSettings(own);
    for (const problem of problems) this.#client.tell("warning", problem);
    this.#settings = settings;
    this.#excludes = excludedPatterns(filesExclude);
    this.#folder = undefined;
  }

  #tellOfDecisions(): void {
    if (this.decisions.problem !== undefined) this.#client.tell("warning", this.decisions.problem);
  }

  async #readContents(): Promise<void> {
    const reading = this.#contents.read(this.paths.root, {
      ...this.source,
      ...this.#cache,
      signal: this.signal,
      onWarning: (warning: string) => this.#client.log("warning", warning),
    });
    this.#client.statusChanged();
    try {
      await reading;
      this.#indexProblem = undefined;
    } catch (error) {
      if (this.signal.aborted) return;
      this.#indexProblem = (error as Error).message;
      this.#client.tell("error", this.#indexProblem);
    }
    this.#contentsChanged(true);
  }

  #contentsChanged(tags: boolean): void {
    this.#changed = undefined;
    this.#client.statusChanged();
    if (!tags) return;
    this.#folder = undefined;
    this.#client.refresh();
  }

  async #filesChanged(paths: readonly string[]): Promise<void> {
    // Of a folder that was deleted, clients tell no more than its name.
    const isTouched = (file: string) => paths.some((path) => file === path || file.startsWith(path + sep));
    // A run looks for itself at its end.
    if (isTouched(this.modelPath) && this.run === undefined) await this.loadModel();
    if (!isTouched(this.decisions.path)) return;
    await this.decisions.load();
    this.#tellOfDecisions();
    this.#client.refresh();
  }

  #prepare(path: string): void {
    this.#snapshots
      .prepare(path)
      .then((hasNews) => hasNews && this.#client.refresh())
      .catch((error) => this.#failed(error));
  }

  #failed(error: unknown): void {
    this.#client.log("error", (error as Error).stack ?? String(error));
  }
}

function readingOf({ tagKeys, inlineTags }: Settings): ReadOptions {
  return { tagKeys, inlineTags: inlineTags !== "never" };
}
