// A vitest reporter whose last line, "N passed, N failed, N skipped", any continuous integration can read.
export default class PlainReporter {
  onTestRunEnd(modules, unhandledErrors) {
    const count = { passed: 0, failed: unhandledErrors.length, skipped: 0 };
    for (const module of modules) {
      if (module.errors().length > 0) count.failed++;
      for (const test of module.children.allTests()) {
        const state = test.result().state;
        count[state === "passed" || state === "failed" ? state : "skipped"]++;
      }
    }
    // The default reporter prints its own summary first.
    process.on("exit", () =>
      process.stdout.write(`${count.passed} passed, ${count.failed} failed, ${count.skipped} skipped\n`),
    );
  }
}
