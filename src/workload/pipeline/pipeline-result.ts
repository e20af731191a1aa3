/** Figures of a pipeline: time, dollars and energy, and where each went. */

import { formatTime, formatUsd } from "../../base/units.ts";
import { choosePrice } from "../../hardware/price.ts";
import { ChipAccount, type ChipTime } from "../../metrics/chip-account.ts";
import { energyOf } from "../../metrics/energy.ts";
import type { MetricDefinition } from "../../metrics/metric.ts";
import { metricParts } from "../metric-parts.ts";
import { assumptionsOfPart } from "../played-part.ts";
import type { WorkloadResult, WorkloadSetting } from "../workload.ts";
import { criticalPath } from "./critical-path.ts";
import type { StageRun, Visit } from "./pipeline-run.ts";
import type { PlannedStage } from "./planned-stage.ts";
import { boughtNs } from "./purchase-windows.ts";
import { clusterTime, overRun, type StageAccount, stageAccount, sumOrNull } from "./stage-account.ts";

/** What a pipeline measures beside its stages. */
export const pipelineMetrics: readonly MetricDefinition[] = [
  {
    name: "elapsed_s",
    title: "Pipeline",
    unit: "s",
    better: "lower",
    meaning: "from its start to the end of the last stage",
    isHeadline: true,
    objective: "pipelineTime",
    isPace: true,
  },
  {
    name: "usd",
    title: "Pipeline $",
    unit: "usd",
    better: "lower",
    meaning: "of all stages, and of the scenario's cluster while it waits between two of its own",
    isHeadline: true,
    objective: "pipelineUsd",
  },
  {
    name: "usd_waiting",
    title: "$ waiting",
    unit: "usd",
    better: "lower",
    meaning: "of the scenario's cluster, held from the first to the last of its stages",
    isHeadline: true,
  },
  {
    name: "kwh",
    title: "Pipeline energy",
    unit: "kWh",
    better: "lower",
    meaning: "of all that is held, with the building's share",
    isHeadline: true,
    objective: "pipelineKwh",
  },
];

/** The result of a pipeline of which `visits` were played. */
export function pipelineResult({
  stages,
  runs,
  visits,
  elapsedNs,
  setting,
}: {
  stages: readonly PlannedStage[];
  runs: readonly StageRun[];
  visits: readonly Visit[];
  elapsedNs: number;
  setting: WorkloadSetting;
}): WorkloadResult {
  const { cluster, pricing } = setting;
  const accounts = stages.map((stage, index) =>
    stageAccount(
      stage,
      visits.filter((visit) => visit.stage === index),
      elapsedNs,
    ),
  );
  const onCluster = visits.filter(({ stage }) => (stages[stage] as PlannedStage).isShared);
  const own = clusterTime(onCluster, { chips: cluster.chips, elapsedNs });
  const { usdPerHour } = choosePrice(cluster.instance, pricing);
  const instances = cluster.chips / cluster.instance.chips;
  const usdWaiting =
    own.waitingNs === 0 ? 0 : usdPerHour && (usdPerHour * instances * own.waitingNs) / 3600e9;
  const waiting = new ChipAccount(cluster.chips, own.waitingNs, []);
  const sharedTime = stages.flatMap(({ isShared, options }, index): ChipTime[] =>
    isShared
      ? (accounts[index] as StageAccount).chipTime.map((entry) => ({
          ...entry,
          what: `${options.name}: ${entry.what}`,
        }))
      : [],
  );
  const rows = stages.map((stage, index) =>
    stageRow(stage, accounts[index] as StageAccount, { index, visits }),
  );
  return {
    own: {
      elapsed_s: elapsedNs / 1e9,
      usd: sumOrNull([...accounts.map(({ usd }) => usd), usdWaiting]),
      usd_waiting: usdWaiting,
      kwh: accounts.reduce((sum, { kwh }) => sum + kwh, energyOf(cluster.instance, waiting).kwh),
    },
    ownDetails: {
      stages: rows.map((row, index) => ({ ...row, ...measured((stages[index] as PlannedStage).result) })),
    },
    chipTime: [...sharedTime, ...own.chipTime],
    attribution: criticalPath(runs, visits, elapsedNs),
    paceNs: elapsedNs,
    otherInstances: accounts.flatMap(({ others }) => others.map((held) => overRun(held, elapsedNs))),
    elapsedNs,
    warnings: stages.flatMap((stage) => [...stage.warnings, ...paidBeyond(stage, elapsedNs)]),
    assumptions: [...new Set(stages.flatMap(assumptionsOf))],
    restsOn: [],
    chosen: { stages: stages.length },
    tables: {
      stages: { columns: Object.keys(rows[0] ?? {}), rows: rows.map((row) => Object.values(row)) },
      visits: {
        columns: ["stage", "start_s", "fetched_s", "end_s"],
        rows: visits.map(({ stage, startNs, fetchedNs, endNs }) => [
          (stages[stage] as PlannedStage).options.name,
          startNs / 1e9,
          fetchedNs / 1e9,
          endNs / 1e9,
        ]),
      },
    },
    series: [],
  };
}

/** A window that is paid for after the pipeline has ended. */
function paidBeyond({ options, cluster, held }: PlannedStage, elapsedNs: number): string[] {
  const { windows } = options.cluster ?? {};
  if (windows === undefined) return [];
  const beyondNs = boughtNs(windows, Number.POSITIVE_INFINITY) - boughtNs(windows, elapsedNs);
  if (beyondNs <= 0) return [];
  const { usdPerHour } = choosePrice(cluster.instance, held[0]?.pricing);
  const usd = usdPerHour && (usdPerHour * cluster.count * options.copies * beyondNs) / 3600e9;
  const dollars = usd === null ? "" : `, ${formatUsd(usd)} more than is counted`;
  return [
    `${options.name}: its windows go on for ${formatTime(beyondNs)} after the pipeline has ended${dollars}`,
  ];
}

function stageRow(
  { options, kind, model, cluster, workNs }: PlannedStage,
  account: StageAccount,
  { index, visits }: { index: number; visits: readonly Visit[] },
) {
  const own = visits.filter(({ stage }) => stage === index);
  const first = own[0];
  return {
    name: options.name,
    kind: kind.name,
    model: model === undefined || kind.needsNoModel ? null : model.name,
    instance: cluster.instance.name,
    instances: cluster.count,
    copies: options.copies,
    times: new Set(own.map(({ time }) => time)).size,
    start_s: first === undefined ? null : first.startNs / 1e9,
    end_s: first === undefined ? null : Math.max(...own.map(({ endNs }) => endNs)) / 1e9,
    work_s: workNs / 1e9,
    held_s: account.heldNs / 1e9,
    fetch_s: account.fetchNs / 1e9,
    busy_fraction: account.busyFraction,
    usd: account.usd,
    kwh: account.kwh,
  };
}

/** Figures of one time of a stage, as a run of it alone has them. */
function measured(result: WorkloadResult): { [part: string]: unknown } {
  const parts = metricParts.flatMap((part): [string, unknown][] => {
    const figures = part.figures(result);
    return figures === undefined ? [] : [[part.part, figures]];
  });
  const { chosen, own } = result;
  return { chosen, ...Object.fromEntries(parts), ...(own && { own }) };
}

function assumptionsOf(stage: PlannedStage): string[] {
  const prices = stage.held.flatMap(({ instance, pricing }) => {
    const { note } = choosePrice(instance, pricing);
    return note === undefined ? [] : [note];
  });
  return [...prices, ...assumptionsOfPart(stage)];
}
