/** What a search simulates in place of a whole load, where the kind of workload tells a shorter one that stands for it. */
import type { Override } from "../../scenario/override.ts";
import type { Scenario } from "../../simulation/scenario.ts";
import type { ShortenedLoad } from "../../workload/plan-traits.ts";
import type { PlannedKind } from "./planned-kind.ts";

/** A shortened load as overrides of its scenario. */
export interface Rehearsal extends Pick<ShortenedLoad, "wholeNs" | "shortenedNs"> {
  overrides: readonly Override[];
}

/** The shortened load of `scenario`; undefined where it is short already, or must be simulated whole. */
export function rehearsalOf({ workload }: Scenario, { plans }: PlannedKind): Rehearsal | undefined {
  const load = plans.shortened?.(workload as unknown as Readonly<Record<string, unknown>>);
  if (load === undefined) return undefined;
  const { values, wholeNs, shortenedNs } = load;
  const overrides = values.map(([key, value]) => ({ path: ["workload", ...key.split(".")], value }));
  return { overrides, wholeNs, shortenedNs };
}
