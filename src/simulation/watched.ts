/** Runs with pauses, in which whoever looks on hears how far they are and may stop them. */
import { madeMost } from "../base/quantity.ts";

/** Events between two pauses: a quarter of a second, about. */
export const eventsBetween = 2 ** 16;

/** Events at one moment after which time is taken to stand still: twice as many as the most requests that may come at once. */
export const eventsAtOnceMost = 20 * madeMost;

/** Where a run stands in simulated time, and about where it ends, where that is known. */
export interface RunPause {
  nowNs: number;
  endNs: number | undefined;
}

/** Work with pauses, each answered with whether to stop. */
export type Watched<Result> = Generator<RunPause, Result, boolean>;

/** The work without anybody who could stop it; `tell` hears how far it is. */
export function drained<Result>(work: Watched<Result>, tell?: (pause: RunPause) => void): Result {
  for (;;) {
    const { done, value } = work.next(false);
    if (done) return value;
    tell?.(value);
  }
}
