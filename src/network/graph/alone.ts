/** How long an exchange takes when nothing else uses its links: its graph played by itself, on as few resources as tell its links apart. */

import type { Usage } from "../../kernel/sharing/shared-resources.ts";
import { Sharing } from "../../kernel/sharing/sharing.ts";
import { Simulator } from "../../kernel/simulator.ts";
import { linkOf } from "../link.ts";
import type { Topology } from "../topology.ts";
import type { ExchangeGraph, TransferClass } from "./exchange-graph.ts";
import { playExchange } from "./exchange-run.ts";
import { foldedUsage, LinkFold } from "./link-fold.ts";

/** Times kept of a graph at most; beyond, all are forgotten. */
const timesMax = 2 ** 14;

interface Folded {
  /** Bandwidth of each resource, bytes/ns. */
  capacities: number[];
  usages: Map<TransferClass, Usage>;
  /** Times already worked out, ns, by bytes and chunks. */
  times: Map<string, number>;
}

const known = new WeakMap<ExchangeGraph, Folded>();

/** Time of `graph` alone with a buffer of `bytes` in `chunks` parts, ns. A graph never changes, so it is worked out once. */
export function aloneNs(graph: ExchangeGraph, bytes: number, chunks = 1): number {
  const folded = known.get(graph) ?? fold(graph);
  known.set(graph, folded);
  const key = `${bytes} ${chunks}`;
  const before = folded.times.get(key);
  if (before !== undefined) return before;
  const simulator = new Simulator("an exchange alone");
  const sharing = new Sharing(simulator);
  for (const capacity of folded.capacities) sharing.add(capacity, (resource) => `links of kind ${resource}`);
  const usage = (transfers: TransferClass) => folded.usages.get(transfers) as Usage;
  let endNs = 0;
  const client = {
    handle(_code: number, now: number) {
      endNs = now;
    },
  };
  playExchange({ simulator, sharing, usage }, { graph, bytes, chunks }, client, 0);
  simulator.run();
  if (folded.times.size >= timesMax) folded.times.clear();
  folded.times.set(key, endNs);
  return endNs;
}

function fold(graph: ExchangeGraph): Folded {
  const { topology, classes } = graph;
  const links = new LinkFold(topology);
  for (const transfers of classes) links.split(transfers);
  const resourceOfKind = new Map<number, number>();
  const capacities: number[] = [];
  const resourceOf = (link: number) => {
    const kind = links.kindOf(link);
    const resource = resourceOfKind.get(kind) ?? capacities.push(bandwidthOf(topology, link)) - 1;
    resourceOfKind.set(kind, resource);
    return resource;
  };
  const usages = new Map(classes.map((transfers) => [transfers, foldedUsage(transfers, resourceOf)]));
  return { capacities, usages, times: new Map() };
}

function bandwidthOf(topology: Topology, link: number): number {
  return linkOf(topology, link).bandwidth;
}
