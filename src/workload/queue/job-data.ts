/**
 * Data of jobs that lies in one region while the jobs run in others: it is copied to where a job starts, which holds its
 * accelerators meanwhile, and stays there for when the job comes back to the same region.
 *
 *     copy = bytes / bandwidth of the way        dollars = bytes x dollars a byte
 *
 * Assumed: each job has the bandwidth of the way to itself. A pool without a region, and data without one, are taken to be in the
 * same place.
 */
import { z } from "zod";
import { ScenarioError } from "../../base/errors.ts";
import { amount, bandwidth } from "../../base/quantity.ts";
import { canHold, type Pool } from "./pool.ts";
import type { QueuedJob } from "./queued-job.ts";

/** The way between regions, in a scenario. */
export const betweenSchema = z
  .strictObject({
    bandwidth: bandwidth({ positive: true }).meta({
      description: "From the region of a job's data to where it runs, for each job.",
    }),
    usdPerGb: amount().default(0.02).meta({
      description: "USD for each GB; 0.02 between regions of the US (recalled).",
    }),
  })
  .optional()
  .meta({ description: "The way of data between regions; jobs whose data is elsewhere cannot run without." });

/** Parsed. */
export type Between = z.output<typeof betweenSchema>;

/** What was copied, of all runs. */
export interface Copied {
  bytes: number;
  usd: number;
}

/** Where the data of each job is, and what it takes to be elsewhere. */
export class JobData {
  readonly #between: NonNullable<Between>;
  /** Regions to which the data of a job has been copied, by its index. */
  readonly #copies = new Map<number, Set<string>>();
  #bytes = 0;

  constructor(between: NonNullable<Between>) {
    this.#between = between;
  }

  /** Time to copy the data of `job` to `pool`, ns; 0 where it is there. */
  fetchNs({ index, data }: QueuedJob, pool: Pick<Pool, "region">): number {
    if (data === undefined || !isAway(data, pool)) return 0;
    if (this.#copies.get(index)?.has(pool.region as string)) return 0;
    return data.bytes / this.#between.bandwidth;
  }

  /** A run of `job` in `pool`, which had `fetchNs` to copy first, is over after `heldNs`. */
  ran(
    { index, data }: QueuedJob,
    { region }: Pick<Pool, "region">,
    { fetchNs, heldNs }: { fetchNs: number; heldNs: number },
  ): void {
    if (data === undefined || region === undefined || fetchNs === 0) return;
    this.#bytes += data.bytes * Math.min(1, heldNs / fetchNs);
    if (heldNs < fetchNs) return;
    const copies = this.#copies.get(index) ?? new Set();
    this.#copies.set(index, copies.add(region));
  }

  get copied(): Copied {
    return { bytes: this.#bytes, usd: (this.#bytes / 1e9) * this.#between.usdPerGb };
  }
}

function isAway({ region }: NonNullable<QueuedJob["data"]>, pool: Pick<Pool, "region">): boolean {
  return pool.region !== undefined && pool.region !== region;
}

/** The data of `jobs` where some may run away from it; undefined where none do. Throws a `ScenarioError` where that has no way. */
export function jobData(
  jobs: readonly QueuedJob[],
  pools: readonly Pool[],
  between: Between,
): JobData | undefined {
  const needs = (job: QueuedJob) => {
    const { data } = job;
    return data && pools.find((pool) => canHold(pool, job) && isAway(data, pool));
  };
  const away = jobs.find((job) => needs(job) !== undefined);
  if (away === undefined) return undefined;
  if (between !== undefined) return new JobData(between);
  throw new ScenarioError([
    {
      path: "workload.between",
      found: `nothing, and data of ${away.name} in ${away.data?.region} that may run in ${needs(away)?.region}`,
      expected: "{ bandwidth: ... } of the way between regions",
    },
  ]);
}
