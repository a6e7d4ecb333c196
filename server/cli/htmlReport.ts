import { randomBytes } from "node:crypto";
import { constants } from "node:fs";
import { access, open, readFile, realpath, rename, stat, unlink, writeFile } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import type { RunReport } from "../protocol.ts";
import { VerbError } from "./verbError.ts";

/** What the page begins with: only files that do are overwritten. */
const MARK = "<!doctype html><!-- SDLGM Tags report -->";
/** Where the figures go in the page. */
const SLOT = '<script type="application/json" id="report"></script>';

/**
 * Checks, before anything long, that a page could be written there.
 *
 * @throws VerbError
 */
export async function checkReportPlace(path: string): Promise<void> {
  const found = await stat(path).catch(() => undefined);
  if (found === undefined) {
    const folder = dirname(resolve(path));
    const isFolder = await stat(folder).then(
      (one) => one.isDirectory(),
      () => false,
    );
    if (!isFolder) throw new VerbError(`There is no folder ${folder} for the report: make it first.`);
    await requireWritable(folder, path);
  } else if (!found.isFile() || !(await isReport(path))) {
    throw new VerbError(
      `${path} is there already and is no report of sdlgm, so it is not overwritten: give another name to --html.`,
    );
  } else await requireWritable(dirname(await realpath(path)), path);
}

/**
 * Writes a report as one page that needs nothing else, as a whole or not at all.
 *
 * @param template the built page, without figures
 * @throws VerbError
 */
export async function writeHtmlReport(path: string, template: string, report: RunReport): Promise<void> {
  const page = pageOf(await readFile(template, "utf8"), report);
  // Somebody may have put something else there while the work went on.
  await checkReportPlace(path);
  const target = await realpath(path).catch(() => resolve(path));
  const temporary = join(dirname(target), `.sdlgm-${randomBytes(6).toString("hex")}.tmp`);
  try {
    await writeFile(temporary, page, { flag: "wx" });
    await rename(temporary, target);
  } catch (error) {
    await unlink(temporary).catch(() => undefined);
    throw new VerbError(`The report ${path} cannot be written: ${(error as Error).message}.`);
  }
}

/** @throws Error for a template that is none */
export function pageOf(template: string, report: RunReport): string {
  const [before, after, ...more] = template.split(SLOT);
  if (!template.startsWith(MARK) || after === undefined || more.length > 0) {
    throw new Error("The built page of the report is damaged");
  }
  // Nothing in a name of a tag or a file may end the element.
  const json = JSON.stringify(report).replaceAll("<", "\\u003c");
  return [before, SLOT.replace("></script>", () => `>${json}</script>`), after].join("");
}

async function isReport(path: string): Promise<boolean> {
  const file = await open(path, "r").catch(() => undefined);
  try {
    const head = Buffer.alloc(MARK.length);
    await file?.read(head, 0, head.length, 0);
    return head.toString("utf8") === MARK;
  } catch {
    return false;
  } finally {
    await file?.close();
  }
}

async function requireWritable(folder: string, path: string): Promise<void> {
  await access(folder, constants.W_OK).catch(() => {
    throw new VerbError(`No permission to write the report ${path}: give another place to --html.`);
  });
}
