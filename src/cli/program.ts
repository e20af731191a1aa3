/** The command line, assembled. Only the command that is called is loaded; the others are known by name and description. */
import { Command } from "commander";
import { version } from "../base/version.ts";
import { commands } from "./commands.ts";
import { optionDescription } from "./option-description.ts";

/** Names of the commands that need to know all others. */
const needsAll = ["completion", "help", "manual"];

/** The program for the arguments `args`: with the flags of the command they call, and of all where it is about all of them. */
export async function makeProgram(args: readonly string[]): Promise<Command> {
  const program = new Command("trnsim")
    .description("Discrete-event simulator of accelerator clusters: throughput, latency and cost.")
    .version(version)
    .option("--json", "print the machine-readable result on stdout and nothing else there")
    .option("--quiet", "no remarks on stderr")
    .option("--no-color", "no colour")
    .configureHelp({ optionDescription, subcommandTerm })
    .showHelpAfterError()
    .exitOverride();
  const called = args.find((argument) => !argument.startsWith("-")) ?? "";
  for (const { usage, description, load } of commands) {
    const command = program.command(usage).description(description);
    if (command.name() !== called && !needsAll.includes(called)) continue;
    const define = await load();
    // What can be named comes with schemas, models and policies: most of what there is to load.
    define(command, (await import("../catalog.ts")).catalog);
  }
  return program;
}

/** How a command is called, which is known before its flags are. */
function subcommandTerm(command: Command): string {
  return `${command.name()} ${command.usage()}`;
}
