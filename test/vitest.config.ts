import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    root: new URL("..", import.meta.url).pathname,
    include: ["test/**/*.test.ts"],
    exclude: ["test/slow/**"],
    testTimeout: 600_000,
    maxWorkers: "100%",
  },
});
