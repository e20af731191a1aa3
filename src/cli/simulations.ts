/** Simulates the scenarios of a command, one after the other, and gives their summaries. */
import type { Catalog } from "../catalog.ts";
import { simulationCatalog } from "../catalog.ts";
import type { Timeline } from "../metrics/timeline.ts";
import type { ScenarioEntry } from "../scenario/read-scenarios.ts";
import type { RunRecord } from "../simulation/run-record.ts";
import type { Scenario } from "../simulation/scenario.ts";
import { type simulate, simulation } from "../simulation/simulate.ts";
import { type Summary, summaryOf } from "../simulation/summary.ts";
import { drained, type RunPause } from "../simulation/watched.ts";
import type { Console } from "./console.ts";
import { exitCodeOf } from "./exit-codes.ts";
import { readBytes, readText } from "./files.ts";
import { untilInterrupted } from "./interruption.ts";
import { updateWithin } from "./progress.ts";
import { fileName, type LoadedScenarios } from "./scenario-flags.ts";

/** One scenario, simulated. */
export interface Run {
  entry: ScenarioEntry<Scenario>;
  record: RunRecord;
  summary: Summary;
}

/** One that was timed. */
export interface TimedRun extends Run {
  wallSeconds: number;
}

/** Simulates `entry`; `tell` hears now and then how far it is. */
export function runEntry(
  entry: ScenarioEntry<Scenario>,
  catalog: Catalog,
  tell?: (pause: RunPause) => void,
): Run {
  return runOf(entry, catalog, drained(simulation(...parts(entry, catalog)), tell));
}

/**
 * The same for someone who waits: `tell` hears how far it is, and Ctrl-C ends it with what there is by then. `checked` is the
 * plan of one of the scenarios, which has run nothing yet.
 */
export async function runWatched(
  entry: ScenarioEntry<Scenario>,
  catalog: Catalog,
  {
    console,
    timeline,
    checked,
    tell,
  }: {
    console: Console;
    timeline?: Timeline | undefined;
    checked?: LoadedScenarios["checked"];
    tell(pause: RunPause): void;
  },
): Promise<Run> {
  const plan = checked?.entry === entry ? checked.plan : undefined;
  const watched = simulation(...parts(entry, catalog, timeline), plan);
  const record = await untilInterrupted(watched, console, tell);
  return runOf(entry, catalog, record);
}

function parts(
  { scenario, resolved }: ScenarioEntry<Scenario>,
  catalog: Catalog,
  timeline?: Timeline,
): Parameters<typeof simulate> {
  return [scenario, { ...simulationCatalog(catalog, readText, readBytes), timeline }, resolved];
}

function runOf(entry: ScenarioEntry<Scenario>, catalog: Catalog, record: RunRecord): Run {
  const identity = {
    file: fileName(entry),
    variant: entry.variant,
    hash: entry.hash,
    // Worked out when it is read: a text does not show it.
    get catalogHash() {
      return catalog.hash;
    },
  };
  return { entry, record, summary: summaryOf(record, identity) };
}

/** Simulates all entries, with a progress bar when that takes long. */
export function runEntries(
  entries: readonly ScenarioEntry<Scenario>[],
  catalog: Catalog,
  { progress }: Pick<Console, "progress">,
): TimedRun[] {
  const bar = progress(entries.length, "scenarios");
  const runs = entries.map((entry, index) => {
    bar.update(index);
    const start = performance.now();
    const run = runEntry(entry, catalog, (pause) => updateWithin(bar, index, pause));
    return { ...run, wallSeconds: (performance.now() - start) / 1000 };
  });
  bar.stop();
  return runs;
}

/** The exit code of several runs: the highest. */
export function exitCodeOfRuns(runs: readonly Run[]): number {
  return Math.max(0, ...runs.map(({ record }) => exitCodeOf(record.status)));
}
