import { defineConfig } from "vitest/config";

/** Laws on many cases: minutes, not seconds. */
export default defineConfig({
  test: {
    root: new URL("../..", import.meta.url).pathname,
    include: ["test/slow/**/*.test.ts"],
    testTimeout: 600_000,
    maxWorkers: "100%",
  },
});
