/**
 * Options that a first run settles. A kind of workload that leaves something to be found in its own results (`warmup: auto`)
 * says what to run first; all jobs run once like that, side by side, and the real run takes what was found.
 */
import type { Settled, WorkloadKind, WorkloadResult } from "../workload/workload.ts";
import type { Scenario } from "./scenario.ts";

/** What was settled for each job; undefined where nothing was open. */
export type SettledJobs = readonly (Settled | undefined)[];

/** Settles what the jobs of `scenario` leave to a first run; `firstRun` gives the result of each job of it, and is not called where nothing is open. */
export function settleJobs(
  scenario: Scenario,
  kinds: readonly WorkloadKind[],
  firstRun: () => readonly (WorkloadResult | undefined)[],
): SettledJobs {
  const pilots = (scenario.jobs ?? [scenario]).map(({ workload }) => {
    if (workload === undefined) return undefined;
    const { kind: name, ...options } = workload;
    return kinds.find((kind) => kind.name === name)?.pilot?.(options);
  });
  if (pilots.every((pilot) => pilot === undefined)) return [];
  const results = firstRun();
  return pilots.map((pilot, owner) => pilot?.settle(results[owner]));
}

/** `result` with what was settled beside its own choices and warnings. */
export function withSettled<Result extends WorkloadResult | undefined>(
  result: Result,
  settled: Settled | undefined,
): Result {
  if (result === undefined || settled === undefined) return result;
  return {
    ...result,
    choices: [...(result.choices ?? []), ...settled.choices],
    warnings: [...result.warnings, ...settled.warnings],
  };
}
