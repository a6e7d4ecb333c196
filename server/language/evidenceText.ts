import { t } from "@vscode/l10n";
import { foldedWords, foldWord } from "../corpus/words.ts";
import type { EvidenceTerm } from "../models/suggestion.ts";
import { blocks, bullets, code, isLinkable, link } from "./markdown.ts";
import { shown } from "./phrases.ts";
import type { TaggedDocument } from "./taggedDocument.ts";
import { WordPlaces } from "./wordPlaces.ts";

/** Places of one word; the first ones say enough. */
const MOST_LINES = 3;
const MOST_WORDS_IN_A_LINE = 3;

/** One thing that speaks for or against a tag, for a list. */
export interface ListedEvidence {
  /** As people read it, in one line; a document by its path. */
  readonly term: string;
  readonly kind: EvidenceTerm["kind"] | "folder" | "field";
  readonly weight: number;
  /** The first lines that it stands in, from 0. */
  readonly lines: readonly number[];
}

/** How the names in a reason are shown. */
interface Names {
  readonly word: (word: string) => string;
  readonly document: (path: string) => string;
}

const PLAIN: Names = { word: shown, document: (path) => shown(fileName(path)) };

/** What speaks for a tag, in one line of plain text: `named here, bowline, splice, like note-25.md`. Empty where nothing stands out. */
export function because(terms: readonly EvidenceTerm[]): string {
  return reason(terms, PLAIN);
}

/** As `because`, in Markdown, with a link to the similar document. */
export function becauseMarkdown(doc: TaggedDocument, terms: readonly EvidenceTerm[]): string {
  return reason(terms, { word: code, document: (path) => documentLink(doc, path) });
}

/** What speaks for and against a tag, each with the lines where it stands in the document, in Markdown. */
export function evidenceLists(doc: TaggedDocument, terms: readonly EvidenceTerm[]): string {
  const places = new WordPlaces(doc.document);
  const speaking = speakingFor(terms);
  const against = terms.filter(({ weight }) => weight < 0);
  const list = (title: string, some: readonly EvidenceTerm[]): string =>
    some.length === 0 ? "" : `${title}\n\n${bullets(some.map((term) => evidenceItem(doc, places, term)))}`;
  return blocks([list(t("For it:"), speaking), list(t("Against it:"), against)]);
}

/** What speaks for a tag, then what speaks against it, with its places in the document, without any layout. */
export function listedEvidence(doc: TaggedDocument, terms: readonly EvidenceTerm[]): ListedEvidence[] {
  const places = new WordPlaces(doc.document);
  const against = terms.filter(({ weight }) => weight < 0);
  return [...speakingFor(terms), ...against].flatMap(({ term, kind, weight }): ListedEvidence[] => {
    if (kind === "neighbour") return isOutside(term) ? [] : [{ term, kind, weight, lines: [] }];
    return [entry(term, kind, weight)];
  });

  function entry(term: string, kind: EvidenceTerm["kind"], weight: number): ListedEvidence {
    if (isFolder(term)) return { term: shown(term.slice(0, -1)), kind: "folder", weight, lines: [] };
    if (isField(term)) return { term: shown(readable(term)), kind: "field", weight, lines: [] };
    const lines = kind === "prior" ? [] : places.lines(term, MOST_LINES);
    return { term: shown(term), kind, weight, lines };
  }
}

function reason(terms: readonly EvidenceTerm[], { word, document }: Names): string {
  const speaking = speakingFor(terms);
  const words = speaking.filter(({ kind }) => kind === "word").slice(0, MOST_WORDS_IN_A_LINE);
  return [
    ...speaking.filter(({ kind }) => kind === "mention").map(() => t("named here")),
    ...words.map(({ term }) => (isFolder(term) ? folder(word, term) : word(readable(term)))),
    ...speaking.filter(({ kind }) => kind === "neighbour").map(({ term }) => t("like {0}", document(term))),
  ].join(", ");
}

/** Without the words of the tag's own name where that is said already. */
function speakingFor(terms: readonly EvidenceTerm[]): EvidenceTerm[] {
  const mentioned = new Set(
    terms.filter(({ kind }) => kind === "mention").flatMap(({ term }) => foldedWords(term)),
  );
  return terms.filter(
    ({ term, kind, weight }) => weight > 0 && !(kind === "word" && mentioned.has(foldWord(term))),
  );
}

function evidenceItem(doc: TaggedDocument, places: WordPlaces, { term, kind }: EvidenceTerm): string {
  if (kind === "neighbour") return t("the similar document {0}", documentLink(doc, term));
  if (kind === "prior") return t("how common it is");
  if (isFolder(term)) return folder(code, term);
  const what = kind === "mention" ? t("its name") : code(readable(term));
  const lines = isField(term) ? [] : places.lines(term, MOST_LINES);
  return [what, ...lines.map((line) => lineLink(doc, line))].join(", ");
}

function folder(word: Names["word"], term: string): string {
  return t("the folder {0}", word(term.slice(0, -1)));
}

function lineLink({ uri }: TaggedDocument, line: number): string {
  const label = t("line {0}", line + 1);
  return isLinkable(uri) ? link(label, uri, `L${line + 1}`) : label;
}

function documentLink({ folder }: TaggedDocument, path: string): string {
  const name = fileName(path);
  const uri = folder.uriOf(path);
  return !isOutside(path) && isLinkable(uri) ? link(name, uri) : code(name);
}

/** The names come out of a model file, which may be from elsewhere. */
function isOutside(path: string): boolean {
  return /^(?:[/\\]|[a-z]:)|(?:^|[/\\])\.\.(?:[/\\]|$)/i.test(path);
}

/** The file, with its folder where many files are called the same. */
function fileName(path: string): string {
  const segments = path.split("/");
  const isCommon = /^(?:package|_?index|readme|meta)\.\w+$/i.test(segments[segments.length - 1]);
  return segments.slice(isCommon ? -2 : -1).join("/");
}

/** Terms made of the document's place. */
function isFolder(term: string): boolean {
  return term.endsWith("/");
}

/** Terms made of a front-matter field: `author=ana`. No word has such a sign. */
function isField(term: string): boolean {
  return term.includes("=");
}

function readable(term: string): string {
  return isField(term) ? term.replace("=", ": ") : term;
}
