/** What to call a run among the runs of its scenario: its variant, or, where it is the scenario as written, its hardware. */
export function runName({
  scenario,
  cluster,
}: {
  scenario: { variant: string };
  cluster: { instance: string };
}): string {
  return scenario.variant === "base" ? cluster.instance : scenario.variant;
}
