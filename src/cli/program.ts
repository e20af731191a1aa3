/**
 * The command line, assembled: one file a command. A command's modules are loaded when it is the one that is called, and
 * all of them for the help of the whole program, so that the start of a short run does not pay for reports it never makes.
 */
import { Command, Help, type Option } from "commander";
import { version } from "../base/version.ts";
import { type Catalog, catalog } from "../catalog.ts";

type AddCommand = (program: Command, catalog: Catalog) => void;

/** Every command, in the order of the help. */
const commands: Readonly<Record<string, () => Promise<AddCommand>>> = {
  run: async () => (await import("./run.ts")).addRunCommand,
  compare: async () => (await import("./compare.ts")).addCompareCommand,
  plan: async () => (await import("./plan.ts")).addPlanCommand,
  sweep: async () => (await import("./sweep.ts")).addSweepCommand,
  estimate: async () => (await import("./estimate.ts")).addEstimateCommand,
  check: async () => (await import("./check.ts")).addCheckCommand,
  validate: async () => (await import("./validate.ts")).addValidateCommand,
  calibrate: async () => (await import("./calibrate.ts")).addCalibrateCommand,
  collective: async () => (await import("./collective.ts")).addCollectiveCommand,
  topology: async () => (await import("./topology.ts")).addTopologyCommand,
  catalog: async () => (await import("./catalog.ts")).addCatalogCommand,
  init: async () => (await import("./init.ts")).addInitCommand,
  completion: async () => (await import("./completion.ts")).addCompletionCommand,
  schema: async () => (await import("./schema.ts")).addSchemaCommand,
};

/** Names of the commands that need to know all others. */
const needsAll = ["completion", "help"];

/** The program for the arguments `args`: with the command they call, or with all where they call none of them. */
export async function makeProgram(args: readonly string[]): Promise<Command> {
  const program = new Command("trnsim")
    .description("Discrete-event simulator of accelerator clusters: throughput, latency and cost.")
    .version(version)
    .option("--json", "print the machine-readable result on stdout and nothing else there")
    .option("--quiet", "no remarks on stderr")
    .option("--no-color", "no colour")
    .configureHelp({ optionDescription })
    .showHelpAfterError();
  const called = args.find((argument) => !argument.startsWith("-"));
  const load =
    called === undefined || needsAll.includes(called) || !Object.hasOwn(commands, called)
      ? undefined
      : commands[called];
  for (const add of await Promise.all((load ? [load] : Object.values(commands)).map((get) => get()))) {
    add(program, catalog);
  }
  return program.exitOverride();
}

/** What an option does; its default too, but for the empty list that repeatable options begin with. */
function optionDescription(option: Option): string {
  const { defaultValue, description } = option;
  const isEmpty = Array.isArray(defaultValue) && defaultValue.length === 0;
  return isEmpty ? description : new Help().optionDescription(option);
}
