import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, describe, it } from "mocha";
import { host } from "../host.mjs";
import { serverProcesses } from "../serverProcesses.mjs";
import { openWindow } from "../window.mjs";

describe("A writer whose server dies in mid-training", () => {
  let window;
  const model = () => readFileSync(join(window.workspace, ".sdlgm/model.sdlgm"));
  const notices = (text) => window.page.locator(".notification-list-item").filter({ hasText: text });
  const kill = async () => {
    const [pid, ...others] = serverProcesses();
    assert.ok(pid !== undefined && others.length === 0, `${others.length + 1} servers`);
    process.kill(pid, "SIGKILL");
    await window.until("another server", () => {
      const [now] = serverProcesses();
      return now !== undefined && now !== pid;
    });
  };

  before(async () => {
    window = await openWindow(host(), { situation: "notes", look: "light" });
  });
  after(() => window?.close());

  it("has a model", async () => {
    await window.openDocument("garden/first-heap.md");
    await window.palette("SDLGM: Train Tag Model");
    await window.toast("Learned").waitFor();
    await window.dismissToasts();
    window.addNotes(800);
  });

  it("is told once that the server was restarted, and that the last model stays", async () => {
    const before = model();
    await window.palette("SDLGM: Train Tag Model");
    await window.statusBarItem(/training ([3-9]|\d\d)/).waitFor();
    await kill();
    await window.toast("server stopped").waitFor();
    await window.statusBarItem(/ready|documents changed/).waitFor();
    await window.screenshot("crash");
    await window.palette("Notifications: Show Notifications");
    await notices("server stopped").first().waitFor();
    assert.equal(await notices("").count(), 1, "notifications");
    assert.match(await notices("").textContent(), /Its training is lost; the last model stays/);
    assert.ok(model().equals(before), "the model is another one");
    const files = readdirSync(join(window.workspace, ".sdlgm"), { recursive: true });
    assert.deepEqual(
      files.filter((file) => file.endsWith(".tmp")),
      [],
    );
    await window.page.keyboard.press("Escape");
  });

  it("is not told again when it happens again", async () => {
    await kill();
    await window.statusBarItem(/ready|documents changed/).waitFor();
    await window.palette("Notifications: Show Notifications");
    await notices("server stopped").first().waitFor();
    assert.equal(await notices("").count(), 1, "notifications");
    await window.dismissToasts();
  });

  it("reads what the last model says", async () => {
    await window.hover("compost", "documents of this folder have it");
    await window.page.keyboard.press("Escape");
  });
});
