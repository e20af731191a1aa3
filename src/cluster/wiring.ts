/** The network of a cluster: its fabric, and the algorithms that its runtime chooses. */
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
import { clusterFabric, type FabricPlan, type WiredChip, type WiredInstance } from "./fabric.ts";
import { isNeuronV2, linkSoftwareOf } from "./link-software.ts";

/** What to wire, and how algorithms are chosen on it; as the usual runtime does when absent. */
export interface NetworkPlan extends FabricPlan {
  collectives?: Partial<CollectiveChoice> | undefined;
}

/** How the runtime of `chip` chooses algorithms. */
function selectionOf(chip: WiredChip): Selection {
  if (chip.kind === "gpu") return ncclSelection;
  if (chip.kind !== "neuron") return "best";
  return isNeuronV2(chip) ? neuronV2Selection : neuronSelection;
}

/**
 * Networks are kept: one is never changed, and knows the prices of its plans. A scenario is planned several times (when it is
 * read, when it runs, for each job alone), and instances that are wired alike have one network whatever else they are: of
 * the levers of an explanation most change what chips compute and not a link. The key holds all that wiring can read, as the
 * type `WiredInstance` sees to; a network stays as long as an instance that has it.
 */
const networks = new Map<string, WeakRef<AnalyticNetwork>>();
const held = new WeakMap<Instance, Map<string, AnalyticNetwork>>();
const forgotten = new FinalizationRegistry((key: string) => {
  if (networks.get(key)?.deref() === undefined) networks.delete(key);
});

/** Functions and plug-ins by number, so that two of one name are told apart. */
const numbers = new WeakMap<object, number>();
let numbered = 0;

function numberOf(plugin: object): number {
  const known = numbers.get(plugin) ?? numbered++;
  numbers.set(plugin, known);
  return known;
}

/** What of `instance` its links hang on. */
function wiredOf({
  name,
  derivedFrom = name,
  chips,
  servers,
  scaleUp,
  scaleOut,
  chip,
}: Instance): WiredInstance {
  const { kind, coreGeneration, cores, coresPerRank, memory } = chip;
  return {
    name: derivedFrom,
    chips,
    servers,
    scaleUp,
    scaleOut,
    chip: {
      kind,
      coreGeneration,
      cores,
      coresPerRank,
      memory: { bandwidth: memory.bandwidth },
      ...(chip.scaleUp && { scaleUp: chip.scaleUp }),
    },
  };
}

/** The network of `plan` as the usual runtime uses it, the same one each time it is asked for. */
export function networkOf(plan: NetworkPlan & { instance: Instance }): AnalyticNetwork {
  const { instance, count, coresPerRank, tiers = [], topology, collectives } = plan;
  const { selection, algorithms } = collectives ?? {};
  const between = topology && [
    topology.name,
    topology.linkBandwidth,
    topology.linkLatencyNs,
    numberOf(topology.plugin),
  ];
  const wired = wiredOf(instance);
  const what = [wired, count, coresPerRank, tiers, between, selection, algorithms?.map(numberOf)];
  const key = JSON.stringify(what, (_, value) => (typeof value === "function" ? numberOf(value) : value));
  let network = networks.get(key)?.deref();
  if (network === undefined) {
    network = wire({ ...plan, instance: wired });
    networks.set(key, new WeakRef(network));
    forgotten.register(network, key);
  }
  const own = held.get(instance) ?? new Map<string, AnalyticNetwork>();
  held.set(instance, own.set(key, network));
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
