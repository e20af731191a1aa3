/**
 * Many exchanges in a row as one task: what the layers of a pass exchange between pieces of computation, too many and too
 * small to be played one by one. It has all their delays first and then all their bytes, each link its own:
 *
 *     bytes on a link = sum over exchanges of times x fraction x bytes        rate at most 1 / (sum of their times on the wire)
 *
 * Alone it takes the sum of their times alone. It reads and writes the memory of the first, and adds to it what all of them
 * add. Left out: which of them uses which links when.
 */
import { linkOf } from "../link.ts";
import { aloneNs } from "./alone.ts";
import { ExchangeGraph } from "./exchange-graph.ts";
import type { ExchangePlay } from "./exchange-run.ts";

/** `plays` one after the other, as one; none for none. Alone they take `aloneAllNs` together where that is known. */
export function merged(plays: readonly ExchangePlay[], aloneAllNs?: number): ExchangePlay[] {
  if (plays.length === 0) return [];
  const loads = new Map<number, number>();
  let [longest, wireNs, totalNs] = [0, 0, aloneAllNs ?? 0];
  /** Bytes on all links, and of them those of exchanges that add what they bring, as far as they do. */
  let [all, summed] = [0, 0];
  for (const { graph, bytes, chunks, times = 1, softwareNs = 0, efficiency = 1, added = 0 } of plays) {
    const wire = graph.tracks[0]!.map(() => 0);
    for (const phases of graph.tracks) {
      for (const [phase, { units }] of phases.entries()) {
        let phaseNs = 0;
        let stream = 0;
        for (const unit of units) {
          let slowest = 0;
          for (const transfers of unit) {
            slowest = Math.max(slowest, transfers.nsPerByte);
            stream += transfers.longest;
            for (let index = 0; index < transfers.links.length; index++) {
              const link = transfers.links[index]!;
              const moved = times * bytes * transfers.fractions[index]!;
              loads.set(link, (loads.get(link) ?? 0) + moved);
              all += moved;
              summed += added * moved;
            }
          }
          phaseNs += slowest;
        }
        // Tracks run side by side, phases one after the other.
        wire[phase] = Math.max(wire[phase]!, phaseNs);
        longest += (times * bytes * stream) / graph.tracks.length;
      }
    }
    wireNs += (times * bytes * wire.reduce((sum, ns) => sum + ns, 0)) / efficiency;
    if (aloneAllNs === undefined)
      totalNs += times * (softwareNs + aloneNs(graph, bytes, chunks) / efficiency);
  }
  const { graph, owner, memory } = plays[0]!;
  const { topology } = graph;
  // Phases of chunks that follow each other overlap.
  wireNs = Math.min(wireNs, totalNs);
  for (const [link, load] of loads) wireNs = Math.max(wireNs, load / linkOf(topology, link).bandwidth);
  const transfers = {
    links: Int32Array.from(loads.keys()),
    fractions: Float64Array.from(loads.values()),
    longest,
    nsPerByte: wireNs,
    alone: [[Math.max(0, totalNs - wireNs), wireNs] as const],
  };
  const phase = { units: [[transfers]], delaysFirst: true };
  const merged = new ExchangeGraph(topology, [[phase]]);
  const added = all > 0 ? summed / all : 0;
  return [{ graph: merged, bytes: 1, owner, efficiency: 1, isLimited: true, memory, added }];
}
