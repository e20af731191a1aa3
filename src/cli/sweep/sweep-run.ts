/** Simulates the points of a sweep on worker threads, writing each result as it comes. */
import { ScenarioError } from "../../base/errors.ts";
import type { SweepPoint, SweepResult } from "../../study/sweep/sweep-point.ts";
import type { Console } from "../console.ts";
import type { ScenarioFlags } from "../scenario-flags.ts";
import { type Threads, threadFlags } from "../threads.ts";
import type { SweepFolder } from "./sweep-folder.ts";
import type { SweepTask } from "./sweep-worker.ts";

/** What is simulated, by how many threads. */
export interface SweepRun {
  files: readonly string[];
  flags: ScenarioFlags;
  points: readonly SweepPoint[];
}

/** All results in the order of the points; those already in `folder` are not simulated again. Throws a `ScenarioError` where threads do not work. */
export async function runSweep(
  { files, flags, points }: SweepRun,
  { threads, folder, console }: { threads: Threads; folder: SweepFolder; console: Console },
): Promise<SweepResult[]> {
  const results = new Map(folder.found);
  const left = points.filter(({ index }) => !results.has(index));
  if (left.length < points.length)
    console.note(`continuing: ${points.length - left.length} of ${points.length} points are there`);
  const bar = console.progress(points.length, "points");
  // Tasks carry no state of this process: what a worker is told, it could be told on another machine.
  const told = threadFlags(flags);
  await Promise.all(
    left.map(async (point) => {
      const task: SweepTask = { files, flags: told, point };
      const result = await threads.run<SweepResult>(task).catch((error: Error): SweepResult => {
        if (error instanceof ScenarioError) throw error;
        return { ...point, status: "failed", reason: error.message, summary: null };
      });
      folder.add(result);
      results.set(point.index, result);
      bar.update(results.size);
    }),
  );
  bar.stop();
  folder.close();
  return points.map(({ index }) => results.get(index) as SweepResult);
}
