// Chromium without a window, with fonts of its own, that reaches nothing but this machine.
import { existsSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { atEnd } from "./ending.mjs";
import { temporaryFolder } from "./temporary.mjs";

const ARGUMENTS = [
  "--no-sandbox",
  "--disable-dev-shm-usage",
  "--disable-gpu",
  "--disable-background-networking",
  "--force-color-profile=srgb",
  "--no-first-run",
];
const VERBOSE = process.env.VSCODE_TEST_VERBOSE !== undefined;

/**
 * @param {string} folder where the browser is set up, from `setUp`
 * @returns {Promise<{ version: string, newPage: (size?: { width: number, height: number }) => Promise<Page>, end: () => Promise<void> }>}
 *   `newPage` opens a page that shares nothing with others; `Page` is Playwright's
 */
export async function openBrowser(folder) {
  const { chromium } = createRequire(join(folder, "package.json"))("playwright-core");
  const own = process.env.VSCODE_TEST_CHROMIUM;
  const temporary = temporaryFolder("browser");
  const browser = await chromium.launch({
    executablePath: own ?? join(folder, "chromium", "chromium"),
    headless: true,
    args: ARGUMENTS,
    env: own === undefined ? environment(folder, temporary.path) : process.env,
    handleSIGINT: false,
    handleSIGTERM: false,
    handleSIGHUP: false,
  });
  const close = atEnd(
    () => browser.close(),
    () => {},
  );
  return {
    version: browser.version(),
    newPage: async (viewport = { width: 1280, height: 800 }) => {
      const context = await browser.newContext({ viewport, reducedMotion: "reduce" });
      await context.route(
        ({ protocol, hostname }) => /^https?:$/.test(protocol) && hostname !== "127.0.0.1",
        (route) => route.abort(),
      );
      const page = await context.newPage();
      if (VERBOSE) {
        page.on("console", (message) => console.error(`[page] ${message.text().slice(0, 500)}`));
        page.on("pageerror", (error) => console.error(`[page] ${error.message}`));
      }
      return page;
    },
    end: async () => {
      await close();
      await temporary.remove();
    },
  };
}

/** Chromium dies without fonts, and with the machine's own a screenshot would look different on each. */
function environment(folder, temporary) {
  const families = { "sans-serif": "Sans", serif: "Serif", monospace: "Sans Mono", "system-ui": "Sans" };
  const aliases = Object.entries(families).map(
    ([family, face]) =>
      `<match target="pattern"><test qual="any" name="family"><string>${family}</string></test>` +
      `<edit name="family" mode="assign" binding="same"><string>DejaVu ${face}</string></edit></match>`,
  );
  const config = join(temporary, "fonts.conf");
  writeFileSync(
    config,
    `<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig>
<dir>${join(folder, "node_modules/dejavu-fonts-ttf/ttf")}</dir><cachedir>${join(temporary, "fonts")}</cachedir>
${aliases.join("\n")}
<match target="pattern"><edit name="family" mode="append_last"><string>DejaVu Sans</string></edit></match>
</fontconfig>`,
  );
  const libraries = join(folder, "chromium", "al2023", "lib");
  // The machine's own libraries first.
  const path = [process.env.LD_LIBRARY_PATH, existsSync(libraries) ? libraries : undefined]
    .filter(Boolean)
    .join(":");
  return { ...process.env, FONTCONFIG_FILE: config, LD_LIBRARY_PATH: path };
}
