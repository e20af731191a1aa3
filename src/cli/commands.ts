/**
 * Every command of the program: how it is called, what it is for, and where it is. The modules of a command are loaded when
 * it is the one that is called, so that the help of the program and a short run do not pay for reports they never make.
 */
import type { Command } from "commander";
import type { Catalog } from "../catalog.ts";

/** A command as the help of the program tells it. */
export interface CommandEntry {
  /** Its name and arguments. */
  usage: string;
  description: string;
  /** Loads what gives the command its flags and what it does. */
  load(): Promise<(command: Command, catalog: Catalog) => void>;
}

/** In the order of the help. */
export const commands: readonly CommandEntry[] = [
  {
    usage: "run <file...>",
    description: "simulate each scenario (all its variants) and print a summary",
    load: async () => (await import("./commands/run.ts")).defineRunCommand,
  },
  {
    usage: "compare <file...>",
    description: "simulate scenarios and their variants side by side, with ratios to the first",
    load: async () => (await import("./commands/compare.ts")).defineCompareCommand,
  },
  {
    usage: "plan <file>",
    description: "find the cheapest hardware and settings that meet the scenario's objectives",
    load: async () => (await import("./commands/plan.ts")).definePlanCommand,
  },
  {
    usage: "sweep [file...]",
    description:
      "simulate a scenario at many points: lists and ranges of --set, all combinations; killed, it continues",
    load: async () => (await import("./commands/sweep.ts")).defineSweepCommand,
  },
  {
    usage: "estimate",
    description: "one line without a file: does it fit, TTFT, TPOT, tokens/s, $ per million tokens",
    load: async () => (await import("./commands/estimate.ts")).defineEstimateCommand,
  },
  {
    usage: "page <out.html>",
    description: "write the what-if page: one file that simulates in a browser, offline",
    load: async () => (await import("./commands/page.ts")).definePageCommand,
  },
  {
    usage: "serve",
    description: "show the what-if page at an address of this machine",
    load: async () => (await import("./commands/serve.ts")).defineServeCommand,
  },
  {
    usage: "check <file...>",
    description:
      "compare simulated metrics with committed baselines; exit 1 on a difference beyond the tolerance",
    load: async () => (await import("./commands/check.ts")).defineCheckCommand,
  },
  {
    usage: "validate [csv...]",
    description: "predict published measurements and score the predictions; without files, the shipped ones",
    load: async () => (await import("./commands/validate.ts")).defineValidateCommand,
  },
  {
    usage: "calibrate [csv...]",
    description:
      "fit constants of a software profile to measured rows, with confidence and cross-validated error; without files, to the shipped rows that ask for it",
    load: async () => (await import("./commands/calibrate.ts")).defineCalibrateCommand,
  },
  {
    usage: "collective",
    description: "time a collective by size, like nccom-test and nccl-tests",
    load: async () => (await import("./commands/collective.ts")).defineCollectiveCommand,
  },
  {
    usage: "topology <name>",
    description: "draw the links of an instance type, an UltraServer, or a topology such as torus:4x4",
    load: async () => (await import("./commands/topology.ts")).defineTopologyCommand,
  },
  {
    usage: "catalog [section] [name]",
    description:
      "list what the simulator knows (chips, instances, models, profiles, operators, policies, keys, metrics), or one entry with its sources",
    load: async () => (await import("./commands/catalog.ts")).defineCatalogCommand,
  },
  {
    usage: "init [file]",
    description: "write a commented starter scenario; asks when nothing is said and a terminal is there",
    load: async () => (await import("./commands/init.ts")).defineInitCommand,
  },
  {
    usage: "completion <shell>",
    description: "print a completion script for bash, zsh or fish",
    load: async () => (await import("./commands/completion.ts")).defineCompletionCommand,
  },
  {
    usage: "manual",
    description: "print the manual page: trnsim manual > trnsim.1 && man ./trnsim.1",
    load: async () => (await import("./commands/manual.ts")).defineManualCommand,
  },
  {
    usage: "schema",
    description: "print the JSON Schema of scenario files",
    load: async () => (await import("./commands/schema.ts")).defineSchemaCommand,
  },
];
