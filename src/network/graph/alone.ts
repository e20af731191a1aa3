/**
 * How long an exchange takes when nothing else uses its links: its graph played by itself, on as few resources as tell its
 * links apart. One track of one chunk, whose units are one class each, has nobody to share with:
 *
 *     time = sum over units of (delays + bytes on its busiest link)
 */

import type { Usage } from "../../kernel/sharing/shared-resources.ts";
import { Sharing } from "../../kernel/sharing/sharing.ts";
import { Simulator } from "../../kernel/simulator.ts";
import { linkOf } from "../link.ts";
import { delayNs, ExchangeGraph, type TransferClass } from "./exchange-graph.ts";
import { playExchange } from "./exchange-run.ts";
import { foldedUsage, LinkFold } from "./link-fold.ts";

/** Times kept of a graph at most; beyond, all are forgotten. */
const timesMax = 2 ** 14;

interface Folded {
  /** Bandwidth of each resource, bytes/ns. */
  capacities: number[];
  usages: Map<TransferClass, Usage>;
  /** Whether every unit is one class, in one track. */
  isPlain: boolean;
  /** Times already worked out, ns, by bytes and chunks. */
  times: Map<string, number>;
}

const known = new WeakMap<ExchangeGraph, Folded>();

/** Time of `graph` alone with a buffer of `bytes` in `chunks` parts, ns. A graph never changes, so it is worked out once. */
export function aloneNs(graph: ExchangeGraph, bytes: number, chunks = 1): number {
  const folded = known.get(graph) ?? fold(graph);
  known.set(graph, folded);
  if (folded.isPlain && chunks === 1) return plainNs(graph, bytes);
  const key = `${bytes} ${chunks}`;
  const before = folded.times.get(key);
  if (before !== undefined) return before;
  const endNs = playedNs(graph, folded, { bytes, chunks });
  if (folded.times.size >= timesMax) folded.times.clear();
  folded.times.set(key, endNs);
  return endNs;
}

/**
 * `graph` with one link of each kind in place of all that are always equally loaded: alone it takes the same time, and is as
 * small as its plan whatever the number of groups.
 */
export function onePerKind(graph: ExchangeGraph): ExchangeGraph {
  const { topology, classes, tracks } = graph;
  const fold = new LinkFold(topology);
  for (const transfers of classes) fold.split(transfers);
  const linkOfKind = new Map<number, number>();
  const thin = new Map(classes.map((transfers) => [transfers, thinned(transfers, fold, linkOfKind)]));
  return new ExchangeGraph(
    topology,
    tracks.map((phases) =>
      phases.map(({ units, delaysFirst }) => ({
        units: units.map((unit) => unit.map((transfers) => thin.get(transfers)!)),
        delaysFirst,
      })),
    ),
  );
}

/** `transfers` on one link of each kind, the same in all classes: the first that any of them met. */
function thinned(transfers: TransferClass, fold: LinkFold, linkOfKind: Map<number, number>): TransferClass {
  const loads = new Map<number, number>();
  for (let place = 0; place < transfers.links.length; place++) {
    const link = transfers.links[place]!;
    const kind = fold.kindOf(link);
    const first = linkOfKind.get(kind) ?? link;
    linkOfKind.set(kind, first);
    loads.set(first, transfers.fractions[place]!);
  }
  const links = Int32Array.from(loads.keys());
  return { ...transfers, links, fractions: Float64Array.from(loads.values()) };
}

function plainNs({ tracks }: ExchangeGraph, bytes: number): number {
  let ns = 0;
  for (const { units } of tracks[0]!) {
    for (const [transfers] of units) ns += delayNs(transfers!, bytes) + transfers!.nsPerByte * bytes;
  }
  return ns;
}

function playedNs(
  graph: ExchangeGraph,
  folded: Folded,
  { bytes, chunks }: { bytes: number; chunks: number },
): number {
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
  return endNs;
}

function fold(graph: ExchangeGraph): Folded {
  const { topology, tracks, classes } = graph;
  const isPlain =
    tracks.length === 1 && tracks[0]!.every(({ units }) => units.every(({ length }) => length === 1));
  const links = new LinkFold(topology);
  for (const transfers of classes) links.split(transfers);
  const resourceOfKind = new Map<number, number>();
  const capacities: number[] = [];
  const resourceOf = (link: number) => {
    const kind = links.kindOf(link);
    const resource = resourceOfKind.get(kind) ?? capacities.push(linkOf(topology, link).bandwidth) - 1;
    resourceOfKind.set(kind, resource);
    return resource;
  };
  const usages = new Map(classes.map((transfers) => [transfers, foldedUsage(transfers, resourceOf)]));
  return { capacities, usages, isPlain, times: new Map() };
}
