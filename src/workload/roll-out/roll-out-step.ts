/** One step of a roll-out: what the users of the two models saw, whether the guard holds, and what chips did meanwhile. */
import { elementAt } from "../../base/element-at.ts";
import { formatTime } from "../../base/units.ts";
import type { ChipTime } from "../../metrics/chip-account.ts";
import type { RequestGroup } from "../../metrics/inference-metrics.ts";
import type { OtherInstances, WorkloadResult } from "../workload.ts";
import { guarded, type RollOutOptions } from "./roll-out-options.ts";

/** A step that was taken. */
export interface PlayedStep {
  share: number;
  forNs: number;
  result: WorkloadResult;
  /** What the guard looks at, of the old model; that of the step before where nobody asked it. */
  oldNs: number | null;
  holds: boolean;
  /** What the guard found, for people. */
  verdict: string;
  row: Record<string, string | number | null>;
}

/** The step of which `result` is a sample, after the one `before`. */
export function playedStep(
  { pool, guard }: Pick<RollOutOptions, "pool" | "guard">,
  {
    step,
    result,
    before,
  }: { step: RollOutOptions["steps"][number]; result: WorkloadResult; before: PlayedStep | undefined },
): PlayedStep {
  const groups = result.inference?.groups.pools ?? [];
  const own = groups.find(({ name }) => name === pool);
  const old = groups.find(({ name }) => name !== pool);
  const value = (group: RequestGroup | undefined) => (group && guard ? guarded[guard.metric](group) : null);
  const newNs = value(own);
  const oldNs = value(old) ?? before?.oldNs ?? null;
  const limitNs = limitOf(guard, oldNs);
  // A model that answers nobody keeps no limit.
  const holds = guard === undefined || (newNs !== null && newNs <= limitNs);
  const found = newNs === null ? "no answers" : formatTime(newNs);
  const verdict =
    guard === undefined ? "no guard" : `${guard.metric} ${found}, of ${formatTime(limitNs)} allowed`;
  const ms = (ns: number | null) => (ns === null || ns === Number.POSITIVE_INFINITY ? null : ns / 1e6);
  return {
    share: step.share,
    forNs: step.for,
    result,
    oldNs,
    holds,
    verdict,
    row: {
      share: step.share,
      for_s: step.for / 1e9,
      sampled_s: result.elapsedNs / 1e9,
      completed_new: own?.completed ?? 0,
      completed_old: old?.completed ?? 0,
      failed_new: own?.failed ?? 0,
      guard_new_ms: ms(newNs),
      guard_old_ms: ms(oldNs),
      guard_limit_ms: guard === undefined ? null : ms(limitNs),
      holds: holds ? 1 : 0,
    },
  };
}

/** What the new model may take, ns. */
function limitOf(guard: RollOutOptions["guard"], oldNs: number | null): number {
  const { atMost = Number.POSITIVE_INFINITY, worseBy } = guard ?? {};
  if (worseBy === undefined || oldNs === null) return atMost;
  return Math.min(atMost, (1 + worseBy) * oldNs);
}

/** What the chips of the cluster and of the pools did over all `steps`, each like its sample. */
export function heldOver(steps: readonly PlayedStep[]): Pick<WorkloadResult, "chipTime" | "otherInstances"> {
  const whole = ({ forNs, result }: PlayedStep, times: readonly ChipTime[]) =>
    times.map((each) => ({ ...each, chipNs: (each.chipNs * forNs) / result.elapsedNs }));
  const pools = elementAt(steps, 0).result.otherInstances ?? [];
  return {
    chipTime: steps.flatMap((step) => whole(step, step.result.chipTime ?? [])),
    otherInstances: pools.map(
      (pool, index): OtherInstances => ({
        ...pool,
        chipTime: steps.flatMap((step) => whole(step, step.result.otherInstances?.[index]?.chipTime ?? [])),
      }),
    ),
  };
}
