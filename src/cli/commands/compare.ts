/** `trnsim compare FILE...`: simulate all scenarios and show them side by side against the first. */
import { join } from "node:path";
import type { Command } from "commander";
import { counted } from "../../base/counted.ts";
import type { Catalog } from "../../catalog.ts";
import { csvText } from "../../report/csv.ts";
import { jsonText } from "../../report/json.ts";
import { comparisonMarkdown, comparisonTable } from "../../report/text/comparison-table.ts";
import { comparisonText } from "../../report/text/comparison-text.ts";
import { valueAt } from "../../scenario/known-keys.ts";
import { compareRuns, type Replicated } from "../../study/comparison.ts";
import { explain } from "../../study/explanation.ts";
import { holdChoices } from "../../study/held-choices.ts";
import { processConsole } from "../console.ts";
import { writeText } from "../files.ts";
import { positiveCount } from "../flag-values.ts";
import { explains, reportPath, runReport } from "../html-report.ts";
import { updateWithin } from "../progress.ts";
import { ReplicationFile } from "../replication-file.ts";
import { claimResultFolders, writeResultFolder } from "../result-folder.ts";
import { loadScenarios, type ScenarioFlags, withScenarioFlags } from "../scenario-flags.ts";
import { exitCodeOfRuns, type Run, runEntry } from "../simulations.ts";
import { variableOf } from "../variables.ts";

interface CompareFlags extends ScenarioFlags {
  out: string;
  replications: string;
  csv?: string;
  markdown?: string;
  html?: boolean;
}

/** Gives the command its flags and what it does. */
export function defineCompareCommand(command: Command, shipped: Catalog): void {
  withScenarioFlags(command)
    .option("--out <dir>", "folder of the result folders", "results")
    .option(
      "--replications <count>",
      "run each under this many seeds, the same for all: ratios get intervals, figures a spread; continues where a kill stopped it",
      "1",
    )
    .option("--csv <file>", "write the comparison as CSV")
    .option("--markdown <file>", "write the comparison as Markdown")
    .option("--html", "write a report of all files, <out>/<first file>.html")
    .addHelpText(
      "after",
      `
An arrow behind a metric points the way that is better; ratios are to the first run.

Examples:
  $ trnsim compare scenarios/quickstart.yaml
  $ trnsim compare chat.yaml --replications 5 --markdown chat.md`,
    )
    .action(async (files: string[], _, called: Command) => {
      const flags = called.optsWithGlobals<CompareFlags>();
      const console = processConsole(flags);
      const replications = positiveCount(flags.replications, "--replications");
      const { entries, catalog } = await loadScenarios(files, flags, shipped);
      claimResultFolders(flags.out, entries);
      const bar = console.progress(entries.length * replications, "runs");
      const runs: Run[] = [];
      const kept: ReplicationFile[] = [];
      const replicated = entries.map((entry, position): Replicated => {
        const isDone = position * replications;
        bar.update(isDone);
        const startedAt = new Date();
        const start = performance.now();
        const run = runEntry(entry, catalog, (pause) => updateWithin(bar, isDone, pause));
        const wallSeconds = (performance.now() - start) / 1000;
        const folder = writeResultFolder(flags.out, run, { startedAt, wallSeconds });
        runs.push(run);
        if (replications === 1) return [run.summary];
        let before = isDone;
        const variable = variableOf(entry, catalog, (pause) => updateWithin(bar, before, pause));
        const file = new ReplicationFile(join(folder, "replications.jsonl"), run.summary);
        kept.push(file);
        if (file.kept > 0)
          console.note(
            `${entry.scenario.name}: ${counted(file.kept, "replication is", "replications are")} there already`,
          );
        const others = Array.from({ length: replications - 1 }, (_, index) => {
          before = isDone + index + 1;
          bar.update(before);
          const value = entry.scenario.seed + index + 1;
          return file.summary(index, () => variable.simulate([{ path: ["seed"], value }]));
        });
        return [run.summary, ...others];
      });
      bar.stop();
      const entryOf = new Map(runs.map(({ entry, summary }) => [summary, entry]));
      const groups = compareRuns(replicated).map((group) =>
        holdChoices(
          group,
          (run, overrides) => variableOf(entryOf.get(run) as Run["entry"], catalog).simulate(overrides),
          (run, key) => isOpen((entryOf.get(run) as Run["entry"]).resolved, key),
        ),
      );
      if (flags.csv) writeText(flags.csv, csvText(comparisonTable(groups)));
      if (flags.markdown) writeText(flags.markdown, comparisonMarkdown(groups));
      if (flags.html) {
        const path = reportPath(flags.out, files[0] as string);
        const explained = runs.map((run) => ({
          ...run,
          explanation: explains(run) ? explain(variableOf(run.entry, catalog), run.summary, "all") : null,
        }));
        writeText(path, runReport(files, explained, replicated));
        console.note(`wrote ${path}`);
      }
      if (flags.json) console.print(jsonText({ schema: "trnsim.comparison/1", groups }));
      else console.print(comparisonText(groups, console.style));
      for (const file of kept) file.close();
      process.exitCode = exitCodeOfRuns(runs);
    });
}

/** Whether a scenario as written leaves `key` open. */
function isOpen(written: Readonly<Record<string, unknown>>, key: string): boolean {
  const value = valueAt(written, key.split("."));
  return value === undefined || value === "auto";
}
