/** What one kind of workload measured, by the names that it gives its metrics. */
import type { Summary } from "../simulation/summary.ts";

/** Figures of the part of `summary` that the kind called `name` measured; undefined where it measured nothing. */
export function kindFigures(summary: Summary, name: string): Readonly<Record<string, unknown>> | undefined {
  return (summary as unknown as Readonly<Record<string, Record<string, unknown> | undefined>>)[name];
}
