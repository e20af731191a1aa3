/** Simulates scenarios that rows of measurements became. */
import type { Catalog } from "../catalog.ts";
import type { Summary } from "../simulation/summary.ts";
import type { SoftwareProfile } from "../timing/software-profile.ts";
import { scenarioFrom } from "./scenario-flags.ts";
import { runEntry } from "./simulations.ts";

/** `catalog`, able to simulate a scenario as a file would write it, priced by `profile` where its text names software. */
export function simulating(catalog: Catalog) {
  const simulate = (written: object, profile?: SoftwareProfile): Summary => {
    const entry = scenarioFrom(written, catalog);
    const { cluster } = entry.scenario;
    const software = cluster.software && profile ? profile : cluster.software;
    const scenario = { ...entry.scenario, cluster: { ...cluster, software } };
    return runEntry({ ...entry, scenario }, catalog).summary;
  };
  return { ...catalog, simulate };
}
