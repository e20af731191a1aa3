/** `trnsim run FILE...`: simulate each scenario, print a summary, write its result folder. */
import { join } from "node:path";
import type { Command } from "commander";
import type { Catalog } from "../catalog.ts";
import { TimelineRecorder } from "../metrics/timeline-recorder.ts";
import { explanationText } from "../report/explanation-text.ts";
import { jsonText } from "../report/json.ts";
import { runText } from "../report/run-text.ts";
import { traceEventsText } from "../report/trace-events.ts";
import { explain } from "../study/explanation.ts";
import { processConsole } from "./console.ts";
import { exitCodes } from "./exit-codes.ts";
import { writeText } from "./files.ts";
import { writeResultFolder } from "./result-folder.ts";
import { loadScenarios, type ScenarioFlags, withScenarioFlags } from "./scenario-flags.ts";
import { exitCodeOfRuns, type Run, runEntry } from "./simulations.ts";
import { variableOf } from "./variables.ts";

/** Runs of at most this many events are explained unasked: simulating each some 16 times more takes seconds. */
const explainedEventsMax = 100_000;

interface RunFlags extends ScenarioFlags {
  out: string;
  strict?: boolean;
  timeline?: boolean;
  explain?: boolean;
}

/** Adds the command to `program`. */
export function addRunCommand(program: Command, shipped: Catalog): void {
  withScenarioFlags(program.command("run <file...>"))
    .description("simulate each scenario (all its variants) and print a summary")
    .option("--out <dir>", "folder of the result folders", "results")
    .option("--strict", "exit 1 when an objective is missed")
    .option("--timeline", "write timeline.json beside each summary, for Perfetto")
    .option("--explain", "say what limits the result (small runs do so by themselves)")
    .option("--no-explain", "do not")
    .addHelpText(
      "after",
      `
Examples:
  $ trnsim run scenarios/quickstart.yaml
  $ trnsim run chat.yaml --set workload.batching.maxBatch=16 --seed 7 --json
  $ trnsim run chat.yaml --timeline        # open results/<scenario>/<variant>/timeline.json in ui.perfetto.dev`,
    )
    .action(async (files: string[], _, command: Command) => {
      const flags = command.optsWithGlobals<RunFlags>();
      const console = processConsole(flags);
      const runs: Run[] = [];
      const { entries, catalog } = await loadScenarios(files, flags, shipped);
      for (const entry of entries) {
        const startedAt = new Date();
        const start = performance.now();
        const timeline = flags.timeline ? new TimelineRecorder() : undefined;
        const run = runEntry(entry, catalog, timeline);
        runs.push(run);
        const folder = writeResultFolder(flags.out, run, {
          startedAt,
          wallSeconds: (performance.now() - start) / 1000,
        });
        if (timeline !== undefined) {
          writeText(join(folder, "timeline.json"), traceEventsText(timeline, run.summary.scenario.name));
        }
        const explanation = explains(flags, run) ? explain(variableOf(entry, catalog), run.summary) : null;
        if (explanation !== null) writeText(join(folder, "explanation.json"), jsonText(explanation));
        if (flags.json) continue;
        const lines = [
          runText(run.summary, console.style),
          ...(explanation ? [explanationText(explanation, console.style)] : []),
          `  ${"Files".padEnd(16)}${folder}\n`,
        ];
        console.print(lines.join("\n"));
      }
      if (flags.json) console.print(jsonText(runs.map(({ summary }) => summary)));
      const missed = runs.some(({ summary }) => summary.objectives.some(({ met }) => !met));
      process.exitCode = Math.max(exitCodeOfRuns(runs), flags.strict && missed ? exitCodes.checkFailed : 0);
    });
}

function explains({ explain, json }: RunFlags, { record }: Run): boolean {
  return explain ?? (!json && record.events <= explainedEventsMax);
}
