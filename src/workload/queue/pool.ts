/**
 * Pools of accelerators before which one queue stands: the scenario's cluster, and capacity beside it in other regions or
 * under other purchase options. A capacity block is there from one moment to another; spot instances are taken back one by
 * one, with a notice, and replaced after a while.
 *
 * Assumed of reclaims: each instance is taken at a constant rate, alone, whatever the market does.
 */

import { z } from "zod";
import { counted } from "../../base/counted.ts";
import { type Problem, ScenarioError } from "../../base/errors.ts";
import { nearest } from "../../base/nearest.ts";
import { count, madeMost, time } from "../../base/quantity.ts";
import type { Instance } from "../../hardware/instance.ts";
import { type Pricing, pricingSchema } from "../../hardware/price.ts";
import type { PartCatalog } from "../played-part.ts";
import type { QueuedJob } from "./queued-job.ts";

/** How instances of a pool are taken back, ns. */
export interface Reclaims {
  /** Mean time until one instance is. */
  mtbf: number;
  notice: number;
  /** Until another is there. */
  away: number;
}

/** Capacity of one place and price. */
export interface Pool {
  name: string;
  region?: string | undefined;
  /** Other instances than the cluster's. */
  instance?: Instance | undefined;
  instances: number;
  accelerators: number;
  /** Of an instance; the accelerators over the instances when absent. */
  chips?: number;
  /** When it is there, ns; the end is Infinity where it stays. */
  openNs: number;
  closeNs: number;
  reclaims?: Reclaims | undefined;
  /** That of the scenario's cluster when absent. */
  pricing?: Pricing | undefined;
}

const reclaimsSchema = z.strictObject({
  mtbf: time({ positive: true }).meta({ description: "Mean time until one instance is taken back." }),
  notice: time().default(120e9).meta({ description: "Before it is gone; AWS gives two minutes (recalled)." }),
  away: time({ positive: true }).default(3600e9).meta({ description: "Until another is there (assumed)." }),
});

/** Capacity beside the cluster, in a scenario. */
export const poolsSchema = ({ instance }: Pick<PartCatalog, "instance">) =>
  z
    .array(
      z.strictObject({
        name: z.string().min(1).meta({ description: "In results." }),
        instance: instance.optional().meta({
          description:
            "Like the cluster's when absent. On others only jobs whose run time is simulated run, for one that is given says nothing of them.",
        }),
        count: count({ positive: true, limit: madeMost }).meta({ description: "Instances." }),
        region: z.string().optional().meta({ description: "Where; jobs with a region run only there." }),
        pricing: pricingSchema.optional().meta({ description: "The cluster's when absent." }),
        from: time().default(0).meta({ description: "When a capacity block begins." }),
        until: time({ positive: true }).optional().meta({
          description: "When it ends: jobs that can save stop in time, others start only if they end before.",
        }),
        reclaims: reclaimsSchema.optional().meta({ description: "Spot instances: how they are taken back." }),
      }),
    )
    .default([])
    .meta({ description: "Capacity beside the cluster: regions, purchase options, capacity blocks, spot." });

/** Parsed. */
export type WrittenPools = z.output<ReturnType<typeof poolsSchema>>;

/** Name of the scenario's own cluster among the pools. */
const homePool = "cluster";

/** The cluster, with `accelerators` of it for jobs, and the pools beside it. Throws a `ScenarioError` for each that is wrong. */
export function poolsOf(
  written: WrittenPools,
  home: { region?: string | undefined; instance: Instance; instances: number; accelerators: number },
): Pool[] {
  const names = [homePool, ...written.map(({ name }) => name)];
  const problems = written.flatMap(({ name, from, until = Number.POSITIVE_INFINITY }, index): Problem[] => {
    const path = `workload.pools[${index}]`;
    return [
      ...(names.indexOf(name) <= index
        ? [{ path: `${path}.name`, found: name, expected: `a name of its own, and not ${homePool}` }]
        : []),
      ...(until <= from
        ? [{ path: `${path}.until`, found: `${until / 1e9} s`, expected: `after from, ${from / 1e9} s` }]
        : []),
    ];
  });
  if (problems.length > 0) throw new ScenarioError(problems);
  const { region, instances, accelerators } = home;
  const { chips } = home.instance;
  return [
    { name: homePool, region, instances, accelerators, chips, openNs: 0, closeNs: Number.POSITIVE_INFINITY },
    ...written.map(
      ({ instance = home.instance, ...pool }): Pool => ({
        name: pool.name,
        region: pool.region,
        instance: instance.name === home.instance.name ? undefined : instance,
        instances: pool.count,
        accelerators: pool.count * instance.chips,
        chips: instance.chips,
        openNs: pool.from,
        closeNs: pool.until ?? Number.POSITIVE_INFINITY,
        reclaims: pool.reclaims,
        pricing: pool.pricing,
      }),
    ),
  ];
}

/** Whether `job` could run in `pool`, if the pool were empty and there for good. */
export function canHold(pool: Pool, job: QueuedJob): boolean {
  const { region, accelerators } = pool;
  const isThere = job.region === undefined || job.region === region;
  return isThere && job.accelerators <= accelerators && workIn(pool, job) !== undefined;
}

/** Work of `job` in `pool`, ns; undefined where it does not run on its instances. */
export function workIn({ instance }: Pool, { timesNs, durationNs }: QueuedJob): number | undefined {
  if (timesNs !== undefined) return timesNs.get(instance);
  return instance === undefined ? durationNs : undefined;
}

/** Throws a `ScenarioError` where a job fits no pool, or names a region in which there is none. */
export function checkSizes(jobs: readonly QueuedJob[], pools: readonly Pool[]): void {
  const homeless = jobs.filter((job) => !pools.some((pool) => canHold(pool, job)));
  const [first] = homeless;
  if (first === undefined) return;
  const others = homeless.length > 1 ? `, and ${homeless.length - 1} more that fit nowhere` : "";
  const where = first.region === undefined ? "" : ` in ${first.region}`;
  const regions = [...new Set(pools.flatMap(({ region }) => region ?? []))];
  const isUnknown = first.region !== undefined && !regions.includes(first.region);
  const inRegion = pools.filter(({ region }) => first.region === undefined || region === first.region);
  const most = Math.max(0, ...inRegion.map(({ accelerators }) => accelerators));
  const hint = isUnknown ? nearest(first.region as string, regions) : undefined;
  throw new ScenarioError([
    {
      path: "workload.jobs",
      found: `${first.name} of ${counted(first.accelerators, "accelerator")}${where}${others}`,
      expected: isUnknown
        ? `a region of the pools${regions.length > 0 ? `: ${regions.join(", ")}` : "; none has one"}`
        : `jobs of at most the ${counted(most, "accelerator")} of ${pools.length > 1 ? "the largest pool that takes it" : "the pool"}`,
      ...(hint !== undefined && { nearest: hint }),
    },
  ]);
}
