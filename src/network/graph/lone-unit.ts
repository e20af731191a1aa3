/** A unit of an exchange with its links to itself: its delays, then its bytes on its busiest link, or the other way round. */
import type { Folded } from "./alone-player.ts";
import { delayNs, type Unit } from "./exchange-graph.ts";

/** A unit of one chunk by itself, ns. */
export interface LoneUnit {
  unit: Unit;
  /** All of it, and how long its bytes move. */
  ns: number;
  movingNs: number;
  /** Delays of its shortest class before and after its bytes. */
  beforeNs: number;
  afterNs: number;
}

/** `unit` with `bytes` of buffer; `delaysFirst` as its phase has it. */
export function loneUnit({ onWire }: Folded, unit: Unit, delaysFirst: boolean, bytes: number): LoneUnit {
  let [ns, movingNs, shortestNs] = [0, 0, Number.POSITIVE_INFINITY];
  for (const transfers of unit) {
    const [waitNs, wireNs] = [delayNs(transfers, bytes), onWire.get(transfers)! * bytes];
    ns = Math.max(ns, waitNs + wireNs);
    movingNs = Math.max(movingNs, wireNs);
    shortestNs = Math.min(shortestNs, waitNs);
  }
  return {
    unit,
    ns,
    movingNs,
    beforeNs: delaysFirst ? shortestNs : 0,
    afterNs: delaysFirst ? 0 : shortestNs,
  };
}
