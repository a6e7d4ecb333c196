import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, describe, it } from "mocha";
import { host } from "../host.mjs";
import { openWindow } from "../window.mjs";

const PATH = "garden/pear-by-the-wall.md";

describe("A writer who uses a screen reader and no mouse", () => {
  let window;
  let original;
  const press = async (...keys) => {
    for (const key of keys) await window.page.keyboard.press(key);
  };
  const goTo = async (place) => {
    await press("Control+1", "Control+g");
    await window.page.locator(".quick-input-widget input").first().fill(`:${place}`);
    await window.rows("").first().waitFor();
    await press("Enter");
    await window.statusBarItem(`Ln ${place.replace(":", ", Col ")}`).waitFor();
  };
  const text = () => readFileSync(join(window.workspace, PATH), "utf8");
  const labels = (rows) => rows.evaluateAll((all) => all.map((row) => row.getAttribute("aria-label")));
  const undoAndSave = async () => {
    await window.undoUntil(PATH, original);
    assert.equal(text(), original);
  };

  before(async () => {
    const settings = { "editor.accessibilitySupport": "on" };
    window = await openWindow(host(), { situation: "notes", look: "high-contrast", settings });
    original = text();
    // A mouse would be noticed: there is none to be seen by the page.
    for (const name of ["click", "dblclick", "move", "down"]) {
      window.page.mouse[name] = () => assert.fail(`The mouse is used: ${name}`);
    }
  });
  after(() => window?.close());

  it("trains, and the status bar says in words how far it is", async () => {
    await window.openDocument(PATH);
    await window.page.getByRole("button", { name: "SDLGM Tags: there is no model for notes yet" }).waitFor();
    await window.palette("SDLGM: Train Tag Model");
    await window.page.getByRole("button", { name: "SDLGM Tags: the model of notes is ready" }).waitFor();
    await window.dismissToasts();
  });

  it("opens the suggestions with a key, hears each with its probability, and takes them", async () => {
    await press("Control+1", "Control+k", "t");
    const rows = window.page.locator(".quick-input-list .monaco-list-row");
    await rows.filter({ hasText: "%" }).first().waitFor();
    await window.screenshot("keyboard-list");
    for (const label of await labels(rows)) assert.match(label, /^[\w ]+, [\d.]+ %, .*like .*\.md/);
    await window.page.getByRole("listbox", { name: /Check the tags .* looks like .* tags, has 0/ }).waitFor();
    await window.page
      .getByRole("checkbox", { name: /^pruning, / })
      .first()
      .waitFor();
    await press("Enter");
    await window.inDocument("tags").waitFor();
    await press("Control+s");
    await window.until("the tags are saved", () => text().startsWith("---\ntags:\n"));
    await undoAndSave();
  });

  it("hears what the lens says, and opens the list from it", async () => {
    await press("Control+Home");
    await window.retry(async () => {
      await window.palette("Show CodeLens Commands for Current Line");
      await window.rows("suggested tag").first().waitFor({ timeout: 3000 });
    });
    const [label] = await labels(window.rows("suggested tag"));
    assert.match(label, /^\d suggested tags? · has none \(looks like [\d–]+\)$/);
    await press("Enter");
    await window.rows("%").first().waitFor();
    await press("Escape");
  });

  it("hears the hover of the title", async () => {
    await goTo("1:5");
    await press("Control+k", "Control+i");
    const hover = window.page.locator(".monaco-hover:not(.hidden)").filter({ hasText: "looks like" });
    await hover.first().waitFor();
    assert.match(await hover.first().ariaSnapshot(), /listitem:\n.*garden/);
    await press("Escape");
  });

  it("completes a tag, and hears how likely each is", async () => {
    await goTo("1:1");
    await window.page.keyboard.insertText("---\ntags: []\n---\n");
    await goTo("2:8");
    await press("Control+Space");
    const rows = window.page.locator(".suggest-widget.visible .monaco-list-row");
    await rows.first().waitFor();
    assert.match((await labels(rows))[0], /^garden, [\d.]+ % · \d+ documents/);
    await window.screenshot("keyboard-completion");
    await press("Enter", "Control+s");
    await window.until("the tag is saved", () => /^---\ntags: \[\w+\]\n---\n/.test(text()));
    await undoAndSave();
  });
});
