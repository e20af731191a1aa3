/**
 * `npm run build`: the program, the library and what is loaded beside them as a few files, since opening and resolving seven
 * hundred modules takes longer than a short run. They share chunks, so that a plug-in meets the simulator's own classes.
 * Types come from the compiler afterwards, module by module.
 */
import { build } from "rolldown";

await build({
  input: {
    main: "src/main.ts",
    index: "src/index.ts",
    "sweep-worker": "src/cli/sweep/sweep-worker.ts",
    client: "src/report/html/client.ts",
  },
  platform: "node",
  // Loaded by few commands, and from files of their own; protobuf would be needed to send sketches, which nothing does.
  external: ["jiti", "tinypool", "protobufjs/minimal"],
  output: { dir: "dist", cleanDir: true, chunkFileNames: "chunk-[name].js" },
});

// What the what-if page carries: its own script, and the core for its worker, each as one script. Without the comments of
// the libraries, which make a fifth of it.
for (const name of ["client", "worker"]) {
  await build({
    input: `src/page/${name}.ts`,
    platform: "browser",
    external: ["protobufjs/minimal"],
    output: { file: `dist/page-${name}.js`, format: "iife", minify: true, comments: { legal: false } },
  });
}
