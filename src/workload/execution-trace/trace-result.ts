/** What a played trace tells: how long it took, what the ranks did meanwhile, each kind of exchange with its bandwidth. */
import type { Cluster } from "../../cluster/cluster.ts";
import type { ChipTime } from "../../metrics/chip-account.ts";
import type { MetricDefinition } from "../../metrics/metric.ts";
import type { Table } from "../../metrics/table.ts";
import { busFactor } from "../../network/bus-factor.ts";
import { type LinkLoad, LinkLoads } from "../../network/link-loads.ts";
import { activities, type RankClock } from "./rank-clock.ts";
import type { PlayedMeeting } from "./trace-run.ts";

/** What the kind measures. */
export const traceMetrics: readonly MetricDefinition[] = [
  {
    name: "elapsed_s",
    title: "Trace",
    unit: "s",
    better: "lower",
    meaning: "from the start until the last node of the last rank is over",
    isHeadline: true,
    isPace: true,
    objective: "traceTime",
  },
  {
    name: "computation_s",
    title: "Computation",
    unit: "s",
    better: "lower",
    meaning: "of the mean rank",
    isHeadline: true,
  },
  {
    name: "communication_s",
    title: "Communication",
    unit: "s",
    better: "lower",
    meaning: "of the mean rank, hidden behind other work or not",
    isHeadline: true,
  },
  {
    name: "exposed_communication_fraction",
    title: "Comm. exposed",
    unit: "fraction",
    better: "lower",
    meaning: "of the time of the mean rank: an exchange under way and neither computation nor memory at work",
    isHeadline: true,
  },
  {
    name: "waiting_fraction",
    title: "Waiting",
    unit: "fraction",
    better: "lower",
    meaning: "of the time of the mean rank: ready to exchange, others not, and nothing else to do",
  },
  { name: "ranks", title: "Ranks", unit: "count", better: null, meaning: "that played" },
  { name: "nodes", title: "Nodes", unit: "count", better: null, meaning: "of all ranks' graphs" },
];

/** States of chips by what their ranks are at. */
const stateOf: Readonly<Record<(typeof activities)[number], ChipTime["state"]>> = {
  computation: "busy",
  "memory traffic": "busy",
  "exposed communication": "busy",
  "waiting for other ranks": "idle",
  "host work": "idle",
};

const mean = (values: readonly number[]) => values.reduce((sum, each) => sum + each, 0) / values.length;

/** The figures of the kind. */
export function traceFigures(
  clocks: readonly RankClock[],
  elapsedNs: number,
  nodes: number,
): { [name: string]: number } {
  const spentNs = (activity: (typeof activities)[number]) =>
    mean(clocks.map(({ spentNs: own }) => own[activities.indexOf(activity)] as number));
  const share = (ns: number) => (elapsedNs > 0 ? ns / elapsedNs : 0);
  return {
    elapsed_s: elapsedNs / 1e9,
    computation_s: spentNs("computation") / 1e9,
    communication_s: mean(clocks.map(({ exchangingNs }) => exchangingNs)) / 1e9,
    exposed_communication_fraction: share(spentNs("exposed communication")),
    waiting_fraction: share(spentNs("waiting for other ranks")),
    ranks: clocks.length,
    nodes,
  };
}

/** What the chips did. */
export function traceChipTime(clocks: readonly RankClock[], { ranksPerChip }: Cluster): ChipTime[] {
  return activities.map((what, index) => ({
    state: stateOf[what],
    what,
    chipNs: clocks.reduce((sum, { spentNs }) => sum + (spentNs[index] as number), 0) / ranksPerChip,
  }));
}

/** One row a kind of exchange: what, among how many, of how many bytes. */
export function exchangeTable(played: readonly PlayedMeeting[]): Table {
  const kinds = new Map<string, PlayedMeeting[]>();
  for (const each of played) {
    const { what, ranks, bytes } = each.meeting;
    const key = `${what} ${ranks.length} ${bytes}`;
    const alike = kinds.get(key);
    if (alike === undefined) kinds.set(key, [each]);
    else alike.push(each);
  }
  const rows = [...kinds.values()].map((alike) => {
    const { what, operation, ranks, bytes } = (alike[0] as PlayedMeeting).meeting;
    const meanNs = mean(alike.map(({ startNs, endNs }) => endNs - startNs));
    const bandwidth = meanNs > 0 ? (bytes / meanNs) * busFactor(operation, ranks.length) : null;
    return [what, ranks.length, bytes, alike.length, meanNs / 1e6, bandwidth];
  });
  return { columns: ["what", "ranks", "bytes", "times", "mean_ms", "bus_bandwidth_gb_s"], rows };
}

const linksShown = 20;

/** The links that carried most. */
export function traceLinks(
  played: readonly PlayedMeeting[],
  cluster: Cluster,
  elapsedNs: number,
): readonly LinkLoad[] | undefined {
  const loads = new LinkLoads(cluster.network);
  for (const { meeting } of played) {
    const { operation, bytes, ranks } = meeting;
    loads.addCollective({ operation, bytes, ranks }, 1);
  }
  const hottest = loads.hottest(elapsedNs, linksShown);
  return hottest.length > 0 ? hottest : undefined;
}
