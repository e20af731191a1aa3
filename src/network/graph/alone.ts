/**
 * How long an exchange takes when nothing else uses its links: its graph played by itself, with one track and one link of all
 * that are alike (`graph-quotient.ts`). One track of one chunk, whose units are one class each, has nobody to share with:
 *
 *     time = sum over units of (delays + bytes on its busiest link)
 */

import { linkOf } from "../link.ts";
import type { Folded } from "./alone-player.ts";
import { playedAloneNs } from "./alone-player.ts";
import { delayNs, type ExchangeGraph } from "./exchange-graph.ts";
import { quotientOf } from "./graph-quotient.ts";
import { foldedUsage, LinkFold } from "./link-fold.ts";
import { unhinderedNs } from "./unhindered.ts";

/** Times kept of a graph at most; beyond, all are forgotten. */
const timesMax = 2 ** 14;

const known = new WeakMap<ExchangeGraph, Folded>();

/** Time of `graph` alone with a buffer of `bytes` in `chunks` parts, ns. A graph never changes, so it is worked out once. */
export function aloneNs(graph: ExchangeGraph, bytes: number, chunks = 1): number {
  const folded = foldedOf(graph);
  if (folded.isPlain && chunks === 1) return plainNs(folded, bytes);
  const key = `${bytes} ${chunks}`;
  const before = folded.times.get(key);
  if (before !== undefined) return before;
  const endNs = unhinderedNs(folded, bytes, chunks) ?? playedAloneNs(folded, bytes, chunks);
  if (folded.times.size >= timesMax) folded.times.clear();
  folded.times.set(key, endNs);
  return endNs;
}

/** `graph` with one track and one link of all that are alike. */
export function foldedOf(graph: ExchangeGraph): Folded {
  const folded = known.get(graph) ?? fold(graph);
  known.set(graph, folded);
  return folded;
}

function plainNs({ graph, onWire }: Folded, bytes: number): number {
  let ns = 0;
  for (const { units } of graph.tracks[0]!) {
    for (const [transfers] of units) ns += delayNs(transfers!, bytes) + onWire.get(transfers!)! * bytes;
  }
  return ns;
}

function fold(whole: ExchangeGraph): Folded {
  const graph = whole.tracks.length > 1 ? quotientOf(whole) : whole;
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
  const onWire = new Map(
    [...usages].map(([transfers, { resources, amounts }]) => {
      // Of one track nobody else puts anything on its links.
      if (whole.tracks.length === 1) return [transfers, transfers.nsPerByte];
      const each = Array.from(resources, (resource, at) => amounts![at]! / capacities[resource]!);
      return [transfers, Math.max(0, ...each)];
    }),
  );
  return { graph, capacities, usages, onWire, isPlain, times: new Map() };
}
