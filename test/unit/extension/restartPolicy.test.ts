import { describe, expect, it } from "vitest";
import { RestartPolicy } from "../../../extension/restartPolicy.ts";

/** The answers to stops at these seconds: a delay in seconds, with `!` where it is to be said, or `giveUp`. */
function check(seconds: readonly number[], expected: readonly string[]): void {
  const policy = new RestartPolicy();
  const answers = seconds.map((second) => {
    const next = policy.stopped(1000 * second);
    return next.kind === "giveUp" ? next.kind : `${next.delay / 1000}${next.isFirst ? "!" : ""}`;
  });
  expect(answers).toEqual(expected);
}

describe("a server that stops by itself", () => {
  it("is restarted soon, and it is said", () => check([10], ["0.5!"]));

  it("is restarted later each time, and it is said once", () =>
    check([0, 1, 3, 6, 11], ["0.5!", "1", "2", "4", "8"]));

  it("is given up at the sixth stop in three minutes", () =>
    check([0, 1, 2, 3, 4, 179], ["0.5!", "1", "2", "4", "8", "giveUp"]));

  it("starts from the beginning after three quiet minutes", () =>
    check([0, 1, 2, 182, 183], ["0.5!", "1", "2", "0.5!", "1"]));

  it("forgets one stop after the other", () => check([0, 60, 120, 181, 182], ["0.5!", "1", "2", "2", "4"]));

  it("starts from the beginning when somebody restarts it", () => {
    const policy = new RestartPolicy();
    for (let second = 0; second < 6; second++) policy.stopped(1000 * second);
    policy.reset();
    expect(policy.stopped(7000)).toEqual({ kind: "restart", delay: 500, isFirst: true });
  });
});
