/** `trnsim run FILE...`: simulate each scenario, print a summary, write its result folder. */
import { type Command, Option } from "commander";
import type { Catalog } from "../../catalog.ts";
import { TimelineRecorder } from "../../metrics/timeline-recorder.ts";
import { grafanaDashboardText } from "../../report/grafana-dashboard.ts";
import { jsonText } from "../../report/json.ts";
import { neuronMonitorLines } from "../../report/neuron-monitor.ts";
import { openMetricsText } from "../../report/open-metrics.ts";
import { deployHint, deployNone, deployText } from "../../report/text/deploy-text.ts";
import { explanationText } from "../../report/text/explanation-text.ts";
import { linesText } from "../../report/text/lines.ts";
import { loadCurveText } from "../../report/text/load-curve-text.ts";
import { runText } from "../../report/text/run-text.ts";
import { traceEventsText } from "../../report/trace-events.ts";
import { deploymentOf } from "../../study/deploy/launchers.ts";
import { settingOf } from "../../study/deploy/setting.ts";
import { explain } from "../../study/explanation.ts";
import { metricsIn, metricsOf } from "../../study/summary-metrics.ts";
import { processConsole } from "../console.ts";
import { readEpoch } from "../epoch.ts";
import { exitCodes } from "../exit-codes.ts";
import { writeText } from "../files.ts";
import { checkReportPaths, type ExplainedRun, explains, reportPath, runReport } from "../html-report.ts";
import { checkLoads, loadCurveOf } from "../load-curves.ts";
import { updateWithin } from "../progress.ts";
import { claimResultFolders, type ExtraFiles, writeResultFolder } from "../result-folder.ts";
import { loadScenarios, type ScenarioFlags, tellLeftOut, withScenarioFlags } from "../scenario-flags.ts";
import { exitCodeOfRuns, type Run, runWatched } from "../simulations.ts";
import { variableOf } from "../variables.ts";

interface RunFlags extends ScenarioFlags {
  out: string;
  strict?: boolean;
  timeline?: boolean;
  explain?: boolean;
  html?: boolean;
  metrics?: boolean;
  epoch?: number;
  loadCurve?: boolean;
  deploy?: boolean;
}

