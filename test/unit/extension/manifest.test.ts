import { existsSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { ClientCommand } from "../../../server/protocol.ts";
import { ROOT } from "../architecture/sourceFiles.ts";

const manifest = JSON.parse(readFileSync(`${ROOT}package.json`, "utf8"));
const { commands, keybindings, menus, walkthroughs } = manifest.contributes;
const texts = JSON.parse(readFileSync(`${ROOT}package.nls.json`, "utf8"));
const declared: readonly string[] = commands.map(({ command }: { command: string }) => command);

const registered = [
  ...readFileSync(`${ROOT}extension/commands/index.ts`, "utf8").matchAll(/^ {2}"(sdlgm\.\w+)":/gm),
].map(([, id]) => id);

/** Registered for the status bar alone. */
const INTERNAL = ["sdlgm.showMenu", "sdlgm.explainProblem"];

describe("the manifest", () => {
  it("declares the commands that the extension registers", () => {
    expect([...declared, ...INTERNAL].sort()).toEqual([...registered].sort());
  });

  it("declares the commands that the server's lenses lead to", () => {
    expect(declared).toEqual(expect.arrayContaining(Object.values(ClientCommand)));
  });

  it("uses no command that there is not in menus, key bindings and pictures of the walkthrough", () => {
    const used = [...keybindings, ...Object.values(menus).flat()] as { command: string }[];
    const steps = JSON.stringify(walkthroughs).matchAll(/onCommand:(sdlgm\.\w+)/g);
    const links = JSON.stringify(texts).matchAll(/\(command:(sdlgm\.\w+)\)/g);
    const names = [...used.map(({ command }) => command), ...[...steps, ...links].map(([, id]) => id)];
    expect(names.length).toBeGreaterThan(4);
    expect(names.filter((id) => !declared.includes(id))).toEqual([]);
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
