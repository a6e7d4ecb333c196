import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { Pacer } from "../../../../extension/dashboard/pacer.ts";

describe("what has a pace", () => {
  beforeEach(() => vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "performance"] }));
  afterEach(() => vi.useRealTimers());

  it("happens soon, and at most once in its time, however often it is asked for", () => {
    const times: number[] = [];
    const pacer = new Pacer(100, () => times.push(performance.now()));
    const started = performance.now();
    for (let i = 0; i < 1000; i++) {
      pacer.request();
      vi.advanceTimersByTime(1);
    }
    expect(times[0] - started).toBeLessThan(5);
    expect(times.length).toBeGreaterThanOrEqual(10);
    expect(times.length).toBeLessThanOrEqual(11);
    for (let i = 1; i < times.length; i++) expect(times[i] - times[i - 1]).toBeGreaterThanOrEqual(100);
  });

  it("happens once more after the last time that it was asked for", () => {
    const action = vi.fn();
    const pacer = new Pacer(100, action);
    pacer.request();
    vi.advanceTimersByTime(10);
    pacer.request();
    vi.advanceTimersByTime(500);
    expect(action).toHaveBeenCalledTimes(2);
  });

  it("does not happen any more when it is disposed", () => {
    const action = vi.fn();
    const pacer = new Pacer(100, action);
    pacer.request();
    pacer.dispose();
    vi.advanceTimersByTime(500);
    expect(action).not.toHaveBeenCalled();
  });
});
