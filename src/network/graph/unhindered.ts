/**
 * Exchanges whose chunks never meet on a link, such as a broadcast down a ring, in closed form. Every chunk then takes the same
 * time in a phase, and waits only until the chunk ahead has left the phase that it comes to. A chunk's stay in a phase is all of
 * its units, or the bytes alone of one whose delays hold nobody up:
 *
 *     chunk i enters a phase   the phases before in a row + i x the longest stay up to it
 *     c chunks                 all phases in a row + (c - 1) x the longest stay
 *
 * It is checked that no link has two things to move at a time when chunks come and go like that. A ring of four whose hops take
 * 10 us passes four chunks on in 30 + 3 x 10 = 60 us.
 */
import type { Usage } from "../../kernel/sharing/shared-resources.ts";
import type { Folded } from "./alone-player.ts";
import { delayNs, type TransferClass, type UnitPhase } from "./exchange-graph.ts";
import { loneUnit } from "./lone-unit.ts";

/** Moments at which a link moves bytes of one class of transfers, ns: one for each chunk. */
interface Use {
  firstNs: number;
  /** From a chunk to the next. */
  paceNs: number;
  movingNs: number;
}

/** Things are over at the same time within so much of the time that has passed. */
const precision = 1e-12;

/** Time of an exchange of `bytes` in so many `chunks`, ns; undefined where chunks meet on links. */
export function unhinderedNs(folded: Folded, bytes: number, chunks: number): number | undefined {
  /** By link, what moves on it. */
  const uses: Use[][] = folded.capacities.map(() => []);
  let slowestNs = 0;
  for (const phases of folded.graph.tracks) {
    if (!phases.every(isInTurn)) return undefined;
    let [doneNs, paceNs] = [0, 0];
    for (const { units, delaysFirst } of phases) {
      const lone = units.map((unit) => loneUnit(folded, unit, delaysFirst, bytes / chunks));
      const stayNs = lone.reduce((sum, { ns, movingNs }) => sum + (delaysFirst ? ns : movingNs), 0);
      paceNs = Math.max(paceNs, stayNs);
      for (const { unit, ns } of lone) {
        for (const transfers of unit) {
          const waitNs = delaysFirst ? delayNs(transfers, bytes / chunks) : 0;
          const movingNs = folded.onWire.get(transfers)! * (bytes / chunks);
          for (const link of linksOf(folded, transfers))
            uses[link]!.push({ firstNs: doneNs + waitNs, paceNs, movingNs });
        }
        doneNs += ns;
      }
    }
    slowestNs = Math.max(slowestNs, doneNs + (chunks - 1) * paceNs);
  }
  return uses.every((each) => takeTurns(each, chunks)) ? slowestNs : undefined;
}

/** Whether a chunk is done with all of the phase, but for delays, when the next one enters it. */
function isInTurn({ units, delaysFirst }: UnitPhase): boolean {
  return delaysFirst || units.length === 1;
}

function linksOf({ usages }: Folded, transfers: TransferClass): Iterable<number> {
  return (usages.get(transfers) as Usage & { resources: Int32Array }).resources;
}

/** Whether each thing that a link moves is over when the next begins. */
function takeTurns(uses: readonly Use[], chunks: number): boolean {
  if (uses.length < 2) return true;
  const moments = uses.flatMap(({ firstNs, paceNs, movingNs }) =>
    Array.from({ length: chunks }, (_, chunk) => ({ startNs: firstNs + chunk * paceNs, movingNs })),
  );
  moments.sort((a, b) => a.startNs - b.startNs);
  let endNs = 0;
  return moments.every(({ startNs, movingNs }) => {
    const isFree = startNs >= endNs * (1 - precision);
    endNs = startNs + movingNs;
    return isFree;
  });
}
