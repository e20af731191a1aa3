/**
 * Variations of a scenario: the scenario as written, with overrides put on top, simulated. Studies that ask "what if"
 * (sensitivity, plan, replications) are written in terms of this one function, and each answer can be had again from the
 * command line with the same `--set`.
 */
import { stringify } from "yaml";
import type { Override } from "../scenario/override.ts";
import type { Scenario } from "../simulation/scenario.ts";
import type { Summary } from "../simulation/summary.ts";
import type { SoftwareProfile } from "../timing/software-profile.ts";
import type { WorkloadKind } from "../workload/workload.ts";

/** A scenario that can be varied. */
export interface Variable {
  /** As written, with paths resolved. */
  written: Readonly<Record<string, unknown>>;
  scenario: Scenario;
  /** Of its workload; undefined for several jobs. */
  kind: WorkloadKind | undefined;
  /** The software profile it runs under. */
  software: SoftwareProfile;
  /** Simulates it with `overrides` on top. Throws a `ScenarioError` when they make no scenario. */
  simulate(overrides: readonly Override[]): Summary;
}

/** An override as the command line takes it: `cluster.count=4`. */
export function overrideText({ path, value }: Override): string {
  const text = typeof value === "object" ? JSON.stringify(value) : stringify(value).trim();
  return `${path.join(".")}=${text}`;
}
