/** What a run costs and draws, from how long it held what. */
import type { Cluster } from "../cluster/cluster.ts";
import { choosePrice } from "../hardware/price.ts";
import { type Cost, costOf } from "../metrics/cost.ts";
import { type Energy, energyOf } from "../metrics/energy.ts";
import type { WorkloadResult } from "../workload/workload.ts";
import type { Scenario } from "./scenario.ts";

/** Cost and energy of `result` on `cluster`, at the prices of `scenario`. */
export function accountsOf(
  scenario: Scenario,
  cluster: Cluster,
  result?: WorkloadResult,
): { cost: Cost; energy: Energy } {
  const { instance, pricing } = scenario.cluster;
  const count = cluster.chips / instance.chips;
  const { inference, training, elapsedNs = 0, busyFraction = 0 } = result ?? {};
  const perNs = (tokens: number, ns: number) => (ns > 0 ? tokens / ns : 0);
  const outputTokensPerNs = inference ? perNs(inference.totalOutputTokens, inference.durationNs) : 0;
  const totalTokensPerNs = inference
    ? perNs(inference.totalInputTokens + inference.totalOutputTokens, inference.durationNs)
    : training
      ? perNs(training.tokensPerStep, training.stepNs)
      : 0;
  return {
    cost: costOf(choosePrice(instance, pricing), {
      instances: count,
      otherUsdPerHour: otherUsdPerHour(scenario, result),
      heldFraction: result?.heldFraction,
      elapsedNs,
      outputTokensPerNs,
      totalTokensPerNs,
      requestsPerNs: inference ? perNs(inference.completed, inference.durationNs) : 0,
    }),
    energy: energyOf(instance, count, { elapsedNs, busyFraction }),
  };
}

/** Dollars an hour of instances beside the cluster's; null where one has no price. */
function otherUsdPerHour({ cluster }: Scenario, result?: WorkloadResult): number | null {
  let sum: number | null = 0;
  for (const { instance, count } of result?.otherInstances ?? []) {
    const { usdPerHour } = choosePrice(instance, cluster.pricing);
    sum = sum === null || usdPerHour === null ? null : sum + count * usdPerHour;
  }
  return sum;
}
