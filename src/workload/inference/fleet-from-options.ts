/** From a scenario's options to what a fleet has beside its pools: regions, autoscaling. */
import { counted } from "../../base/counted.ts";
import { ScenarioError } from "../../base/errors.ts";
import { nearest } from "../../base/nearest.ts";
import { createPlugin } from "../../base/plugin.ts";
import type { Random } from "../../base/random.ts";
import type { WorkloadSetting } from "../workload.ts";
import { autoscalingContract } from "./fleet/autoscaling/autoscaling-policy.ts";
import type { RegionsPlan } from "./fleet/region-choice.ts";
import type { ScalingOptions } from "./fleet/replica-scaler.ts";
import type { InferenceOptions } from "./inference-options.ts";
import type { InferencePlugins } from "./inference-plugins.ts";
import type { PlacedReplicas } from "./replica/placed-replicas.ts";
import { weightBandwidth } from "./weight-volume.ts";

/** Somebody gets traffic, and a fleet whose replicas differ in what they do is neither divided into regions nor scaled. */
export function checkFleet({
  regions,
  autoscaling,
  disaggregation,
  ownWeight,
  pools,
}: InferenceOptions): void {
  if (ownWeight === 0 && pools.every(({ weight }) => weight === 0)) {
    const expected = "a weight above zero, here or of a pool";
    throw new ScenarioError([{ path: "workload.ownWeight", found: "0", expected }]);
  }
  if (disaggregation === undefined) return;
  const other = regions !== undefined ? "regions" : autoscaling !== undefined ? "autoscaling" : undefined;
  if (other === undefined) return;
  throw new ScenarioError([
    {
      path: "workload.disaggregation",
      found: `disaggregation beside ${other}`,
      expected: "one place and a fixed number of replicas that prefill and that decode",
    },
  ]);
}

/** Regions of `written`, whose replicas must be all there are. */
export function regionsPlan(
  written: NonNullable<InferenceOptions["regions"]>,
  replicas: number,
  random: Random,
): RegionsPlan {
  const { places, latency, spillAbove, outages } = written;
  const placed = places.reduce((sum, place) => sum + place.replicas, 0);
  const names = places.map(({ name }) => name);
  const problems = outages
    .filter(({ region }) => !names.includes(region))
    .map(({ region }) => ({
      path: "workload.regions.outages",
      found: `"${region}"`,
      expected: `one of ${names.join(", ")}`,
      nearest: nearest(region, names),
    }));
  if (placed !== replicas) {
    throw new ScenarioError([
      {
        path: "workload.regions.places",
        found: counted(placed, "replica"),
        expected: `the ${replicas} there are`,
      },
      ...problems,
    ]);
  }
  if (problems.length > 0) throw new ScenarioError(problems);
  return {
    places,
    latencyNs: latency,
    spillAbove: spillAbove ?? Number.POSITIVE_INFINITY,
    outages: outages.map(({ region, at, duration }) => ({
      place: names.indexOf(region),
      atNs: at,
      durationNs: duration,
    })),
    random,
  };
}

/** How a fleet of at most `replicas` scales, or each region of it; a cold start loads the weights of all ranks. */
export function autoscalingPlan(
  plugins: InferencePlugins,
  written: NonNullable<InferenceOptions["autoscaling"]>,
  setting: WorkloadSetting,
  { memory, ranksPerReplica }: PlacedReplicas,
  replicas: number,
): ScalingOptions {
  const { policy, min, initial = min, interval, cooldown, unit } = written;
  const { provision, loadBandwidth, compile, volume } = written;
  const bytes = memory.weightsBytes * ranksPerReplica;
  return {
    policy: createPlugin(plugins.autoscaling, policy, undefined, autoscalingContract),
    min,
    max: replicas,
    initial: Math.min(initial, replicas),
    intervalNs: interval,
    unit,
    cooldownNs: cooldown,
    coldStart: {
      provisionNs: provision,
      weights: { bytes, bandwidth: Math.min(loadBandwidth, weightBandwidth(volume, setting, bytes)) },
      compileNs: compile,
    },
  };
}
