/** The network of a cluster: its fabric, and the algorithms that its runtime chooses. */
import type { Chip } from "../hardware/chip.ts";
import type { Instance } from "../hardware/instance.ts";
import { AnalyticNetwork } from "../network/analytic/analytic-network.ts";
import {
  type CollectiveChoice,
  ncclSelection,
  neuronSelection,
  neuronV2Selection,
  type Selection,
} from "../network/selection.ts";
import { ProtocolNetwork } from "../network/short-messages.ts";
import { clusterFabric, type FabricPlan } from "./fabric.ts";
import { isNeuronV2, linkSoftwareOf } from "./link-software.ts";

/** What to wire, and how algorithms are chosen on it; as the usual runtime does when absent. */
export interface NetworkPlan extends FabricPlan {
  collectives?: Partial<CollectiveChoice> | undefined;
}

/** How the runtime of `chip` chooses algorithms. */
function selectionOf(chip: Chip): Selection {
  if (chip.kind === "gpu") return ncclSelection;
  if (chip.kind !== "neuron") return "best";
  return isNeuronV2(chip) ? neuronV2Selection : neuronSelection;
}

/** Networks by instance and by what else was asked for: a network is never changed, and keeps the prices of its plans. */
const networks = new WeakMap<Instance, Map<string, AnalyticNetwork>>();

/** Plug-ins by number, so that two of one name are told apart. */
const numbers = new WeakMap<object, number>();
let numbered = 0;

function numberOf(plugin: object): number {
  const known = numbers.get(plugin) ?? numbered++;
  numbers.set(plugin, known);
  return known;
}

/** The network of `plan` as the usual runtime uses it, the same one each time it is asked for. */
export function networkOf(plan: NetworkPlan): AnalyticNetwork {
  const { instance, count, coresPerRank, tiers = [], topology, collectives } = plan;
  const known = networks.get(instance) ?? new Map<string, AnalyticNetwork>();
  networks.set(instance, known);
  const { selection, algorithms } = collectives ?? {};
  const wired = topology && [
    topology.name,
    topology.linkBandwidth,
    topology.linkLatencyNs,
    numberOf(topology.plugin),
  ];
  const key = JSON.stringify([count, coresPerRank, tiers, wired, selection, algorithms?.map(numberOf)]);
  const network = known.get(key) ?? wire(plan);
  known.set(key, network);
  return network;
}

/** The network of the fabric of `plan`; links as the usual runtime uses them unless the plan says otherwise. */
export function wire(plan: NetworkPlan): AnalyticNetwork {
  const { chip } = plan.instance;
  const { software = linkSoftwareOf(chip) } = plan;
  const topology = clusterFabric({ ...plan, software });
  const options = {
    selection: plan.collectives?.selection ?? selectionOf(chip),
    algorithms: plan.collectives?.algorithms,
    periods: periodsOf(topology.endpoints / plan.count, plan),
    domain: topology.endpoints / plan.count,
  };
  const { network } = software;
  if (network.short === undefined || plan.count === 1) return new AnalyticNetwork(topology, options);
  const { bytesMax, ...path } = network.short;
  const short = { ...software, network: { ...network, ...path } };
  return new ProtocolNetwork(
    topology,
    { topology: clusterFabric({ ...plan, software: short }), bytesMax },
    options,
  );
}

/** An instance, the UltraServer it is a part of, and the runs of them under the switches of each tier as long as all switches of a tier are full. */
function periodsOf(ranksEach: number, { instance, count, tiers = [], topology }: FabricPlan): number[] {
  const partial = tiers.findIndex(({ instances }) => count % instances !== 0);
  const alike =
    partial < 0
      ? tiers.map(({ instances }) => instances)
      : [...tiers.slice(0, partial).map(({ instances }) => instances), count];
  // What a topology between instances repeats is its own affair: only all of it is alike for sure.
  const whole = [1, ...(topology && count > 1 ? [count] : alike)].map((instances) => instances * ranksEach);
  return instance.servers > 1 ? [ranksEach / instance.servers, ...whole] : whole;
}
