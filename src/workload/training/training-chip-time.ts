/** What the chips of a job did over its run, and what of them worked meanwhile. */
import type { ChipUse } from "../../hardware/chip-power.ts";
import type { Attribution } from "../../metrics/attribution.ts";
import { type ChipTime, meanUse } from "../../metrics/chip-account.ts";
import { exchangeUse, memoryUse, noUse, operatorUse } from "../chip-use.ts";
import type { LongRun } from "../resilience/long-run.ts";
import { downtimeNames, type LossName } from "../resilience/losses.ts";
import type { TrainingJob } from "./job/training-job.ts";
import { type PassTime, type PassTimes, passNs } from "./stage/pass-time.ts";
import type { StagePlan } from "./stage/stage-plan.ts";

/** Shares of the step that are communication nobody computes beside. */
export const communication = [
  "tensor communication",
  "context communication",
  "expert communication",
  "pipeline sends",
  "parameter gathers",
  "gradient exchange",
];

/** Parts of a step in which the chips of a stage wait for something to do. */
const waits: readonly string[] = ["pipeline bubble", "data stall"];

/** What is lost in which the job's steps go on. */
const stepping: readonly LossName[] = ["lost work", "slow hosts", "fewer ranks", "canaries"];

/** What of a chip works in each part of the busy time of a step of `job`, over all `stages`; nothing in the others. */
export function usesOf(
  stages: readonly Pick<StagePlan, "times">[],
  { offload }: Pick<TrainingJob, "offload">,
): ReadonlyMap<string, ChipUse> {
  const sum = (names: readonly (keyof PassTimes)[], of: (pass: PassTime) => number) =>
    stages.reduce((total, { times }) => total + names.reduce((all, name) => all + of(times[name]), 0), 0);
  const use = (names: readonly (keyof PassTimes)[], ns: (pass: PassTime) => number) =>
    operatorUse({
      computeBusy: sum(names, ({ computeBusy = 0 }) => computeBusy),
      memoryBusy: sum(names, ({ memoryBusy = 0 }) => memoryBusy),
      ns: sum(names, ns),
    });
  const operators = use(["forward", "backward", "weight"], ({ compute, memory }) => compute + memory);
  return new Map<string, ChipUse>([
    ["compute", operators],
    ["memory", operators],
    ["recompute", use(["recompute"], passNs)],
    ["teacher", use(["teacher"], passNs)],
    ["optimizer", offload === undefined ? memoryUse : noUse],
    ...communication.map((name) => [name, exchangeUse] as const),
  ]);
}

/** What the used chips did: compiled, stepped as the played steps did, and lost. Other chips of the cluster were idle. */
export function chipTimes(
  attribution: Attribution,
  uses: ReadonlyMap<string, ChipUse>,
  {
    startupNs,
    resumedNs,
    usefulNs,
    firstLoadNs,
    long,
    usedChips,
  }: {
    startupNs: number;
    /** Of it, loading and resharding a checkpoint. */
    resumedNs: number;
    usefulNs: number;
    firstLoadNs: number;
    long?: LongRun | undefined;
    usedChips: number;
  },
): ChipTime[] {
  if (usefulNs === 0) return [];
  const steps = attribution.map(
    ({ what, fraction }): ChipTime => ({
      state: waits.includes(what) ? "idle" : "busy",
      what,
      chipNs: fraction * usefulNs * usedChips,
      use: uses.get(what) ?? noUse,
    }),
  );
  const mean = meanUse(steps);
  return [
    { state: "warming", what: "compilation", chipNs: (startupNs - resumedNs) * usedChips },
    { state: "warming", what: "resuming", chipNs: resumedNs * usedChips },
    ...steps,
    { state: "idle", what: "data stall", chipNs: firstLoadNs * usedChips },
    ...[...(long?.lostNs ?? [])].map(
      ([what, ns]): ChipTime => ({
        state: downtimeNames.includes(what) ? "failed" : "busy",
        what,
        chipNs: ns * usedChips,
        use: stepping.includes(what) ? mean : noUse,
      }),
    ),
  ];
}
