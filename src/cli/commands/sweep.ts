/** `trnsim sweep FILE --set path=v1,v2,...`: a scenario at many points, over worker threads and array jobs. */
import { basename, join } from "node:path";
import type { Command } from "commander";
import { counted } from "../../base/counted.ts";
import { formatProblem, type Problem, ScenarioError } from "../../base/errors.ts";
import { contentHash } from "../../base/hash.ts";
import { RandomStreams } from "../../base/random.ts";
import { version } from "../../base/version.ts";
import type { Catalog } from "../../catalog.ts";
import { sweepPage } from "../../report/html/sweep-page.ts";
import { jsonText } from "../../report/json.ts";
import { sweepText } from "../../report/text/sweep-text.ts";
import type { Override } from "../../scenario/override.ts";
import type { ScenarioEntry } from "../../scenario/read-scenarios.ts";
import type { Scenario } from "../../simulation/scenario.ts";
import { parseAxis } from "../../study/sweep/axis.ts";
import { bestPoints } from "../../study/sweep/best-points.ts";
import { gridPoints, latinHypercube } from "../../study/sweep/points.ts";
import { isInShard, parseShard, type Shard, shardOfJob } from "../../study/sweep/shard.ts";
import type { SweepPoint, SweepResult } from "../../study/sweep/sweep-point.ts";
import { type Console, processConsole } from "../console.ts";
import { exitCodes } from "../exit-codes.ts";
import { lock, readText, remove, writeText } from "../files.ts";
import { positiveCount } from "../flag-values.ts";
import { aboutText, pageScripts } from "../html-report.ts";
import { loadScenarios, type ScenarioFlags, withScenarioFlags } from "../scenario-flags.ts";
import { schemaOf } from "../scenario-schema.ts";
import { submitToSlurm } from "../sweep/slurm.ts";
import { SweepFolder, type SweepManifest } from "../sweep/sweep-folder.ts";
import { mergeShards } from "../sweep/sweep-merge.ts";
import { runSweep } from "../sweep/sweep-run.ts";
import { Threads, threadsOf } from "../threads.ts";
import { varied } from "../variables.ts";

interface SweepFlags extends ScenarioFlags {
  zip: string[];
  latin?: string;
  out: string;
  workers?: string;
  shard?: string;
  restart?: boolean;
  merge?: string;
  submit?: string;
  array: string;
  sbatch: string[];
  html?: boolean;
}

const collect = (value: string, before: string[]) => [...before, value];

