import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    root: new URL("..", import.meta.url).pathname,
    globalSetup: "test/temporary-folder.ts",
    include: ["test/**/*.test.ts"],
    exclude: ["test/slow/**"],
    testTimeout: 600_000,
    maxWorkers: "100%",
    // Files of one worker share the modules they import: the core keeps no state between runs, and says so (determinism).
    isolate: false,
  },
});
