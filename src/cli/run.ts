/** `trnsim run FILE...`: simulate each scenario, print a summary, write its result folder. */
import type { Command } from "commander";
import type { Catalog } from "../catalog.ts";
import { jsonText } from "../report/json.ts";
import { runText } from "../report/run-text.ts";
import { processConsole } from "./console.ts";
import { exitCodes } from "./exit-codes.ts";
import { writeResultFolder } from "./result-folder.ts";
import { loadScenarios, type ScenarioFlags, withScenarioFlags } from "./scenario-flags.ts";
import { exitCodeOfRuns, type Run, runEntry } from "./simulations.ts";

interface RunFlags extends ScenarioFlags {
  out: string;
  strict?: boolean;
}

/** Adds the command to `program`. */
export function addRunCommand(program: Command, shipped: Catalog): void {
  withScenarioFlags(program.command("run <file...>"))
    .description("simulate each scenario (all its variants) and print a summary")
    .option("--out <dir>", "folder of the result folders", "results")
    .option("--strict", "exit 1 when an objective is missed")
    .action(async (files: string[], _, command: Command) => {
      const flags = command.optsWithGlobals<RunFlags>();
      const console = processConsole(flags);
      const runs: Run[] = [];
      const { entries, catalog } = await loadScenarios(files, flags, shipped);
      for (const entry of entries) {
        const startedAt = new Date();
        const start = performance.now();
        const run = runEntry(entry, catalog);
        runs.push(run);
        const folder = writeResultFolder(flags.out, run, {
          startedAt,
          wallSeconds: (performance.now() - start) / 1000,
        });
        if (!flags.json)
          console.print(`${runText(run.summary, console.style)}\n  ${"Files".padEnd(16)}${folder}\n`);
      }
      if (flags.json) console.print(jsonText(runs.map(({ summary }) => summary)));
      const missed = runs.some(({ summary }) => summary.objectives.some(({ met }) => !met));
      process.exitCode = Math.max(exitCodeOfRuns(runs), flags.strict && missed ? exitCodes.checkFailed : 0);
    });
}
