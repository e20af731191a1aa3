/** Flags of commands that read scenario files, and the reading itself. */
import { basename, isAbsolute, resolve } from "node:path";
import type { Command } from "commander";
import { formatProblem, type Problem, ScenarioError } from "../base/errors.ts";
import { type Catalog, simulationCatalog } from "../catalog.ts";
import { type Override, parseOverride } from "../scenario/override.ts";
import { readScenarios, type ScenarioEntry } from "../scenario/read-scenarios.ts";
import { type Plan, plan } from "../simulation/plan.ts";
import type { Scenario } from "../simulation/scenario.ts";
import type { CommonFlags } from "./console.ts";
import { diagnosticsText } from "./diagnostics.ts";
import { exitCodes } from "./exit-codes.ts";
import { readBytes, readText } from "./files.ts";
import { pluginPaths, withPlugins } from "./plugins.ts";
import { schemaOf } from "./scenario-schema.ts";
import { checkPlugins, type Leave, trustedPaths } from "./trust.ts";

/** Flags of commands that read scenario files. */
export interface ScenarioFlags extends CommonFlags, Leave {
  set: string[];
  seed?: string | undefined;
}

const collect = (value: string, before: string[]) => [...before, value];

/** Adds the flags that change values of scenarios. */
export function withValueFlags(command: Command, what = "every scenario"): Command {
  return command
    .option("--set <path=value>", `override a value of ${what} (repeatable)`, collect, [])
    .option("--seed <number>", "seed of every random stream");
}

/** Adds the flags to a command. */
export function withScenarioFlags(command: Command): Command {
  return withValueFlags(command)
    .option("--allow-plugins", "run the code of the plug-ins that scenarios name")
    .option("--allow-read <dir>", "let scenarios read files of this folder too (repeatable)", collect, []);
}

/** What the flags override. Throws a `ScenarioError` on what cannot be. */
export function overridesOf({ set, seed }: Pick<ScenarioFlags, "set" | "seed">): Override[] {
  return [...set, ...(seed === undefined ? [] : [`seed=${seed}`])].map(parseOverride);
}

/** Scenarios of a command, and the catalog with the plug-ins they name. */
export interface LoadedScenarios {
  entries: ScenarioEntry<Scenario>[];
  catalog: Catalog;
  /** The plan by which the first of `entries` was checked, for its run; those of others would wait long, with large clusters. */
  checked?: { entry: ScenarioEntry<Scenario>; plan: Plan } | undefined;
  /** Of files that were left out because something is wrong with them, where others may go on. */
  problems: Problem[];
}

/**
 * Reads all scenarios of `files`, and unless told otherwise plans them, so that whatever is wrong with any of them is told
 * before the first one runs. Throws a `ScenarioError` with the problems of all of them; with `goesOn` only where no file is
 * free of them, or never.
 */
export async function loadScenarios(
  files: readonly string[],
  flags: ScenarioFlags,
  shipped: Catalog,
  { plans = true, goesOn = false }: { plans?: boolean; goesOn?: boolean | "always" } = {},
): Promise<LoadedScenarios> {
  const overrides = overridesOf(flags);
  const problems: Problem[] = [];
  const wrong = new Set<string>();
  /** Notes what is wrong with `file`. */
  const noted = <Value>(file: string, act: () => Value[]): Value[] => {
    try {
      return act();
    } catch (error) {
      if (!(error instanceof ScenarioError)) throw error;
      problems.push(...error.problems);
      wrong.add(file);
      return [];
    }
  };
  const sources = files.flatMap((file) =>
    noted(file, () => [{ file, text: readText(file), fromFile: trustedPaths(file, flags) }]),
  );
  const plugins = sources.flatMap(({ file, text, fromFile }) =>
    noted(file, () => {
      const paths = pluginPaths(text, file, fromFile);
      checkPlugins(file, paths, flags);
      return paths;
    }),
  );
  const catalog = await withPlugins(shipped, plugins);
  const { schema } = schemaOf(catalog);
  const entries = sources
    .filter(({ file }) => !wrong.has(file))
    .flatMap(({ file, text, fromFile }) =>
      noted(file, () => {
        const options = { file, overrides, fromFile, fromCommandLine: resolver(process.cwd()) };
        return readScenarios(text, schema, options) as unknown as ScenarioEntry<Scenario>[];
      }),
    );
  for (const { file, problem } of sameNames(entries)) {
    wrong.add(file);
    problems.push(problem);
  }
  let checked: LoadedScenarios["checked"];
  if (plans && (goesOn !== false || problems.length === 0)) {
    const keep = (entry: ScenarioEntry<Scenario>, made: Plan) => {
      checked ??= { entry, plan: made };
    };
    for (const { file, problem } of planningProblems(entries, catalog, keep)) {
      wrong.add(file);
      problems.push(problem);
    }
  }
  const distinct = [...new Map(problems.map((problem) => [formatProblem(problem), problem])).values()];
  const good = entries.filter(({ file }) => !wrong.has(file));
  if (distinct.length > 0 && (!goesOn || (good.length === 0 && goesOn !== "always")))
    throw new ScenarioError(distinct);
  return { entries: good, catalog, checked, problems: distinct };
}

