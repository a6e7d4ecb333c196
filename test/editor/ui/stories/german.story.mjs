import { after, before, describe, it } from "mocha";
import { host } from "../host.mjs";
import { openWindow } from "../window.mjs";

describe("Someone whose VS Code speaks German", () => {
  let window;
  before(async () => {
    window = await openWindow(host(), { situation: "notes", look: "light", language: "de" });
    window.addNotes(400);
  });
  after(() => window?.close());

  it("trains by a German command, and reads of the progress and the end in German", async () => {
    await window.openDocument("garden/pear-by-the-wall.md");
    await window.statusBarItem("SDLGM: untrainiert").waitFor();
    await window.palette("SDLGM: Schlagwort-Modell trainieren");
    await window.toast("Das Schlagwort-Modell wird trainiert").waitFor();
    await window.statusBarItem(/trainiert \d/).waitFor();
    await window.screenshot("german-training");
    await window.toast("verschlagworteten Dokumenten gelernt").waitFor();
    await window.statusBarItem("SDLGM: bereit").waitFor();
    await window.dismissToasts();
  });

  it("is answered in German by the server: lens, hover and quick fix", async () => {
    await window.page.locator(".codelens-decoration").filter({ hasText: "hat keines (sieht nach" }).waitFor();
    await window.hover("by the wall", "Dieses Dokument sieht nach");
    await window.screenshot("german-hover");
    await window.page.keyboard.press("Escape");
    await window.inDocument("by the wall").click();
    await window.retry(async () => {
      await window.page.keyboard.press("Control+.");
      const list = window.page.locator(".action-widget").filter({ hasText: /Schlagwort „.*“ hinzufügen/ });
      await list.waitFor({ timeout: 3000 });
    });
    await window.screenshot("german-quick-fix");
    await window.page.keyboard.press("Escape");
  });

  it("chooses tags from a German list", async () => {
    await window.palette("SDLGM: Schlagwörter für dieses Dokument vorschlagen");
    await window.page.locator(".quick-input-widget").filter({ hasText: "sieht nach" }).waitFor();
    await window.screenshot("german-list");
    await window.page.keyboard.press("Escape");
  });

  it("finds the settings described in German", async () => {
    await window.palette("Preferences: Open Settings (UI)");
    await window.page.locator(".settings-editor").waitFor();
    await window.page.keyboard.type("@ext:sdlgm.sdlgm-tags");
    await window.page
      .locator(".setting-item-description")
      .filter({ hasText: "Namen der Felder im Front Matter" })
      .waitFor();
    await window.screenshot("german-settings");
  });
});
