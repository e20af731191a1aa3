/** The bench as one file, as the program is shipped: a loader of TypeScript in between would be measured too. */
import { mkdirSync } from "node:fs";

/** Builds it beside the program, which a build of that clears; result: its path. */
export async function bundled(): Promise<string> {
  // Not with the module: the runs of the bench hold it too, and are measured.
  const { build } = await import("rolldown");
  const folder = new URL("../../dist/bench/", import.meta.url).pathname;
  mkdirSync(folder, { recursive: true });
  const file = `${folder}bench.js`;
  await build({
    input: new URL("main.ts", import.meta.url).pathname,
    platform: "node",
    external: ["jiti", "tinypool", "protobufjs/minimal", "rolldown"],
    output: { file, comments: false, codeSplitting: false },
  });
  return file;
}
