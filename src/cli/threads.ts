/** Worker threads, and what they read once: scenarios of files. */
import { availableParallelism } from "node:os";
import { Tinypool } from "tinypool";
import { catalog as shipped } from "../catalog.ts";
import { built } from "./built.ts";
import { positiveCount } from "./flag-values.ts";
import { loadScenarios, type ScenarioFlags } from "./scenario-flags.ts";
import { schemaOf } from "./scenario-schema.ts";

/** Threads that `--workers` asks for: one a core when nothing is said. */
export function threadsOf(workers: string | undefined): number {
  return workers === undefined ? availableParallelism() : positiveCount(workers, "--workers");
}

/** Starts `count` threads of `file`, which load the simulator while the caller does other things. The caller destroys the pool. */
export function startThreads(file: "sweep-worker.js" | "plan-worker.js", count: number): Tinypool {
  // Simulations make many short-lived objects: a larger nursery is collected less often.
  const resourceLimits = { maxYoungGenerationSizeMb: 64 };
  return new Tinypool({ filename: built(file).href, minThreads: count, maxThreads: count, resourceLimits });
}

/** Flags that scenarios are read with, as a thread is told them: no state of the process that asks. */
export type ThreadFlags = Pick<ScenarioFlags, "seed" | "set" | "allowPlugins" | "allowRead">;

/** Of `flags` what a thread is told. */
export function threadFlags({ seed, set, allowPlugins, allowRead }: ThreadFlags): ThreadFlags {
  return { seed, set, allowPlugins, allowRead };
}

/** The scenarios of a thread's files, read when they are first asked for. */
export class ThreadScenarios {
  #loading: ReturnType<typeof load> | undefined;

  /** The scenario called `name`, as its variant has it. */
  async find(files: readonly string[], flags: ThreadFlags, name: string, variant: string) {
    this.#loading ??= load(files, flags);
    const { entries, ...beside } = await this.#loading;
    const entry = entries.find((each) => each.scenario.name === name && each.variant === variant);
    if (entry === undefined) throw new Error(`no scenario ${name} / ${variant}`);
    return { entry, ...beside };
  }
}

async function load(files: readonly string[], flags: ThreadFlags) {
  const { entries, catalog } = await loadScenarios(files, flags, shipped, { plans: false });
  return { entries, catalog, schema: schemaOf(catalog) };
}
