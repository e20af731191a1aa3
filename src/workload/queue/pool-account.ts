/** What each pool of a queue had, gave and cost. What is there is paid for; what is taken back or not there yet is not. */
import type { RandomStreams } from "../../base/random.ts";
import type { Instance } from "../../hardware/instance.ts";
import { choosePrice, type Pricing } from "../../hardware/price.ts";
import type { ChipTime } from "../../metrics/chip-account.ts";
import { downtimeNames } from "../resilience/losses.ts";
import { RunBooks } from "./job-failures.ts";
import type { EndedRun } from "./job-queue.ts";
import type { PoolState } from "./pool-state.ts";

/** A pool over a run of the queue. */
export interface PoolAccount {
  name: string;
  region: string | null;
  instance: Instance;
  option: string | null;
  instances: number;
  accelerators: number;
  reclaims: number;
  /** Of its instances: found while they stood idle, found while jobs ran, and brought along by jobs; absent where none hide. */
  faults?: { idle: number; busy: number; brought: number } | undefined;
  runs: number;
  /** There, accelerator-ns. */
  openNs: number;
  /** Held by jobs, accelerator-ns. */
  heldNs: number;
  /** Dollars of an accelerator and hour; null without a price. */
  usdPerHour: number | null;
  books: RunBooks;
  /** What its accelerators did, but for idling. */
  chipTime: readonly ChipTime[];
  pricing?: Pricing | undefined;
}

/** The account of `state` over `elapsedNs` from `offsetNs` on, on which `runs` ran. */
export function poolAccount(
  { pool, away, replaced, faults }: PoolState,
  runs: readonly EndedRun[],
  {
    instance: home,
    pricing,
    offsetNs,
    elapsedNs,
    streams,
  }: {
    instance: Instance;
    pricing: Pricing | undefined;
    offsetNs: number;
    elapsedNs: number;
    streams: RandomStreams;
  },
): PoolAccount {
  const { accelerators, instance = home, instances, openNs, closeNs } = pool;
  const endNs = Math.min(elapsedNs, closeNs);
  const clip = (ns: number) => Math.min(Math.max(ns, openNs), Math.max(openNs, endNs));
  const within = (spans: PoolState["away"]) =>
    spans.reduce((sum, { fromNs, untilNs }) => sum + clip(untilNs - offsetNs) - clip(fromNs - offsetNs), 0);
  const awayNs = within(away);
  const thereNs = accelerators * Math.max(0, endNs - openNs) - (accelerators / instances) * awayNs;
  const own = runs.filter((run) => run.pool === pool.name);
  const books = new RunBooks();
  for (const { job, played } of own) if (played) books.add(job.accelerators, played);
  const held = elapsedNs > 0 ? thereNs / elapsedNs / instance.chips : instances;
  const price = choosePrice(instance, pool.pricing ?? pricing, { instances: held, elapsedNs, streams });
  return {
    name: pool.name,
    region: pool.region ?? null,
    instance,
    option: price.option,
    instances,
    accelerators,
    reclaims: away.length,
    faults: faults && { idle: faults.found, busy: books.found, brought: faults.brought },
    runs: own.length,
    openNs: thereNs,
    heldNs: own.reduce((sum, { job, heldNs }) => sum + job.accelerators * heldNs, 0),
    usdPerHour: price.usdPerHour === null ? null : price.usdPerHour / instance.chips,
    books,
    chipTime: [
      ...runTime(books),
      ...(faults
        ? [
            {
              state: "failed" as const,
              what: "replacement of idle instances",
              chipNs: (accelerators / instances) * within(replaced),
            },
          ]
        : []),
      { state: "off", what: "not there", chipNs: Math.max(0, accelerators * elapsedNs - thereNs) },
    ],
    pricing: pool.pricing,
  };
}

/** What accelerators did while jobs held them. */
export function runTime({ usefulNs, lostNs }: RunBooks): ChipTime[] {
  return [
    { state: "busy", what: "jobs", chipNs: usefulNs },
    ...[...lostNs].map(
      ([what, chipNs]): ChipTime => ({
        state: isDowntime(what) ? "failed" : what === "data transfer" ? "idle" : "busy",
        what,
        chipNs,
      }),
    ),
  ];
}

function isDowntime(what: string): boolean {
  return (downtimeNames as readonly string[]).includes(what);
}

/** Dollars of accelerator-time; null without a price. */
export function usdOf({ usdPerHour }: Pick<PoolAccount, "usdPerHour">, ns: number): number | null {
  return usdPerHour === null ? null : usdPerHour * (ns / 3600e9);
}

/** The pools as a summary lists them. */
export function poolRows(accounts: readonly PoolAccount[]): object[] {
  return accounts.map((account) => ({
    name: account.name,
    region: account.region,
    instance: account.instance.name,
    option: account.option,
    instances: account.instances,
    accelerators: account.accelerators,
    runs: account.runs,
    reclaims: account.reclaims,
    available_accelerator_s: account.openNs / 1e9,
    held_accelerator_s: account.heldNs / 1e9,
    lost_accelerator_s: [...account.books.lostNs.values()].reduce((sum, ns) => sum + ns, 0) / 1e9,
    utilization: account.openNs > 0 ? account.heldNs / account.openNs : null,
    usd: usdOf(account, account.openNs),
    usd_idle: usdOf(account, account.openNs - account.heldNs),
  }));
}
