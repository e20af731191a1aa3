/**
 * User plug-ins: `plugins: [./my-router.ts]` in a scenario. A plug-in file exports lists by the names of the kinds it adds
 * to (`export const routers = [...]`); TypeScript runs through a loader, and `trnsim` and `zod` resolve to the simulator's
 * own, wherever the file stands.
 */
import { resolve } from "node:path";
import { fileURLToPath } from "node:url";
import type { Jiti } from "jiti";
import { type Problem, ScenarioError } from "../base/errors.ts";
import { nearest } from "../base/nearest.ts";
import type { AnyPlugin } from "../base/plugin.ts";
import { type Catalog, makeCatalog, type PluginLists, pluginKinds } from "../catalog.ts";
import { readYaml } from "../scenario/yaml-source.ts";
import type { WorkloadKind } from "../workload/workload.ts";
import { built } from "./built.ts";
import { foreignCodeLoads } from "./foreign-code.ts";

/** Paths of the plug-in files that the scenarios of `text` name. */
export function pluginPaths(text: string, file: string, resolve: (path: string) => string): string[] {
  return readYaml(text, file).flatMap(({ value }) => {
    const { plugins } = (value ?? {}) as { plugins?: unknown };
    return Array.isArray(plugins) ? plugins.map((path) => resolve(String(path))) : [];
  });
}

/** `--plugin`: a file given on the command line is the user's own, and needs no leave. */
export const pluginFlag = [
  "--plugin <file>",
  "a plug-in file of your own, whose topologies, collectives and kinds can be named (repeatable)",
  (value: string, before: string[]) => [...before, value],
  [] as string[],
] as const;

/** Absolute paths of files named on the command line. */
export function pluginFiles(files: readonly string[]): string[] {
  return files.map((file) => resolve(file));
}

/** `catalog` with the plug-ins of `paths` added. Throws a `ScenarioError` on a file that is none. */
export async function withPlugins(catalog: Catalog, paths: readonly string[]): Promise<Catalog> {
  if (paths.length === 0) return catalog;
  const library = fileURLToPath(built("index.js"));
  const zod = fileURLToPath(import.meta.resolve("zod"));
  // The loader takes time to load itself, which most runs need not spend.
  const { createJiti } = await import("jiti");
  foreignCodeLoads(paths);
  const loader = createJiti(import.meta.url, { alias: { trnsim: library, zod } });
  const lists: Record<string, unknown[]> = Object.fromEntries(
    pluginKinds.map((kind) => [kind, [...catalog[kind]]]),
  );
  const kinds: WorkloadKind[] = [];
  for (const path of new Set(paths)) {
    const added = await load(loader, path);
    for (const kind of added.workloads ?? []) {
      checked(kind, "workloads", path, [...catalog.workloads, ...kinds]);
      kinds.push({ ...(kind as WorkloadKind), file: path });
    }
    for (const kind of pluginKinds) {
      const list = lists[kind] ?? [];
      for (const plugin of added[kind] ?? []) list.push(checked(plugin, kind, path, list));
    }
  }
  return makeCatalog(lists as unknown as PluginLists, kinds);
}

/** What a plug-in file may export. */
const exported = [...pluginKinds, "workloads"];

async function load(loader: Jiti, path: string): Promise<{ [kind: string]: unknown[] | undefined }> {
  const expected = `a module that exports one or more of ${exported.join(", ")}, each a list of plug-ins`;
  let module: { [kind: string]: unknown };
  try {
    module = await loader.import(path);
  } catch (error) {
    throw new ScenarioError([unloaded(path, error)]);
  }
  if (!exported.some((kind) => Array.isArray(module[kind]))) {
    const names = Object.keys(module);
    const meant = names.flatMap((name) => (exported.includes(name) ? [] : (nearest(name, exported) ?? [])));
    const found = names.some((name) => exported.includes(name))
      ? `${names.filter((name) => exported.includes(name)).join(", ")}, which is no list`
      : `exports ${names.join(", ") || "nothing"}`;
    throw new ScenarioError([{ file: path, found, expected, nearest: meant[0] }]);
  }
  return module as { [kind: string]: unknown[] | undefined };
}

/** A file that does not load: what was wrong, and where in it, as far as the loader says. */
function unloaded(path: string, error: unknown): Problem {
  const { message, stack = "" } = error instanceof Error ? error : { message: `${String(error)}, thrown` };
  const [first = "", ...rest] = message.split("\n");
  const [, line, column] =
    [...rest, stack]
      .join("\n")
      .split(path)[1]
      ?.match(/^:(\d+):(\d+)/) ?? [];
  const place = line === undefined ? {} : { line: Number(line), column: Number(column) };
  return { file: path, ...place, found: first.trim(), expected: "a module that loads" };
}

/** `plugin` with its file, which no other of `known` may share its name with. */
function checked(plugin: unknown, kind: string, path: string, known: readonly unknown[]): unknown {
  const { name, help, options, create } = (plugin ?? {}) as Partial<AnyPlugin<unknown>>;
  if (known.some((other) => (other as AnyPlugin<unknown>).name === name)) {
    const expected = "a name that no other has";
    throw new ScenarioError([{ file: path, path: kind, found: `"${name}"`, expected }]);
  }
  const wrong = Object.entries(isMap(options) ? options : {}).find(
    ([key, each]) => key === "kind" || !isSchema(each),
  );
  if (wrong !== undefined) {
    const [key, value] = wrong;
    const expected =
      key === "kind"
        ? "another name: kind is the plug-in's own"
        : "a schema, such as quantity.count({}) or z.string()";
    throw new ScenarioError([
      { file: path, path: `${kind}: ${name}: options.${key}`, found: foundText(value), expected },
    ]);
  }
  if (typeof name === "string" && typeof help === "string" && options && typeof create === "function")
    return { ...(plugin as AnyPlugin<unknown>), file: path };
  throw new ScenarioError([
    {
      file: path,
      path: kind,
      found: String(name ?? plugin),
      expected: "a plug-in with name, help, options and create",
    },
  ]);
}

const isMap = (value: unknown): value is object => typeof value === "object" && value !== null;

/** Whether `value` is a schema of the zod that plug-ins are given. */
const isSchema = (value: unknown): boolean => isMap(value) && "_zod" in value;

function foundText(value: unknown): string {
  return isSchema(value) ? "a schema" : (JSON.stringify(value) ?? String(value)).slice(0, 60);
}
