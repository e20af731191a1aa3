/** What a scenario leaves open beside its workload: software and prices. */
import type { Cost } from "../metrics/cost.ts";
import type { Choice, WorkloadResult } from "../workload/workload.ts";
import type { PlannedJob } from "./plan.ts";
import type { Scenario } from "./scenario.ts";

/** Software and prices that the scenario leaves open, then what the workload had to choose. */
export function choicesOf(
  { cluster }: Scenario,
  { job, kind, profile }: PlannedJob,
  { price }: Cost,
  result: WorkloadResult | undefined,
): Choice[] {
  const software = job.software ?? cluster.software;
  const isSoftwareOpen = software === undefined && !kind.needsNoModel;
  const { chip } = job.cluster.instance;
  const isFront = software?.onNeuron !== undefined && chip.kind === "neuron";
  const { pricing } = cluster;
  const isPriceOpen =
    (typeof pricing === "object" && "option" in pricing ? pricing.option : pricing) === "auto";
  return [
    ...(isSoftwareOpen
      ? [
          {
            key: "cluster.software",
            value: profile.name,
            why: `the newest stack known for ${kind.name} of such a model on ${chip.name}`,
          },
        ]
      : []),
    ...(isFront
      ? [
          {
            key: "cluster.software",
            value: profile.name,
            why: `${software.name} is a front of ${profile.title} on ${chip.name}`,
          },
        ]
      : []),
    ...(isPriceOpen && price.option !== null
      ? [
          {
            key: "cluster.pricing",
            value: price.option,
            why: "on-demand where it is listed, else a capacity block",
          },
        ]
      : []),
    ...(result?.choices ?? []),
  ];
}