/** Scenarios whose name and variant a file before theirs has too: the results of one would take the place of the other's. */
function sameNames(entries: readonly ScenarioEntry<Scenario>[]): { file: string; problem: Problem }[] {
  const firsts = new Map<string, string>();
  return entries.flatMap(({ scenario, variant, file, located }) => {
    const key = `${scenario.name}/${variant}`;
    const first = firsts.get(key);
    firsts.set(key, first ?? file);
    if (first === undefined) return [];
    const found = `a second ${key}; the first is in ${first}`;
    return [{ file, problem: located({ path: "name", found, expected: "names that differ" }) }];
  });
}

/** Tells what was wrong with files that were left out; the exit code says that something was. */
export function tellLeftOut(problems: readonly Problem[]): void {
  if (problems.length === 0) return;
  process.stderr.write(`${diagnosticsText(problems, process.argv)}\n`);
  process.exitCode = exitCodes.badInput;
}

/**
 * What planning refuses; `planned` hears of what it does not. Of a value that other variants share and are not refused for, the
 * problem names its variants.
 */
function planningProblems(
  entries: readonly ScenarioEntry<Scenario>[],
  catalog: Catalog,
  planned: (entry: ScenarioEntry<Scenario>, plan: Plan) => void,
): { file: string; problem: Problem }[] {
  const simulation = simulationCatalog(catalog, readText, readBytes);
  const found = entries.flatMap((entry) => {
    try {
      planned(entry, plan(entry.scenario, simulation, entry.resolved));
      return [];
    } catch (error) {
      if (!(error instanceof ScenarioError)) throw error;
      return error.problems.map((bare) => {
        const problem = bare.file === undefined ? entry.located(bare) : bare;
        return { entry, bare, problem, text: formatProblem(problem) };
      });
    }
  });
  return found.map(({ entry, bare, problem, text }) => {
    const { file, scenario } = entry;
    const ofScenario = (each: ScenarioEntry<Scenario>) =>
      each.file === file && each.scenario.name === scenario.name;
    const refused = new Set(
      found.filter((each) => ofScenario(each.entry) && each.text === text).map((each) => each.entry),
    );
    const isShared = entries.some(
      (each) => ofScenario(each) && !refused.has(each) && formatProblem(each.located(bare)) === text,
    );
    if (!isShared) return { file, problem };
    const names = [...refused].map(({ variant }) => variant).join(", ");
    return { file, problem: { ...problem, path: `${problem.path ?? "scenario"} (variant ${names})` } };
  });
}

/** Makes paths relative to `folder` absolute. */
function resolver(folder: string): (path: string) => string {
  return (path) => (isAbsolute(path) ? path : resolve(folder, path));
}

/**
 * The scenario that a command has put together from its own flags, with `overrides` on top. Throws a `ScenarioError` like a file
 * would.
 */
export function scenarioFrom(
  written: object,
  catalog: Catalog,
  overrides: readonly Override[] = [],
): ScenarioEntry<Scenario> {
  const { schema } = schemaOf(catalog);
  const same = (path: string) => path;
  try {
    const options = { file: "command line", overrides, fromFile: same, fromCommandLine: same };
    const [entry] = readScenarios(written, schema, options);
    return entry as unknown as ScenarioEntry<Scenario>;
  } catch (error) {
    if (!(error instanceof ScenarioError)) throw error;
    throw new ScenarioError(error.problems.map(({ line: _, column: __, ...problem }) => problem));
  }
}

/** File name as a result tells it: without folders, which differ from machine to machine. */
export function fileName(entry: ScenarioEntry<Scenario>): string {
  return basename(entry.file);
}
