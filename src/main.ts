#!/usr/bin/env node
/** The process edge: runs the command line and turns errors into messages and exit codes. */
import * as nodeModule from "node:module";
import { CommanderError } from "commander";
import { InvariantError, ScenarioError } from "./base/errors.ts";
import { exitCodes } from "./cli/exit-codes.ts";
import { makeProgram } from "./cli/program.ts";

// A reader that has seen enough (`trnsim ... | head`) closes the pipe; that is no error.
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  if (error.code !== "EPIPE") throw error;
  process.exit();
});

// Node 22 keeps what it compiled for the next start.
(nodeModule as { enableCompileCache?: () => void }).enableCompileCache?.();

try {
  const program = await makeProgram(process.argv.slice(2));
  await program.parseAsync();
} catch (error) {
  if (error instanceof CommanderError) {
    process.exitCode = error.exitCode === 0 ? 0 : exitCodes.badInput;
  } else if (error instanceof ScenarioError) {
    process.stderr.write(`${error.message}\n`);
    process.exitCode = exitCodes.badInput;
  } else if (error instanceof InvariantError) {
    process.stderr.write(
      `The simulator contradicts itself, which is a defect: ${error.message}\n${error.stack}\n`,
    );
    process.exitCode = 70;
  } else {
    throw error;
  }
}
