/**
 * What a scenario from elsewhere may do. It may read files below its own folder, and name plug-ins, which are code, only
 * with leave: `--allow-read DIR`, `--allow-plugins`. Paths on the command line are the user's own and need no leave.
 */
import { realpathSync } from "node:fs";
import { dirname, isAbsolute, relative, resolve } from "node:path";
import { ScenarioError } from "../base/errors.ts";

/** What the user allows. */
export interface Leave {
  allowPlugins?: boolean | undefined;
  /** Folders beside that of the scenario. */
  allowRead: readonly string[];
}

/** Makes the paths that scenario `file` names absolute. The function throws a `ScenarioError` on one it may not read. */
export function trustedPaths(file: string, { allowRead }: Leave): (path: string) => string {
  const folder = dirname(resolve(file));
  const folders = [folder, ...allowRead.map((each) => resolve(each))].map(real);
  return (path) => {
    const full = resolve(folder, path);
    if (folders.some((each) => isBelow(real(full), each))) return full;
    throw new ScenarioError([
      { file, found: path, expected: "files below the folder of the scenario, or --allow-read DIR" },
    ]);
  };
}

/** Throws a `ScenarioError` where `file` names plug-ins without leave. */
export function checkPlugins(file: string, plugins: readonly string[], { allowPlugins }: Leave): void {
  if (plugins.length === 0 || allowPlugins) return;
  throw new ScenarioError([
    {
      file,
      path: "plugins",
      found: plugins.map((path) => relative(dirname(resolve(file)), path)).join(", "),
      expected: "--allow-plugins, because plug-ins are code that would run",
    },
  ]);
}

/** Where `path` leads through symbolic links; itself where there is nothing yet. */
function real(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    return path;
  }
}

function isBelow(path: string, folder: string): boolean {
  const way = relative(folder, path);
  return way !== "" && !way.startsWith("..") && !isAbsolute(way);
}
