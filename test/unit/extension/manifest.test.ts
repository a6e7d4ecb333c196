import { existsSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { PRODUCT_VERSION } from "../../../server/productVersion.ts";
import { ClientCommand } from "../../../server/protocol.ts";
import { ROOT } from "../architecture/sourceFiles.ts";

const manifest = JSON.parse(readFileSync(`${ROOT}package.json`, "utf8"));
const { commands, keybindings, menus, views, viewsContainers, viewsWelcome, walkthroughs } =
  manifest.contributes;
const texts = JSON.parse(readFileSync(`${ROOT}package.nls.json`, "utf8"));
const declared: readonly string[] = commands.map(({ command }: { command: string }) => command);

/** The files with tables of commands. */
const TABLES = [
  "extension/commands/index.ts",
  "extension/dashboard/dashboardView.ts",
  "extension/views/suggestions/reviewCommands.ts",
  "extension/views/tags/tagCommands.ts",
];
const registered = TABLES.flatMap((path) => [
  ...readFileSync(`${ROOT}${path}`, "utf8").matchAll(/^ +"(sdlgm\.[\w.]+)":/gm),
]).map(([, id]) => id);

/** Registered for the status bar, for rows of the sidebar and for links alone. */
const INTERNAL = [
  "sdlgm.showMenu",
  "sdlgm.explainProblem",
  "sdlgm.review.more",
  "sdlgm.review.open",
  "sdlgm.review.show",
  "sdlgm.review.showLine",
  "sdlgm.review.openRelated",
  "sdlgm.tags.open",
  "sdlgm.tags.more",
  "sdlgm.tags.reveal",
];

describe("the manifest", () => {
  it("has the version that the programs tell", () => {
    expect(manifest.version).toBe(PRODUCT_VERSION);
  });

  it("declares the commands that the extension registers", () => {
    expect([...declared, ...INTERNAL].sort()).toEqual([...registered].sort());
  });

  it("declares the commands that the server's lenses lead to", () => {
    expect(declared).toEqual(expect.arrayContaining(Object.values(ClientCommand)));
  });

  it("uses no command that there is not in menus, key bindings and pictures of the walkthrough", () => {
    const used = [...keybindings, ...Object.values(menus).flat()] as { command: string }[];
    const steps = JSON.stringify(walkthroughs).matchAll(/onCommand:(sdlgm\.[\w.]+)/g);
    const links = JSON.stringify(texts).matchAll(/\(command:(sdlgm\.[\w.]+)\)/g);
    const names = [...used.map(({ command }) => command), ...[...steps, ...links].map(([, id]) => id)];
    expect(names.length).toBeGreaterThan(4);
    // VS Code makes such a command for each view.
    const focus = views.sdlgm.map(({ id }: { id: string }) => `${id}.focus`);
    expect(names.filter((id) => ![...declared, ...focus].includes(id))).toEqual([]);
  });

  it("has a text with a button for every view that may be empty, in every state that it may be in", () => {
    const texted = viewsWelcome.map(({ contents }: { contents: string }) => contents.slice(1, -1));
    for (const key of texted) expect(texts[key], key).toMatch(/^\[[^\]]+\]\(command:[^)]+\)$/m);
    for (const state of ["starting", "indexing", "untrained", "training", "failed", "stopped", "ready"]) {
      const found = viewsWelcome.filter(
        ({ view, when }: { view: string; when: string }) =>
          view === "sdlgm.suggestions" && when.includes(`sdlgm.sidebar == ${state}`),
      );
      expect(found, state).toHaveLength(state === "starting" ? 0 : 1);
    }
  });

  it("binds no key twice in the same place", () => {
    const keys = keybindings.map(({ key, when }: { key: string; when: string }) => `${key} ${when}`);
    expect(new Set(keys).size).toBe(keys.length);
  });

  it("has an icon in one colour for the sidebar, which VS Code paints", () => {
    const icons = [...viewsContainers.activitybar, ...views.sdlgm].map(({ icon }: { icon: string }) => icon);
    for (const icon of icons) {
      const svg = readFileSync(`${ROOT}${icon}`, "utf8");
      expect(svg).toContain('viewBox="0 0 24 24"');
      const colours = [...svg.matchAll(/(?:fill|stroke)="([^"]*)"/g)].map(([, colour]) => colour);
      expect(new Set(colours)).toEqual(new Set(["none", "#000"]));
    }
  });

  it("lets a model be trained wherever a folder is open, before the extension is", () => {
    const train = commands.find(({ command }: { command: string }) => command === "sdlgm.train");
    expect(train.enablement).toBe("workspaceFolderCount > 0");
  });

  it("has the pictures that it names", () => {
    const pictures = [
      manifest.icon,
      ...walkthroughs.flatMap(({ steps }: { steps: { media: { svg: string } }[] }) =>
        steps.map(({ media }) => media.svg),
      ),
    ];
    expect(pictures).toHaveLength(5);
    expect(pictures.filter((path: string) => !existsSync(`${ROOT}${path}`))).toEqual([]);
  });

  it("takes the colours of its pictures from the theme alone", () => {
    for (const { media } of walkthroughs[0].steps) {
      const svg = readFileSync(`${ROOT}${media.svg}`, "utf8");
      const colours = [...svg.matchAll(/(?:fill|stroke)="([^"]*)"/g)].map(([, colour]) => colour);
      expect(colours.length).toBeGreaterThan(5);
      expect(colours.filter((colour) => colour !== "none" && !colour.startsWith("var(--vscode-"))).toEqual(
        [],
      );
    }
  });

  it("keeps the settings of a folder that is not trusted from choosing files", () => {
    expect(manifest.capabilities.untrustedWorkspaces).toMatchObject({
      supported: "limited",
      restrictedConfigurations: ["sdlgm.model.path"],
    });
  });
});
