// VS Code as people see it: the packed extension installed, a copy of a folder open, keyboard and mouse.
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { startEditor } from "../../../scripts/editorHost/editor.mjs";
import { CACHE } from "../../../scripts/editorHost/places.mjs";
import { TEST_SETTINGS } from "../../../scripts/editorHost/settings.mjs";
import { temporaryFolder } from "../../../scripts/editorHost/temporary.mjs";
import { copyOfSituation } from "../suites.mjs";

/** The themes that stories are told in, and the class that VS Code's workbench has in each. */
export const THEMES = {
  light: { theme: "Default Light Modern", className: "vs" },
  dark: { theme: "Default Dark Modern", className: "vs-dark" },
  "high-contrast": { theme: "Default High Contrast", className: "hc-black" },
};

/** For whatever VS Code is waited for. */
const MILLISECONDS = 20_000;

/** What is open and not closed yet; the last one is pictured when a story fails. */
export const openWindows = new Set();

/**
 * @param {import("./host.mjs").Host} host
 * @param {object} options
 * @param {string} options.situation a folder of test/editor/fixtures
 * @param {keyof typeof THEMES} [options.look]
 * @param {Record<string, unknown>} [options.settings] of the user
 * @param {string} [options.language] that VS Code takes for its own and tells extensions; its own texts stay English, as there is no
 *   language pack
 * @returns {Promise<Window>}
 */
export async function openWindow(host, { situation, look = "dark", settings = {}, language }) {
  const { path: temporary, remove } = temporaryFolder("window");
  const editor = await startEditor({
    folder: host.editor,
    vsix: host.vsix,
    settings: { ...TEST_SETTINGS, "workbench.colorTheme": THEMES[look].theme, ...settings },
  });
  const page = await host.browser.newPage();
  page.setDefaultTimeout(MILLISECONDS);
  if (language !== undefined) {
    await page.addInitScript((name) => {
      globalThis._VSCODE_NLS_LANGUAGE = name;
    }, language);
  }
  const workspace = copyOfSituation(situation, temporary);
  const window = new Window(page, workspace, look, async () => {
    await page.context().close();
    await editor.end();
    await remove();
  });
  openWindows.add(window);
  await page.goto(editor.address(workspace));
  await page.locator(`.monaco-workbench.${THEMES[look].className}`).waitFor();
  await page.locator(".explorer-folders-view .monaco-list-row").first().waitFor();
  return window;
}

/** Waits are Playwright's: each ends when what it waits for is there, and fails after `MILLISECONDS`. */
export class Window {
  #end;

  /**
   * @param {import("playwright-core").Page} page
   * @param {string} workspace the copy of the situation on disk
   */
  constructor(page, workspace, look, end) {
    this.page = page;
    this.workspace = workspace;
    this.look = look;
    this.#end = end;
  }

  /** Runs a command by its full title, such as "SDLGM: Train Tag Model". */
  async palette(title) {
    await this.listInPalette(title);
    await this.page.keyboard.press("Enter");
  }

  /** Opens the palette, types, and waits until there is something. */
  async listInPalette(text) {
    await this.#list("F1", `>${text}`, text);
  }

  /** What the palette, or any other list to choose from, has with this text. */
  rows(text) {
    return this.page.locator(".quick-input-list .monaco-list-row").filter({ hasText: text });
  }

  /** Opens a document by a part of its path that is like no other. */
  async openDocument(path) {
    const name = path.split("/").at(-1);
    await this.#list("Control+P", path, name);
    await this.page.keyboard.press("Enter");
    await this.page.locator(".tab.active").filter({ hasText: name }).first().waitFor();
    await this.page.locator(".editor-instance .view-line").first().waitFor();
  }

