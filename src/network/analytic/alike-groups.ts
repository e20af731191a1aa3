/**
 * Groups that do the same plan at once, in classes: the groups of a class have had the same hops in every step so far, so that
 * one of them stands for all. A step in which some of them differ splits their class. Ten thousand groups of ten thousand
 * instances, all wired alike, are one class, or one for each place that a group may have among the switches.
 */
import type { Step } from "../collectives/collective-plan.ts";
import type { RankTimes } from "./rank-times.ts";
import type { Hop } from "./repeated-step.ts";

/** A group is compared with so many others of its class, those met last; one that is like none of them counts by itself. */
const comparedMax = 16;

/** A class after a step: what it was, its hops, and when its ranks are done. */
interface AlikeClass {
  before: number;
  hops: readonly Hop[];
  times: RankTimes | undefined;
}

/** Groups in classes, which each step makes finer. */
export class AlikeGroups {
  /** By group. */
  #classOf: Int32Array;
  /** By class; undefined where ranks are not followed. */
  #times: readonly (RankTimes | undefined)[];

  /** So many `groups`, whose ranks are followed from `times` on, if at all. */
  constructor(groups: number, times?: RankTimes) {
    this.#classOf = new Int32Array(groups);
    this.#times = [times];
  }

  /** When the ranks of each class are done. */
  get times(): readonly (RankTimes | undefined)[] {
    return this.#times;
  }

  /**
   * Lets every group do a `step`, in which it has the hops that `spread` makes of those `hopsOf` it; result: the
   * hops of each class.
   */
  step(
    step: Pick<Step, "transfers">,
    hopsOf: (group: number) => readonly Hop[],
    spread: (hops: readonly Hop[]) => readonly Hop[] = (hops) => hops,
  ): (readonly Hop[])[] {
    const classes: AlikeClass[] = [];
    /** By class before the step, the classes that it fell into. */
    const parts: number[][] = this.#times.map(() => []);
    this.#classOf = this.#classOf.map((before, group) => {
      const hops = hopsOf(group);
      const known = parts[before]!.slice(-comparedMax).find((each) => areAlike(classes[each]!.hops, hops));
      if (known !== undefined) return known;
      parts[before]!.push(classes.length);
      return (
        classes.push({ before, hops, times: this.#times[before]?.after(step.transfers, spread(hops)) }) - 1
      );
    });
    this.#times = classes.map(({ times }) => times);
    return classes.map(({ hops }) => spread(hops));
  }
}

/** Whether hop by hop some are as others. */
export function areAlike(some: readonly Hop[], others: readonly Hop[]): boolean {
  return some.every((hop, index) => {
    const other = others[index]!;
    return (
      hop === other ||
      (hop.startNs === other.startNs &&
        hop.latencyNs === other.latencyNs &&
        hop.nsPerByte === other.nsPerByte)
    );
  });
}
