/** The part of a trace that is played: a window of it, faster or slower, once or several times over. */
import type { RequestSpec } from "./request.ts";

/** What to play. Times are those of the trace, before `speed`. */
export interface TraceWindow {
  from?: number | undefined;
  to?: number | undefined;
  speed: number;
  loop: number;
}

/** Requests of the window, the window's start at 0 ns. A round starts one mean gap after the last request of the one before. */
export function playedPart(requests: readonly RequestSpec[], window: TraceWindow): RequestSpec[] {
  const { from = 0, to = Number.POSITIVE_INFINITY, speed, loop } = window;
  const inside = requests.filter(({ arrivalNs }) => arrivalNs >= from && arrivalNs < to);
  if (from === 0 && speed === 1 && loop === 1) return inside;
  const lastNs = (inside.at(-1)?.arrivalNs ?? from) - from;
  const roundNs = inside.length > 1 ? (lastNs * inside.length) / (inside.length - 1) : lastNs;
  return Array.from({ length: loop }, (_, round) =>
    inside.map((request) => ({
      ...request,
      arrivalNs: (request.arrivalNs - from + round * roundNs) / speed,
    })),
  ).flat();
}
