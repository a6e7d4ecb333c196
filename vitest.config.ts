import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["test/unit/**/*.test.ts", "test/cli/**/*.test.ts"],
    // Two shared cores: more workers only fight each other.
    maxWorkers: 2,
    testTimeout: 60_000,
    reporters: process.env.CI ? ["default", "./scripts/plain-reporter.mjs"] : ["default"],
  },
});
