#!/usr/bin/env node
/** The process edge: what the streams do when nobody reads them, and the command line. */
import { exitCodes } from "./cli/exit-codes.ts";
import { watchProcess } from "./cli/foreign-code.ts";
import { runCommand } from "./cli/run-command.ts";
import { prepareStart } from "./cli/start-up.ts";

const commandIsOver = watchProcess();
for (const stream of [process.stdout, process.stderr]) {
  stream.on("error", (error: NodeJS.ErrnoException) => {
    // A reader that has seen enough (`trnsim ... | head`) closes the pipe; that is no error.
    commandIsOver();
    if (error.code === "EPIPE") process.exit();
    process.exitCode = exitCodes.badInput;
    if (stream === process.stdout) process.stderr.write(`standard output: ${error.message}\n`);
    process.exit();
  });
}

prepareStart(process.argv.slice(2));
await runCommand(process.argv);
commandIsOver();
