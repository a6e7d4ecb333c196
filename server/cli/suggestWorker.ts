import { throwIfStopped } from "../kernels/index.ts";
import { ModelFileError } from "../models/modelFileError.ts";
import { readModel } from "../models/store.ts";
import type { DocumentSuggestion } from "../models/suggestion.ts";
import { Tagger } from "../models/tagger.ts";
import type { TagModel } from "../models/tagModel.ts";
import { tagModelOf } from "../models/tagModelFile.ts";
import { corpusOf, type ReadingReport } from "../training/readCorpus.ts";
import { type JobContext, serveJob } from "../training/serveJob.ts";
import { openSources } from "../workspace/source.ts";
import { SourceError } from "../workspace/sourceError.ts";

export interface SuggestRequest {
  readonly paths: readonly string[];
  readonly modelPath: string;
  /** How many suggestions for each document. */
  readonly top: number;
  /** Only documents without tags. */
  readonly untagged: boolean;
}

/** What the model says of one document, and where the document is. */
export interface SuggestedDocument {
  readonly root: string;
  readonly name: string;
  /** Whether `name` is a path; otherwise it is the id of a line. */
  readonly isFile: boolean;
  /** The tags that it has, as written. */
  readonly tags: readonly string[];
  readonly suggestion: DocumentSuggestion;
}

/** Some documents, in order, and how far the work is. */
export interface SuggestedBatch {
  readonly documents: readonly SuggestedDocument[];
  /** Share of the documents done, 0..1. */
  readonly fraction: number;
}

/** Sent together: what was made within this time. */
const BATCH_MS = 40;

void serveJob<SuggestRequest>(async (request, context): Promise<ReadingReport> => {
  const { signal } = context;
  const model = tagModelOf(await readModel(request.modelPath));
  signal.throwIfAborted();
  const source = await openSources(request.paths, { signal });
  const { documents, report } = corpusOf(source);
  if (documents.length === 0) {
    const message = `There are no documents in ${request.paths.join(", ")}: give a folder with Markdown or other text files.`;
    throw new SourceError(message);
  }
  requireSameKind(model, report.hasFeatures, request.modelPath);
  const files = new Set(
    source.kind === "documents"
      ? source.documents.filter(({ isFile }) => isFile).map(({ root }) => root)
      : [],
  );
  const asked = documents.filter((document) => !request.untagged || document.tags.length === 0);
  const tagger = new Tagger(model);
  let batch: SuggestedDocument[] = [];
  let sent: Promise<void> = Promise.resolve();
  let last = performance.now();
  for (const [index, document] of asked.entries()) {
    throwIfStopped(context);
    const suggestion = tagger.suggest(document, { top: request.top });
    const { root, name, tags } = document;
    batch.push({ root, name, isFile: files.has(root), tags, suggestion });
    if (performance.now() - last < BATCH_MS && index + 1 < asked.length) continue;
    // One batch on its way while the next one is made.
    await sent;
    sent = send(context, { documents: batch, fraction: (index + 1) / asked.length });
    batch = [];
    last = performance.now();
  }
  await sent;
  return report;
});

function send(context: JobContext, batch: SuggestedBatch): Promise<void> {
  return context.send(batch);
}

/** @throws SourceError when the model knows words and the documents are ready features, or the other way round */
function requireSameKind(model: TagModel, hasFeatures: boolean, modelPath: string): void {
  const knowsFeatures = model.vocabulary.blocks.some(
    (block) => block.name === "features" && block.terms.length > 0,
  );
  if (knowsFeatures === hasFeatures) return;
  const [learned, given] = knowsFeatures ? ["ready features", "texts"] : ["texts", "ready features"];
  throw new ModelFileError(
    "foreign",
    `The model ${modelPath} learned from ${learned}, but these documents are ${given}: train a model for them with \`sdlgm train\`.`,
  );
}
