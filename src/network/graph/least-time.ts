/**
 * What an exchange in c chunks cannot be faster than, without playing it. A unit of one chunk takes its delays and its bytes
 * with all links to itself, and so does what comes before and after it in its track:
 *
 *     pipeline   the units of a track in a row + c - 1 times its slowest phase, of which bytes count alone where its delays
 *                hold nobody up
 *     link       the shortest way to a unit that uses it + all bytes that cross it + the shortest way from one to the end
 */
import type { Usage } from "../../kernel/sharing/shared-resources.ts";
import { foldedOf } from "./alone.ts";
import type { ExchangeGraph } from "./exchange-graph.ts";
import { loneUnit } from "./lone-unit.ts";

/** No time of `graph` with a buffer of `bytes` in so many `chunks` is shorter, ns. */
export function leastNs(graph: ExchangeGraph, bytes: number, chunks: number): number {
  const folded = foldedOf(graph);
  const links = folded.capacities.map(() => ({
    toNs: Number.POSITIVE_INFINITY,
    fromNs: Number.POSITIVE_INFINITY,
    perByte: 0,
  }));
  let leastNs = 0;
  for (const phases of folded.graph.tracks) {
    const lone = phases.map(({ units, delaysFirst }) =>
      units.map((unit) => loneUnit(folded, unit, delaysFirst, bytes / chunks)),
    );
    const onceNs = lone.flat().reduce((sum, { ns }) => sum + ns, 0);
    let slowestNs = 0;
    let doneNs = 0;
    for (const [phase, units] of lone.entries()) {
      const { delaysFirst } = phases[phase]!;
      slowestNs = Math.max(
        slowestNs,
        units.reduce((sum, { ns, movingNs }) => sum + (delaysFirst ? ns : movingNs), 0),
      );
      for (const { unit, ns, beforeNs, afterNs } of units) {
        for (const transfers of unit) {
          const { resources, amounts } = folded.usages.get(transfers) as Usage;
          for (let at = 0; at < resources.length; at++) {
            const link = links[resources[at]!]!;
            link.toNs = Math.min(link.toNs, doneNs + beforeNs);
            link.fromNs = Math.min(link.fromNs, onceNs - doneNs - ns + afterNs);
            link.perByte += amounts![at]! / folded.capacities[resources[at]!]!;
          }
        }
        doneNs += ns;
      }
    }
    leastNs = Math.max(leastNs, onceNs + (chunks - 1) * slowestNs);
  }
  for (const { toNs, fromNs, perByte } of links)
    if (perByte > 0) leastNs = Math.max(leastNs, toNs + perByte * bytes + fromNs);
  return leastNs;
}
