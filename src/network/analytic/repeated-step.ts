/**
 * How long a step takes that is repeated, as lines (delay, ns per byte). A rank begins a repetition when it has sent and
 * received all of the one before, so a chain of waiting either moves on with what is passed round, hop by hop, or stays where
 * it is and sends again:
 *
 *     moves:   sum over `repeat` hops in a row of (delay + ns per byte x bytes)
 *     stays:   repeat x (start + ns per byte x bytes) + latency
 *
 * The time is the longest chain. On a ring of equal hops both come to the same bytes and moving has the delays; where few
 * hops are slow, such as those between instances, they alone count for large buffers and their latency only once. Where few hops
 * are far, a chain may move on from one to another, as often as the repetitions allow, and send again there in what is left:
 *
 *     both:    sum over the hops from one far hop to another of (delay + ns per byte x bytes) + rest x (start + ns per byte x bytes)
 */
import type { Step } from "../collectives/collective-plan.ts";

/** A transfer of the step: what its message waits for beside its bytes, and how long a byte of buffer takes. */
export interface Hop {
  /** Before its first byte leaves, ns. */
  startNs: number;
  /** From its last byte leaving to its arrival, ns. */
  latencyNs: number;
  nsPerByte: number;
}

/** Hops are far beside near ones from so many times their latency on: instances beside chips. */
const farTimes = 8;

/** Whether a hop of one latency is far beside one of the other. */
export function isFarther(latencyNs: number, otherNs: number): boolean {
  return latencyNs >= farTimes * otherNs;
}

/** A line: delay, ns, and ns per byte. */
export type Line = readonly [delayNs: number, nsPerByte: number];

/** Lines of the longest chains in a step that is repeated; `hops` are its transfers, `paths` what `pathsOf` says of them. */
export function repeatedLines(
  repeat: number,
  hops: readonly Hop[],
  paths: readonly (readonly number[])[],
): Line[] {
  const lines: Line[] = hops.map(({ startNs, latencyNs, nsPerByte }) => [
    repeat * startNs + latencyNs,
    repeat * nsPerByte,
  ]);
  for (const path of paths) {
    const circle = path.map((hop) => hops[hop]!);
    lines.push(...windowSums(circle, repeat), ...betweenFarHops(circle, repeat));
  }
  return lines;
}

/**
 * Hops that follow each other, each in one path. Hop j follows hop i when its source is the target of i; where a rank sends
 * several messages in the step, the k-th of one rank follows the k-th of the other (rings).
 */
export function pathsOf(transfers: Step["transfers"]): number[][] {
  /** By rank, the transfers that it sends. */
  const lanes: number[][] = [];
  const laneOf = transfers.map(({ source }, index) => {
    lanes[source] ??= [];
    return lanes[source].push(index) - 1;
  });
  const paths: number[][] = [];
  const seen = new Uint8Array(transfers.length);
  for (let first = 0; first < transfers.length; first++) {
    const path: number[] = [];
    for (let hop: number | undefined = first; hop !== undefined && seen[hop] === 0; ) {
      seen[hop] = 1;
      path.push(hop);
      hop = lanes[transfers[hop]!.target]?.[laneOf[hop]!];
    }
    if (path.length > 0) paths.push(path);
  }
  return paths;
}

/** Chains that move on from one of the farthest hops to the last that `repeat` reaches, and send again at the first in the rest. */
function betweenFarHops(circle: readonly Hop[], repeat: number): Line[] {
  const around = circle.length;
  const farthestNs = circle.reduce((most, { latencyNs }) => Math.max(most, latencyNs), 0);
  if (!circle.some(({ latencyNs }) => isFarther(farthestNs, latencyNs))) return [];
  const places = [...circle.keys()].filter((place) => circle[place]!.latencyNs === farthestNs);
  /** Sums of the hops before each, twice around; near hops carry no bytes that count. */
  const delays = new Float64Array(2 * around + 1);
  const bytes = new Float64Array(2 * around + 1);
  for (let at = 0; at < 2 * around; at++) {
    const { startNs, latencyNs, nsPerByte } = circle[at % around]!;
    delays[at + 1] = delays[at]! + startNs + latencyNs;
    bytes[at + 1] = bytes[at]! + (latencyNs === farthestNs ? nsPerByte : 0);
  }
  return places.map((first, index): Line => {
    let last = index + places.length - 1;
    const placeOf = (far: number) => places[far % places.length]! + (far >= places.length ? around : 0);
    while (placeOf(last) - first + 1 > repeat) last--;
    const end = placeOf(last) + 1;
    const rest = repeat - (end - first);
    const { startNs, nsPerByte } = circle[first]!;
    return [delays[end]! - delays[first]! + rest * startNs, bytes[end]! - bytes[first]! + rest * nsPerByte];
  });
}

/** Sums over every `count` hops in a row around a circle of them. */
function windowSums(circle: readonly Hop[], count: number): Line[] {
  const delayOf = ({ startNs, latencyNs }: Hop) => startNs + latencyNs;
  const rounds = Math.floor(count / circle.length);
  const rest = count % circle.length;
  let [delayNs, nsPerByte] = [0, 0];
  for (const [index, hop] of circle.entries()) {
    const times = rounds + (index < rest ? 1 : 0);
    delayNs += times * delayOf(hop);
    nsPerByte += times * hop.nsPerByte;
  }
  const lines: Line[] = [];
  for (const [index, hop] of circle.entries()) {
    lines.push([delayNs, nsPerByte]);
    if (rest === 0) break;
    const next = circle[(index + rest) % circle.length]!;
    delayNs += delayOf(next) - delayOf(hop);
    nsPerByte += next.nsPerByte - hop.nsPerByte;
  }
  return lines;
}
