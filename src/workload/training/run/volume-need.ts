/** Which volume a job names, and whether its data loader starves: what it needs, what it gets, and what would mend it. */
import { type Problem, ScenarioError } from "../../../base/errors.ts";
import { percent } from "../../../base/metric-text.ts";
import { nearest } from "../../../base/nearest.ts";
import { formatBandwidth, formatBytes } from "../../../base/units.ts";
import { isAttached, isLostWithInstance, type Storage, storageProblems } from "../../../cluster/storage.ts";
import type { WorkloadSetting } from "../../workload.ts";
import type { TrainingOptions } from "../training-options.ts";
import type { InputFeed, InputPlan } from "./input-feed.ts";
import { stagesOf } from "./steady-pace.ts";
import type { TrainingRun } from "./training-run.ts";

/** Throws a `ScenarioError` for each volume that `options` name and there is not, or that instances cannot have. */
export function checkVolumes(
  { dataLoading, checkpoints }: TrainingOptions,
  { storage = {}, cluster }: Pick<WorkloadSetting, "storage" | "cluster">,
): void {
  const named = [
    ["workload.dataLoading.volume", dataLoading?.volume],
    ["workload.checkpoints.volume", checkpoints?.volume],
    ["workload.checkpoints.copyTo", checkpoints?.copyTo],
  ] as const;
  const names = Object.keys(storage);
  const problems = named.flatMap(([path, name]): Problem[] => {
    if (name === undefined || names.includes(name)) return [];
    const hint = nearest(name, names);
    const expected = "the name of a volume of cluster.storage";
    return [{ path, found: name, expected, ...(hint !== undefined && { nearest: hint }) }];
  });
  const used = new Set(named.map(([, name]) => name));
  const own = Object.fromEntries(Object.entries(storage).filter(([name]) => used.has(name)));
  problems.push(
    ...storageProblems(own, cluster.instance, cluster.region),
    ...copyProblems(checkpoints, storage),
    ...writerProblems(checkpoints, storage, cluster.count),
  );
  if (problems.length > 0) throw new ScenarioError(problems);
}

/**
 * Throws a `ScenarioError` where a volume that nobody else uses has no room for two checkpoints: the one before is kept until the next is
 * complete. Beside other jobs a job waits for room (`volume.ts`).
 */
export function checkRoom(
  { checkpoints }: TrainingOptions,
  { storage = {} }: Pick<WorkloadSetting, "storage">,
  { bytes, instances }: { bytes: number; instances: number },
): void {
  const places = [
    ["volume", checkpoints?.volume],
    ["copyTo", checkpoints?.copyTo],
  ] as const;
  const problems = places.flatMap(([key, name]): Problem[] => {
    const volume = name === undefined ? undefined : storage[name];
    if (volume === undefined) return [];
    const volumes = isAttached(volume) ? instances : 1;
    const room = volumes * volume.size * (1 - volume.used);
    if (2 * bytes <= room) return [];
    const found = `${name}, which has ${formatBytes(room)} left`;
    const expected = `room for two checkpoints of ${formatBytes(bytes)}: one is kept until the next is complete`;
    return [{ path: `workload.checkpoints.${key}`, found, expected }];
  });
  if (problems.length > 0) throw new ScenarioError(problems);
}

/** Copies are of what a host takes along, to where it does not. */
function copyProblems(
  { volume, copyTo }: NonNullable<TrainingOptions["checkpoints"]> | Record<string, never> = {},
  storage: Storage,
): Problem[] {
  const path = "workload.checkpoints.copyTo";
  const from = volume === undefined ? undefined : storage[volume];
  const to = copyTo === undefined ? undefined : storage[copyTo];
  if (copyTo === undefined || to === undefined) return [];
  if (from === undefined || !isLostWithInstance(from)) {
    const expected = "checkpoints on a volume of hosts' own drives (tier nvme)";
    return [{ path, found: `copies of ${volume ?? "tiers"}`, expected }];
  }
  if (!isLostWithInstance(to)) return [];
  return [{ path, found: `${copyTo}, of tier ${to.tier}`, expected: "a volume that outlasts a host" }];
}

