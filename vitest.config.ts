import { defineConfig } from "vitest/config";

const counted = Boolean(process.env.CI ?? process.env.SDLGM_TEST_RESULTS);

export default defineConfig({
  test: {
    globalSetup: "./scripts/kernels.mjs",
    include: ["test/unit/**/*.test.ts", "test/protocol/**/*.test.ts", "test/cli/**/*.test.ts"],
    // Two shared cores: more workers only fight each other.
    maxWorkers: 2,
    testTimeout: 60_000,
    reporters: counted ? ["default", "./scripts/plain-reporter.mjs"] : ["default"],
  },
});
