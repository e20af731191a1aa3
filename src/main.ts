#!/usr/bin/env node
/** The process edge: runs the command line and turns errors into messages and exit codes. */
import { CommanderError } from "commander";
import { InvariantError, ScenarioError } from "./base/errors.ts";
import { diagnosticsText } from "./cli/diagnostics.ts";
import { exitCodes } from "./cli/exit-codes.ts";
import { makeProgram } from "./cli/program.ts";
import { prepareStart } from "./cli/start-up.ts";

for (const stream of [process.stdout, process.stderr]) {
  stream.on("error", (error: NodeJS.ErrnoException) => {
    // A reader that has seen enough (`trnsim ... | head`) closes the pipe; that is no error.
    if (error.code === "EPIPE") process.exit();
    process.exitCode = exitCodes.badInput;
    if (stream === process.stdout) process.stderr.write(`standard output: ${error.message}\n`);
    process.exit();
  });
}

prepareStart(process.argv.slice(2));

try {
  const program = await makeProgram(process.argv.slice(2));
  await program.parseAsync();
} catch (error) {
  if (error instanceof CommanderError) {
    process.exitCode = error.exitCode === 0 ? 0 : exitCodes.badInput;
  } else if (error instanceof ScenarioError) {
    process.stderr.write(`${diagnosticsText(error.problems, process.argv)}\n`);
    process.exitCode = exitCodes.badInput;
  } else {
    const what = error instanceof InvariantError ? "The simulator contradicts itself" : "The program failed";
    const { message, stack } = error instanceof Error ? error : { message: String(error), stack: "" };
    process.stderr.write(`${what}, which is a defect: ${message}\n${stack}\n`);
    process.exitCode = exitCodes.defect;
  }
}
