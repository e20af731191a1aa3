/**
 * `npm run build`: the program, the library and what is loaded beside them as a few files, since opening and resolving seven
 * hundred modules takes longer than a short run. They share chunks, so that a plug-in meets the simulator's own classes.
 * Types come from the compiler afterwards, module by module; `node .build.js finish` then writes the hash of the catalog into the
 * program, leaves the types that the library's door leads to, and has the program write its manual page.
 */
import { execFileSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { build } from "rolldown";

/** Folders of the packages whose code went into the outputs of a build; stand-ins of the bundler begin with a zero byte. */
function packagesIn({ output }) {
  const modules = output.flatMap(({ moduleIds = [] }) => moduleIds);
  const folders = modules.map((id) => id.match(/^[^\0].*node_modules\/(?:@[^/]+\/)?[^/]+/)?.[0]);
  return folders.filter((folder) => folder !== undefined);
}

/** Name, version and licence of a package, as its licence asks to be told where its code is handed on. */
function noticeOf(folder) {
  const { name, version, license } = JSON.parse(readFileSync(`${folder}/package.json`, "utf8"));
  const file = readdirSync(folder).find((each) => /^licen[cs]e/i.test(each));
  const text = file === undefined ? "" : `\n\n${readFileSync(`${folder}/${file}`, "utf8").trim()}`;
  return `${name} ${version} (${license})${text}`;
}

/** Removes the declarations that `door` does not lead to: nobody can import them, and they are half of all. */
function keepReachedTypes(door) {
  const reached = new Set();
  const waiting = [door];
  for (let file = waiting.pop(); file !== undefined; file = waiting.pop()) {
    if (reached.has(file) || !existsSync(file)) continue;
    reached.add(file);
    const imports = readFileSync(file, "utf8").matchAll(/(?:from|import\()\s*"(\.[^"]+)"/g);
    for (const [, path] of imports) waiting.push(join(file, "..", path).replace(/\.[jt]s$/, ".d.ts"));
  }
  for (const path of readdirSync("dist", { recursive: true })) {
    const file = join("dist", path);
    if (file.endsWith(".d.ts") && !reached.has(file)) rmSync(file);
  }
}

/** A script in ASCII alone: one letter beyond it makes Node, and beyond Latin-1 a browser, keep and read two bytes for each letter. */
function writeInAscii(file) {
  const code = (letter) => `\\u${letter.charCodeAt(0).toString(16).padStart(4, "0")}`;
  writeFileSync(file, readFileSync(file, "utf8").replace(/[^\0-\x7f]/g, code));
}

/** Writes the hash of the catalog, which the built program works out once, into it (src/shipped-hash.ts). */
async function writeHash() {
  const text = "hash of the shipped catalog";
  const { catalog } = await import("./dist/index.js");
  const chunks = readdirSync("dist").filter((file) => /^(chunk-.*|index|main)\.js$/.test(file));
  const holders = chunks.filter((file) => readFileSync(join("dist", file), "utf8").includes(text));
  if (holders.length !== 1) throw new Error(`the place of the catalog's hash is in ${holders.length} files`);
  const file = join("dist", holders[0]);
  writeFileSync(file, readFileSync(file, "utf8").replace(text, catalog.hash));
}

if (process.argv[2] === "finish") {
  await writeHash();
  keepReachedTypes("dist/index.d.ts");
  writeFileSync("dist/trnsim.1", execFileSync(process.execPath, ["dist/main.js", "manual"]));
  process.exit();
}

/** Leaves out what keys mean, which editors and the manual show, and no page: 35 KB of it. */
const withoutDescriptions = {
  name: "without-descriptions",
  transform: (code, id) =>
    id.includes("/src/")
      ? code.replace(/\bdescription:\s*("(?:[^"\\]|\\.)*"|`[^`$]*`)/g, 'description: ""')
      : null,
};

const packages = new Set();

const main = await build({
  input: {
    main: "src/main.ts",
    index: "src/index.ts",
    "sweep-worker": "src/cli/sweep/sweep-worker.ts",
    "plan-worker": "src/cli/plan/plan-worker.ts",
    client: "src/report/html/client.ts",
  },
  platform: "node",
  // Of the generator of random numbers, which asks Node's cryptography only for seeds that are never wanted here; loading it
  // takes a tenth of a short run.
  resolve: { alias: { crypto: false } },
  // Loaded by few commands, and from files of their own; protobuf would be needed to send sketches, which nothing does.
  external: ["jiti", "tinypool", "protobufjs/minimal"],
  // Without comments, which are a third of what would have to be read at every start; lines and names stay for stack traces.
  output: { dir: "dist", cleanDir: true, chunkFileNames: "chunk-[name].js", comments: false },
});
for (const folder of packagesIn(main)) packages.add(folder);
for (const { fileName } of main.output) writeInAscii(`dist/${fileName}`);

// What the what-if page carries: its own script, and the core for its worker, each as one script. Without the comments of
// the libraries, which make a fifth of it.
for (const name of ["client", "worker"]) {
  const page = await build({
    input: `src/page/${name}.ts`,
    platform: "browser",
    plugins: [withoutDescriptions],
    // Files of CSV, jobs and execution traces that scenarios name cannot be read in a page, nor is one played then; and nothing
    // sends the sketches of percentiles.
    resolve: {
      alias: {
        "csv-parse/browser/esm/sync": false,
        "./job-file.ts": false,
        "./chakra.ts": false,
        "./trace-run.ts": false,
        "./proto/compiled": false,
        "../proto/compiled": false,
      },
    },
    output: {
      file: `dist/page-${name}.js`,
      format: "iife",
      minify: true,
      comments: false,
      // All that the writer of CSV asks of Node's buffers; its build for browsers brings 32 KB of them.
      intro: 'const Buffer = { isBuffer: () => false, from: () => "\ufeff" };',
    },
  });
  writeInAscii(`dist/page-${name}.js`);
  for (const folder of packagesIn(page)) packages.add(folder);
}

const rule = `\n\n${"-".repeat(80)}\n\n`;
const notices = [...packages].sort().map(noticeOf);
writeFileSync(
  "dist/THIRD-PARTY-NOTICES.txt",
  `Code of these packages is part of this one.${rule}${notices.join(rule)}\n`,
);
