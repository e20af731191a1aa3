/** One command from its words to an exit code: errors become messages, and nothing ends the process. */
import { CommanderError } from "commander";
import { InvariantError, ScenarioError } from "../base/errors.ts";
import { diagnosticsText } from "./diagnostics.ts";
import { exitCodes } from "./exit-codes.ts";
import { makeProgram } from "./program.ts";

/** Runs the command that `argv` gives after the paths of Node and the program; `process.exitCode` tells how it ended. */
export async function runCommand(argv: readonly string[]): Promise<void> {
  try {
    const program = await makeProgram(argv.slice(2));
    await program.parseAsync(argv);
  } catch (error) {
    if (error instanceof CommanderError) {
      process.exitCode = error.exitCode === 0 ? 0 : exitCodes.badInput;
    } else if (error instanceof ScenarioError) {
      process.stderr.write(`${diagnosticsText(error.problems, argv)}\n`);
      process.exitCode = exitCodes.badInput;
    } else {
      const what =
        error instanceof InvariantError ? "The simulator contradicts itself" : "The program failed";
      const { message, stack } = error instanceof Error ? error : { message: String(error), stack: "" };
      process.stderr.write(`${what}, which is a defect: ${message}\n${stack}\n`);
      process.exitCode = exitCodes.defect;
    }
  }
}
