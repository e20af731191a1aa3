/** `trnsim compare FILE...`: simulate all scenarios and show them side by side against the first. */
import type { Command } from "commander";
import type { Catalog } from "../catalog.ts";
import { comparisonText } from "../report/comparison-text.ts";
import { jsonText } from "../report/json.ts";
import { compareRuns } from "../study/comparison.ts";
import { processConsole } from "./console.ts";
import { writeResultFolder } from "./result-folder.ts";
import { loadScenarios, type ScenarioFlags, withScenarioFlags } from "./scenario-flags.ts";
import { exitCodeOfRuns, runEntry } from "./simulations.ts";

/** Adds the command to `program`. */
export function addCompareCommand(program: Command, shipped: Catalog): void {
  withScenarioFlags(program.command("compare <file...>"))
    .description("simulate scenarios and their variants side by side, with ratios to the first")
    .option("--out <dir>", "folder of the result folders", "results")
    .action(async (files: string[], _, command: Command) => {
      const flags = command.optsWithGlobals<ScenarioFlags & { out: string }>();
      const console = processConsole(flags);
      const { entries, catalog } = await loadScenarios(files, flags, shipped);
      const runs = entries.map((entry) => {
        const startedAt = new Date();
        const start = performance.now();
        const run = runEntry(entry, catalog);
        writeResultFolder(flags.out, run, { startedAt, wallSeconds: (performance.now() - start) / 1000 });
        return run;
      });
      const groups = compareRuns(runs.map(({ summary }) => summary));
      if (flags.json) console.print(jsonText({ schema: "trnsim.comparison/1", groups }));
      else console.print(comparisonText(groups, console.style));
      process.exitCode = exitCodeOfRuns(runs);
    });
}