/** Gives the command its flags and what it does. */
export function defineSweepCommand(command: Command, shipped: Catalog): void {
  withScenarioFlags(command)
    .option(
      "--zip <path=values>",
      "an axis that moves together with the other zipped ones (repeatable)",
      collect,
      [],
    )
    .option("--latin <samples>", "draw this many points evenly (Latin hypercube) instead of all combinations")
    .option("--out <dir>", "folder of the result folders", "results")
    .option("--workers <count>", "threads (default: one a core)")
    .option("--shard <i/n>", "only every n-th point; array jobs of Slurm and AWS Batch do so by themselves")
    .option("--restart", "discard what is there instead of continuing")
    .option("--html", "write a report, report.html beside the points")
    .option("--merge <dir>", "put the shards in this folder together")
    .option("--submit <system>", "submit as an array job with a merge after it: slurm")
    .option("--array <tasks>", "tasks of the array job", "8")
    .option("--sbatch <flag>", "a further flag for sbatch, such as --partition=cpu (repeatable)", collect, [])
    .addHelpText(
      "after",
      `
Examples:
  $ trnsim sweep chat.yaml --set workload.batching.maxBatch=1,2,4,8 --set cluster.instance=trn1.32xlarge,trn2.48xlarge
  $ trnsim sweep chat.yaml --set "workload.arrivals.rate=1/s..64/s by x2"
  $ trnsim sweep chat.yaml --zip cluster.instance=trn1.32xlarge,trn2.48xlarge --zip cluster.count=4,1
  $ trnsim sweep chat.yaml --set "workload.arrivals.rate=1/s..64/s by x2" --submit slurm --array 16`,
    )
    .action(async (files: string[], _, called: Command) => {
      const flags = called.optsWithGlobals<SweepFlags>();
      const console = processConsole(flags);
      if (flags.merge !== undefined) {
        const { manifest, results } = mergeShards(flags.merge);
        finish(files, flags, console, flags.merge, manifest, results);
        return;
      }
      if (files.length === 0) {
        throw new ScenarioError([
          { path: "sweep", found: "no file", expected: "a scenario file, or --merge DIR" },
        ]);
      }
      if (flags.submit !== undefined) {
        await pointsOf(files, flags, shipped);
        submit(files, flags, sweepFolder(files, flags), console);
        return;
      }
      const count = threadsOf(flags.workers ?? process.env.SLURM_CPUS_PER_TASK);
      const threads = new Threads("sweep-worker.js", count);
      try {
        const { points, manifest, fixed } = await pointsOf(files, flags, shipped);
        const shard = shardOf(flags, console);
        const whole = sweepFolder(files, flags);
        const folder = shard ? join(whole, `shard-${shard.index}-of-${shard.count}`) : whole;
        lock(`${folder}.lock`, "sweep");
        if (flags.restart) remove(folder);
        const own = shard ? points.filter(({ index }) => isInShard(shard, index)) : points;
        const kept = new SweepFolder(folder, shard ? { ...manifest, shard } : manifest, own);
        const run = { files, flags: { ...flags, set: fixed }, points: own };
        finish(
          files,
          flags,
          console,
          folder,
          manifest,
          await runSweep(run, { threads, folder: kept, console }),
        );
      } finally {
        await threads.destroy();
      }
    });
}

/** Folder of the whole sweep. */
function sweepFolder([first = ""]: readonly string[], { out }: SweepFlags): string {
  return join(out, basename(first).replace(/\.ya?ml$/, ""), "sweep");
}

/** The points that files and flags make, and what they are. */
async function pointsOf(files: readonly string[], flags: SweepFlags, shipped: Catalog) {
  const isAxis = (text: string) => parseAxis(text).values.length > 1;
  const fixed = flags.set.filter((text) => !isAxis(text));
  const axes = flags.set.filter(isAxis).map((text) => parseAxis(text));
  const zipped = flags.zip.map((text) => parseAxis(text, "--zip"));
  const { entries, catalog } = await loadScenarios(files, { ...flags, set: fixed }, shipped, {
    plans: false,
  });
  const samples = flags.latin === undefined ? undefined : positiveCount(flags.latin, "--latin");
  const random = new RandomStreams(Number(flags.seed ?? 1)).stream("latin-hypercube");
  const sets = samples ? latinHypercube({ axes, zipped }, samples, random) : gridPoints({ axes, zipped });
  rejectWhenNoneIsGood(entries, sets, catalog);
  const points = entries
    .flatMap(({ scenario, variant }) =>
      sets.map((overrides) => ({ scenario: scenario.name, variant, overrides })),
    )
    .map(
      ({ scenario, variant, overrides }, index): SweepPoint => ({
        index,
        scenario,
        variant,
        set: Object.fromEntries(overrides.map(({ path, value }) => [path.join("."), value])),
      }),
    );
  const manifest: SweepManifest = {
    schema: "trnsim.sweep/1",
    version,
    catalog_hash: catalog.hash,
    hash: contentHash({ points, scenarios: entries.map(({ hash }) => hash) }),
    points: points.length,
    paths: [...axes, ...zipped].map(({ path }) => path.join(".")),
    ...ownMetricsOf(entries, catalog),
  };
  return { points, manifest, fixed };
}

