// A vitest reporter that counts: for scripts/test.mjs into a file, otherwise as a last line, "N passed, N failed, N skipped",
// that any continuous integration can read.
import { countsOf, writeResult } from "./testResults.mjs";

export default class PlainReporter {
  onTestRunEnd(modules, unhandledErrors) {
    const result = { passed: 0, failed: 0, skipped: 0, failures: [] };
    const fail = (title, errors) => {
      result.failed++;
      const message = errors.map(({ stack, message }) => stack ?? message).join("\n");
      result.failures.push({ title, message });
    };
    for (const error of unhandledErrors) fail("outside of tests", [error]);
    for (const module of modules) {
      const errors = module.errors();
      if (errors.length > 0) fail(module.relativeModuleId, errors);
      for (const test of module.children.allTests()) {
        const { state, errors = [] } = test.result();
        if (state === "failed") fail(`${module.relativeModuleId} › ${test.fullName}`, errors);
        else if (state === "passed") result.passed++;
        else result.skipped++;
      }
    }
    const name = process.env.SDLGM_TEST_RESULTS;
    if (name !== undefined) writeResult(name, result);
    // The default reporter prints its own summary first.
    else process.on("exit", () => process.stdout.write(`${countsOf(result)}\n`));
  }
}
