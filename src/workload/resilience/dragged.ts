/** Work at a lower pace for a while: how much of it is done by when. */
import type { Failure } from "./failure-stream.ts";
import type { LossName } from "./losses.ts";

/** A job that a slow host drags along, or that has fewer ranks. */
export interface Dragged {
  fromNs: number;
  /** When it is noticed, or the hosts are there. */
  untilNs: number;
  slowdown: number;
  failure: Failure;
  loss: LossName;
}

/** Work and stalls done from `from` until `atNs`, ns, a slow host that drags the job along counted in. */
export function wentAt(from: number, atNs: number, dragged?: Dragged): number {
  if (dragged === undefined || atNs <= dragged.fromNs) return atNs - from;
  return dragged.fromNs - from + (atNs - dragged.fromNs) / dragged.slowdown;
}

/** When `wentNs` of work and stalls from `from` on are done: the inverse of it. */
export function clockAt(from: number, wentNs: number, dragged?: Dragged): number {
  if (dragged === undefined || from + wentNs <= dragged.fromNs) return from + wentNs;
  const slowNs = Math.max(from, dragged.fromNs);
  return slowNs + (from + wentNs - slowNs) * dragged.slowdown;
}