/** Metrics that the kinds of workload of `entries` define for themselves, if any. */
function ownMetricsOf(
  entries: readonly ScenarioEntry<Scenario>[],
  { workloads }: Catalog,
): Pick<SweepManifest, "own_metrics"> {
  const kinds = new Set(entries.map(({ scenario }) => scenario.workload?.kind));
  const own = workloads
    .filter(({ name }) => kinds.has(name))
    .flatMap(({ name, metrics = [] }) => metrics.map((metric) => ({ ...metric, part: name })));
  return own.length > 0 ? { own_metrics: own } : {};
}

/** A point that is no scenario is a result like any other; when all are, the sweep itself is wrong. */
function rejectWhenNoneIsGood(
  entries: readonly ScenarioEntry<Scenario>[],
  sets: readonly (readonly Override[])[],
  catalog: Catalog,
): void {
  const schema = schemaOf(catalog);
  const problems = new Map<string, Problem>();
  for (const entry of entries) {
    for (const overrides of sets) {
      try {
        varied(entry, overrides, schema);
        return;
      } catch (error) {
        if (!(error instanceof ScenarioError)) throw error;
        for (const problem of error.problems) problems.set(formatProblem(problem), problem);
      }
    }
  }
  throw new ScenarioError([...problems.values()]);
}

function shardOf(flags: SweepFlags, console: Console): Shard | undefined {
  const shard = flags.shard === undefined ? shardOfJob(process.env) : parseShard(flags.shard);
  if (shard !== undefined && flags.shard === undefined) {
    console.note(`shard ${shard.index} of ${shard.count}, as the array job says`);
  }
  return shard !== undefined && shard.count > 1 ? shard : undefined;
}

function submit(files: readonly string[], flags: SweepFlags, folder: string, console: Console): void {
  if (flags.submit !== "slurm") {
    throw new ScenarioError([{ path: "--submit", found: `"${flags.submit}"`, expected: "slurm" }]);
  }
  const each = (flag: string, values: readonly string[]) => values.flatMap((value) => [flag, value]);
  const args = [
    ...files,
    ...each("--set", flags.set),
    ...each("--zip", flags.zip),
    ...each("--latin", flags.latin ? [flags.latin] : []),
    ...each("--seed", flags.seed ? [flags.seed] : []),
    ...each("--workers", flags.workers ? [flags.workers] : []),
    ...(flags.allowPlugins ? ["--allow-plugins"] : []),
    ...each("--allow-read", flags.allowRead),
    ...each("--out", [flags.out]),
  ];
  const tasks = positiveCount(flags.array, "--array");
  const jobs = submitToSlurm({ args, folder, tasks, flags: flags.sbatch });
  const text = `array job ${jobs.array} of ${counted(tasks, "task")}; merge job ${jobs.merge} after it; results in ${folder}`;
  console.print(flags.json ? jsonText({ schema: "trnsim.submission/1", ...jobs, tasks, folder }) : text);
}

function finish(
  files: readonly string[],
  flags: SweepFlags,
  console: Console,
  folder: string,
  manifest: SweepManifest,
  results: readonly SweepResult[],
): void {
  const best = bestPoints(results);
  if (flags.html) {
    const path = join(folder, "report.html");
    const sources = files.map((file) => ({ file: basename(file), text: readText(file) }));
    const title = results[0]?.summary?.scenario.description ?? `Sweep of ${manifest.paths.join(", ")}`;
    const report = { title, results, best, paths: manifest.paths, about: aboutText(), sources };
    writeText(path, sweepPage(report, pageScripts()));
    console.note(`wrote ${path}`);
  }
  if (flags.json) console.print(jsonText({ ...manifest, results }));
  else {
    const text = sweepText({ results, best, paths: manifest.paths }, console.style);
    console.print(`${text}\nFiles: ${folder}/points.csv, points.jsonl`);
  }
  const statuses = new Set(results.map(({ status }) => status));
  if (statuses.has("bad-input") || statuses.has("failed")) process.exitCode = exitCodes.badInput;
  else if (["stalled", "time-limit", "event-limit"].some((status) => statuses.has(status as "stalled"))) {
    process.exitCode = exitCodes.stoppedEarly;
  }
}