/** Instances that write are some of the job's, and none write to others' drives. */
function writerProblems(
  { writers, volume, tiers = [] }: Partial<NonNullable<TrainingOptions["checkpoints"]>> = {},
  storage: Storage,
  instances: number,
): Problem[] {
  const path = "workload.checkpoints.writers";
  if (writers === undefined) return [];
  if (writers > instances) {
    return [{ path, found: String(writers), expected: `at most the ${instances} instances of the job` }];
  }
  const written = volume === undefined ? undefined : storage[volume];
  const isOwn = written === undefined ? tiers[0] === "nvme" : isAttached(written);
  const expected = "none: onto volumes of their own all instances write";
  return isOwn && writers < instances ? [{ path, found: String(writers), expected }] : [];
}

/** Share of a step from which a reader is told. */
const tellFrom = 0.02;

/** Why the steps of `run` wait for `feed` and what would mend it; nothing where they hardly do. */
export function starvedText(run: TrainingRun, feed: InputFeed | undefined, cpuNs: number): string[] {
  const stages = stagesOf(run.first);
  const { timesNs, steps } = run.ledger;
  if (feed === undefined || steps === 0) return [];
  const stalledNs = (timesNs.get("data stall") ?? 0) / stages / steps;
  const { stepNs } = run;
  if (stalledNs < tellFrom * stepNs) return [];
  const { source, bytes } = feed.plan;
  const need = bytes / (stepNs - stalledNs);
  if (source === undefined) {
    return [
      `the data loader is the bottleneck: ${percent(stalledNs / stepNs)} of a step waits for hosts that other jobs use too; ` +
        "more vCPUs, or less to prepare of a sample, would mend it",
    ];
  }
  const { volume } = source;
  const text =
    `the data loader is the bottleneck: ${percent(stalledNs / stepNs)} of a step waits for volume ${volume.name}, ` +
    `of which the steps need ${formatBandwidth(need)} and get ${formatBandwidth(bytes / stepNs)}`;
  return [`${text}; ${lever(feed.plan, need, cpuNs > 0 && bytes / cpuNs < need)} would mend it`];
}

/** What would mend input of `need` bytes/ns: more of the narrowest limit below that. `isPrepared`: hosts prepare it more slowly. */
export function lever({ source, way }: InputPlan, need: number, isPrepared: boolean): string {
  const { volume, by } = source as NonNullable<typeof source>;
  const { bandwidth, clientBandwidth, connections, reads, slots, own, between, burst } = volume.limits;
  if (isPrepared) return "more vCPUs, or less to prepare of a sample,";
  if (own !== undefined) {
    const gives = burst ? `${formatBandwidth(burst.baseline)} without credits` : formatBandwidth(own.reads);
    return `more instances, or faster volumes of their own (each gives ${gives})`;
  }
  const isFar = between !== undefined && by.region !== undefined && by.region !== between.region;
  const unlimited = Number.POSITIVE_INFINITY;
  const each = Math.min(by.pace ?? unlimited, by.each);
  const perInstance = `one gets ${formatBandwidth(Math.min(each, clientBandwidth))}`;
  const limits: readonly (readonly [gives: number, text: string])[] = [
    [
      isFar ? between.bandwidth : unlimited,
      `data in ${by.region}, or a wider way there (from ${between?.region} ${formatBandwidth(between?.bandwidth ?? unlimited)})`,
    ],
    [bandwidth, `a volume of ${formatBandwidth(need)} or more (it gives ${formatBandwidth(bandwidth)})`],
    [slots, `more request slots (those of its server carry ${formatBandwidth(slots)})`],
    [reads, `more prefixes (their requests carry ${formatBandwidth(reads)})`],
    [
      by.instances * clientBandwidth,
      connections === undefined
        ? `more instances to read it (${perInstance}), or smaller samples,`
        : `more connections than ${connections} an instance (${perInstance})`,
    ],
    [by.instances * each, "more instances to read it, or smaller samples,"],
    [way?.aloneBandwidth({ volume, by }) ?? unlimited, "wider cards, or uplinks above them,"],
  ];
  const [gives, text] = limits.reduce((least, each) => (each[0] < least[0] ? each : least));
  return gives < need ? text : "a volume of its own, for alone it would get enough,";
}
