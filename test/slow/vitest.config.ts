import { defineConfig } from "vitest/config";

/** Laws on many cases: minutes, not seconds. */
export default defineConfig({
  test: {
    root: new URL("../..", import.meta.url).pathname,
    globalSetup: "test/temporary-folder.ts",
    include: ["test/slow/**/*.test.ts"],
    testTimeout: 600_000,
    maxWorkers: "100%",
    // As in the first stage: an import of the program takes two seconds, and forty files would each pay for it.
    isolate: false,
  },
});
