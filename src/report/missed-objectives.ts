/** What a run misses of what its scenario demands. */
import type { Summary } from "../simulation/summary.ts";

/** Names of the objectives that `summary` misses. */
export function missedObjectives(summary: Pick<Summary, "objectives"> | null): string[] {
  return (summary?.objectives ?? []).filter(({ met }) => !met).map(({ objective }) => objective);
}

/** Whether `summary` is there and misses nothing. */
export function meetsObjectives(summary: Pick<Summary, "objectives"> | null): boolean {
  return summary !== null && missedObjectives(summary).length === 0;
}
