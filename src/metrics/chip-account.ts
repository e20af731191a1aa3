/**
 * The one account of chip-time. Every chip is at every moment in one of five states, so that the entries sum to
 *
 *     chips x elapsed = busy + idle + warming + failed + off
 *
 * What is paid for is all but off, what draws full power is busy, and where the time goes is what is paid for by what it was
 * spent on: cost, energy, utilisation and attribution are read from here and from nowhere else.
 */
import { assert } from "../base/errors.ts";
import { type ChipUse, fullUse } from "../hardware/chip-power.ts";
import { type Attribution, rests } from "./attribution.ts";

/** busy: at work; warming: held, not ready yet; failed: out of order or waiting for what is; off: given back. */
export const chipStates = ["busy", "idle", "warming", "failed", "off"] as const;

export type ChipState = (typeof chipStates)[number];

/** Time that chips spent in one state on one thing, chip-ns. */
export interface ChipTime {
  state: ChipState;
  what: string;
  chipNs: number;
  /** Of time at work: what of the chip works meanwhile. All of it when absent, which is the most that it can draw. */
  use?: ChipUse | undefined;
}

/** What of a chip works in a mean moment of `entries`. */
export function meanUse(entries: readonly ChipTime[]): ChipUse {
  const busy = entries.filter(({ state }) => state === "busy");
  const sum = (of: (use: ChipUse) => number) =>
    busy.reduce((total, { chipNs, use = fullUse }) => total + of(use) * chipNs, 0);
  const allNs = entries.reduce((total, { chipNs }) => total + chipNs, 0) || 1;
  return {
    engines: sum(({ engines }) => engines) / allNs,
    memory: sum(({ memory }) => memory) / allNs,
    links: sum(({ links }) => links) / allNs,
  };
}

/** Rounding of sums of many times. */
const tolerance = 1e-9;

/** The chip-time of `chips` over `elapsedNs`. */
export class ChipAccount {
  readonly chips: number;
  readonly elapsedNs: number;
  /** Without those of no time. */
  readonly entries: readonly ChipTime[];

  /** `known` is what is told; what it leaves of the whole is idle, under the name `rest`. */
  constructor(chips: number, elapsedNs: number, known: readonly ChipTime[], rest: string = rests.idle) {
    this.chips = chips;
    this.elapsedNs = elapsedNs;
    const wholeNs = chips * elapsedNs;
    const told = known.filter(({ chipNs }) => chipNs !== 0);
    const toldNs = told.reduce((sum, { chipNs }) => sum + chipNs, 0);
    assert(
      told.every(({ chipNs }) => chipNs > 0) && toldNs <= wholeNs * (1 + tolerance),
      () => `${toldNs} chip-ns are told of ${chips} chips over ${elapsedNs} ns`,
    );
    const restNs = wholeNs - toldNs;
    this.entries =
      restNs > wholeNs * tolerance ? [...told, { state: "idle", what: rest, chipNs: restNs }] : told;
  }

  /** Time in `state`, chip-ns. */
  in(state: ChipState): number {
    return this.entries.reduce((sum, each) => sum + (each.state === state ? each.chipNs : 0), 0);
  }

  /** Share of the whole in `state`. */
  share(state: ChipState): number {
    const wholeNs = this.chips * this.elapsedNs;
    return wholeNs > 0 ? this.in(state) / wholeNs : 0;
  }

  /** Where the time that is held and paid for went, largest first. */
  attribution(): Attribution {
    const held = this.entries.filter(({ state }) => state !== "off");
    const heldNs = held.reduce((sum, { chipNs }) => sum + chipNs, 0);
    const byName = new Map<string, number>();
    for (const { what, chipNs } of held) byName.set(what, (byName.get(what) ?? 0) + chipNs);
    return [...byName]
      .map(([what, chipNs]) => ({ what, fraction: chipNs / heldNs }))
      .filter(({ fraction }) => fraction > 1e-12)
      .sort((a, b) => b.fraction - a.fraction);
  }
}