/** Gives the command its flags and what it does. */
export function defineRunCommand(command: Command, shipped: Catalog): void {
  withScenarioFlags(command)
    .option("--out <dir>", "folder of the result folders", "results")
    .option("--strict", "exit 1 when an objective is missed")
    .option("--timeline", "write timeline.json beside each summary, for Perfetto")
    .option("--html", "write a report of each file, <out>/<file>.html")
    .option(
      "--metrics",
      "write metrics.prom (OpenMetrics), a Grafana dashboard of it, and neuron-monitor.jsonl beside each summary",
    )
    .addOption(
      new Option(
        "--epoch <time>",
        "when simulated time begins, for --metrics: 2026-03-01T08:00:00Z, a day or seconds since 1970",
      )
        .argParser(readEpoch)
        .implies({ metrics: true }),
    )
    .option(
      "--explain",
      "say what limits the result, with single kernels and both ways (small runs tell the rest by themselves)",
    )
    .option("--no-explain", "do not")
    .option("--load-curve", "say how it bears load: times and tokens/s from a tenth of full to beyond it")
    .option(
      "--deploy",
      "print the flags of the programs that would serve or train it so, where they can say it",
    )
    .addHelpText(
      "after",
      `
Examples:
  $ trnsim run scenarios/quickstart.yaml
  $ trnsim run chat.yaml --set workload.batching.maxBatch=16 --seed 7 --json
  $ trnsim run chat.yaml --timeline        # open results/<scenario>/<variant>/timeline.json in ui.perfetto.dev`,
    )
    .action(async (files: string[], _, called: Command) => {
      const flags = called.optsWithGlobals<RunFlags>();
      const console = processConsole(flags);
      const runs: ExplainedRun[] = [];
      const loaded = await loadScenarios(files, flags, shipped, { goesOn: true });
      const { entries, catalog, checked, problems } = loaded;
      if (flags.loadCurve) checkLoads(entries, catalog);
      if (flags.html) checkReportPaths(files);
      claimResultFolders(flags.out, entries);
      const bar = console.progress(entries.length, "scenarios");
      for (const [done, entry] of entries.entries()) {
        bar.update(done);
        const startedAt = new Date();
        const start = performance.now();
        const timeline = flags.timeline ? new TimelineRecorder() : undefined;
        const run = await runWatched(entry, catalog, {
          console,
          timeline,
          checked,
          tell: (pause) => updateWithin(bar, done, pause),
        });
        const wallSeconds = (performance.now() - start) / 1000;
        const isWhole = run.record.isStopped !== true;
        const explanation =
          isWhole && isExplained(flags, run)
            ? explain(variableOf(entry, catalog), run.summary, flags.explain || flags.html ? "all" : "limits")
            : null;
        const loadCurve = isWhole && flags.loadCurve ? loadCurveOf(run, catalog) : undefined;
        const setting = settingOf(run.entry.scenario, run.summary, catalog.workloads);
        const deploy = setting && deploymentOf(setting);
        const folder = writeResultFolder(
          flags.out,
          run,
          { startedAt, wallSeconds },
          {
            ...(timeline && { "timeline.json": traceEventsText(timeline, run.summary.scenario.name) }),
            ...(flags.metrics && metricsFiles(run, flags.epoch)),
            ...(explanation && { "explanation.json": jsonText(explanation) }),
            ...(loadCurve && { "load-curve.json": jsonText(loadCurve) }),
            ...(deploy && { "deploy.json": jsonText(deploy) }),
          },
        );
        runs.push({ ...run, explanation, loadCurve, deploy });
        if (!isWhole && done + 1 < entries.length) {
          console.note(`${entries.length - done - 1} of ${entries.length} scenarios were not run`);
        }
        const lines = [
          runText(run.summary, metricsOf(), console.style),
          ...(explanation ? [explanationText(explanation, console.style)] : []),
          ...(loadCurve ? [loadCurveText(loadCurve, console.style)] : []),
          ...(deploy
            ? [flags.deploy ? deployText(deploy, console.style) : deployHint(deploy, console.style)]
            : flags.deploy && isWhole
              ? [
                  deployNone(
                    { jobs: run.record.jobs.length, kind: entry.scenario.workload?.kind },
                    console.style,
                  ),
                ]
              : []),
          `${linesText([["Files", folder]], console.style)}\n`,
        ];
        if (!flags.json) console.print(lines.join("\n"));
        if (!isWhole) break;
      }
      bar.stop();
      if (flags.html) {
        for (const file of new Set(entries.map((entry) => entry.file)))
          console.note(`wrote ${writeReport(flags.out, file, runs)}`);
      }
      if (flags.json)
        console.print(
          jsonText(
            runs.map(({ summary, loadCurve, deploy }) => ({
              ...summary,
              ...(loadCurve && { load_curve: loadCurve }),
              ...(flags.deploy && deploy && { deploy }),
            })),
          ),
        );
      const missed = runs.some(({ summary: { objectives, jobs = [] } }) =>
        [objectives, ...jobs.map((job) => job.objectives)].flat().some(({ met }) => !met),
      );
      process.exitCode = Math.max(exitCodeOfRuns(runs), flags.strict && missed ? exitCodes.checkFailed : 0);
      tellLeftOut(problems);
    });
}

/** A run's quantities over time in the forms that existing dashboards read, by file name. */
function metricsFiles({ summary, record }: Run, epoch?: number): ExtraFiles {
  const { series = [] } = record.result ?? {};
  const metrics = metricsIn([summary]);
  return {
    "metrics.prom": openMetricsText(summary, metrics, series, epoch),
    "dashboard.json": grafanaDashboardText(summary, metrics, series, epoch),
    "neuron-monitor.jsonl": neuronMonitorLines(summary, metrics, series, record.account.share("busy")),
  };
}

/** Writes the report of one file's runs and returns its path. */
function writeReport(out: string, file: string, runs: readonly ExplainedRun[]): string {
  const own = runs.filter(({ entry }) => entry.file === file);
  const path = reportPath(out, file);
  writeText(
    path,
    runReport(
      [file],
      own,
      own.map(({ summary }) => [summary]),
    ),
  );
  return path;
}

function isExplained({ explain, json, html }: RunFlags, run: Run): boolean {
  return explain ?? ((!json || html === true) && explains(run));
}