  /** A list that was opened too early, while VS Code was still reading extensions or files, stays as it is: it is opened again. */
  async #list(key, query, row) {
    const end = performance.now() + MILLISECONDS;
    for (;;) {
      await this.page.keyboard.press(key);
      const input = this.page.locator(".quick-input-widget input").first();
      await input.waitFor();
      await input.fill(query);
      try {
        // What Enter takes; a list that is not filtered yet has the row as well.
        const focused = this.page.locator(".quick-input-list .monaco-list-row.focused");
        await focused.filter({ hasText: row }).waitFor({ timeout: 2000 });
        return;
      } catch (error) {
        if (performance.now() > end) throw error;
        await this.page.keyboard.press("Escape");
        await input.waitFor({ state: "hidden" });
      }
    }
  }

  /** Words in the open document. */
  inDocument(text) {
    return this.page.locator(".editor-instance .view-line span").filter({ hasText: text }).last();
  }

  /** Rests the mouse on words of the open document; what comes up has to have `expected`. */
  async hover(text, expected) {
    await this.inDocument(text).hover();
    const hover = this.page.locator(".monaco-hover:not(.hidden)").filter({ hasText: expected }).first();
    await hover.waitFor();
    return hover;
  }

  /** Makes the folder so large that one can watch a training: notes of words from the notes that are there, with their tags. */
  addNotes(count) {
    const folder = join(this.workspace, "more");
    mkdirSync(folder);
    const sources = notesBelow(this.workspace);
    for (let i = 0; i < count; i++) {
      const one = sources[i % sources.length];
      const other = sources[(7 * i + 3) % sources.length];
      const lines = [...one.lines.slice(0, 1 + (i % 3)), ...other.lines.slice(-1)];
      writeFileSync(join(folder, `note-${i}.md`), `${one.head}\n# Note ${i}\n\n${lines.join("\n")}\n`);
    }
  }

  /** Does it again until it succeeds: for what VS Code swallows while something else is going on. */
  async retry(action) {
    const end = performance.now() + MILLISECONDS;
    for (;;) {
      try {
        return await action();
      } catch (error) {
        if (performance.now() > end) throw error;
        await this.page.keyboard.press("Escape");
      }
    }
  }

  /** Waits until `isSo` holds, of something outside of the browser. */
  async until(what, isSo) {
    const end = performance.now() + MILLISECONDS;
    while (!isSo()) {
      if (performance.now() > end) throw new Error(`Waited in vain: ${what}`);
      await this.page.waitForTimeout(50);
    }
  }

  /** Undoes and saves until the file is what it was. */
  async undoUntil(path, expected) {
    const file = join(this.workspace, path);
    for (let steps = 0; readFileSync(file, "utf8") !== expected; steps++) {
      if (steps > 10) throw new Error(`Undo does not lead back to what ${path} was.`);
      await this.page.keyboard.press("Control+z");
      await this.page.keyboard.press("Control+s");
      await this.page.waitForTimeout(200);
    }
  }

  async dismissToasts() {
    await this.palette("Notifications: Clear All Notifications");
    await this.page.locator(".notification-toast").first().waitFor({ state: "hidden" });
  }

  toast(text) {
    return this.page.locator(".notification-toast").filter({ hasText: text }).first();
  }

  statusBarItem(text) {
    return this.page.locator(".statusbar-item").filter({ hasText: text }).first();
  }

  /** Keeps a picture in .cache/screenshots/LOOK/NAME.png. */
  async screenshot(name) {
    const folder = join(CACHE, "screenshots", this.look);
    mkdirSync(folder, { recursive: true });
    // What fades in has to be there.
    await this.page.waitForTimeout(300);
    const path = join(folder, `${name}.png`);
    await this.page.screenshot({ path });
    return path;
  }

  async close() {
    if (!openWindows.delete(this)) return;
    await this.#end();
  }
}

/** The tagged notes of a folder: front matter, and the lines of the text that have words. */
function notesBelow(folder) {
  return readdirSync(folder, { recursive: true })
    .filter((file) => file.endsWith(".md"))
    .sort()
    .map((file) => /^(---\n[\s\S]*?\n---\n)([\s\S]*)$/.exec(readFileSync(join(folder, file), "utf8")))
    .filter((match) => match !== null)
    .map(([, head, text]) => ({ head, lines: text.split("\n").filter((line) => /^\w/.test(line)) }));
}
