/** `trnsim check FILE... --baseline DIR`: the gate for CI. Differences beyond the tolerance exit 1; `--update` accepts them. */
import { existsSync } from "node:fs";
import { join } from "node:path";
import type { Command } from "commander";
import { ScenarioError } from "../base/errors.ts";
import { parseQuantity } from "../base/units.ts";
import type { Catalog } from "../catalog.ts";
import { baselineText } from "../report/baseline-text.ts";
import { jsonText } from "../report/json.ts";
import { type Baseline, baselineOf, compareToBaseline, readBaseline } from "../study/baseline.ts";
import { processConsole } from "./console.ts";
import { exitCodes } from "./exit-codes.ts";
import { readText, writeText } from "./files.ts";
import { loadScenarios, type ScenarioFlags, withScenarioFlags } from "./scenario-flags.ts";
import { runEntry } from "./simulations.ts";

interface CheckFlags extends ScenarioFlags {
  baseline: string;
  tolerance: string;
  update?: boolean;
}

/** Adds the command to `program`. */
export function addCheckCommand(program: Command, shipped: Catalog): void {
  withScenarioFlags(program.command("check <file...>"))
    .description(
      "compare simulated metrics with committed baselines; exit 1 on a difference beyond the tolerance",
    )
    .option("--baseline <dir>", "folder with one baseline file a scenario", "results/baselines")
    .option("--tolerance <percent>", "largest relative difference of any metric", "0.1%")
    .option("--update", "write the baselines instead of comparing")
    .action(async (files: string[], _, command: Command) => {
      const flags = command.optsWithGlobals<CheckFlags>();
      const console = processConsole(flags);
      const tolerance = parseQuantity(flags.tolerance, "fraction");
      if (tolerance === undefined || tolerance < 0) {
        throw new ScenarioError([
          { path: "--tolerance", found: `"${flags.tolerance}"`, expected: 'a fraction such as "2%"' },
        ]);
      }
      const { entries, catalog } = await loadScenarios(files, flags, shipped);
      const summaries = entries.map((entry) => runEntry(entry, catalog).summary);
      const names = [...new Set(summaries.map(({ scenario }) => scenario.name))];
      const current = names.map((name) =>
        baselineOf(summaries.filter(({ scenario }) => scenario.name === name)),
      );
      const fileOf = (baseline: Baseline) => join(flags.baseline, `${baseline.scenario}.json`);
      if (flags.update) {
        for (const baseline of current) writeText(fileOf(baseline), jsonText(baseline));
        console.note(`wrote ${current.length} baselines to ${flags.baseline}`);
        return;
      }
      const reports = current.map((baseline) => {
        const file = fileOf(baseline);
        const accepted = existsSync(file) ? readBaseline(readText(file), file) : undefined;
        return compareToBaseline(baseline, accepted, tolerance);
      });
      if (flags.json) console.print(jsonText({ schema: "trnsim.check/1", tolerance, scenarios: reports }));
      else console.print(baselineText(reports, console.style));
      if (reports.some(({ passed }) => !passed)) process.exitCode = exitCodes.checkFailed;
    });
}
