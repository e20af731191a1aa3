/**
 * Plays a plan in closed form. Routes are fixed, so each step is known by its delays and its link loads alone:
 *
 *     transfer = delay of its route + bytes / (fair share on its most loaded link)       step = the slowest transfer
 *     phase = the slower of (its longest track) and (its most loaded link over all tracks, plus the longest delays)
 *     c chunks = all phases of one chunk, then c - 1 times the slower of (the slowest phase) and (the most loaded link of all
 *                phases, which then run side by side, plus the longest delays of a phase)
 *
 * A sender starts its messages of a step one after the other, so the start of a message counts as often as its source sends
 * in that step. All terms are linear in bytes, so a plan is reduced to a few (delay, ns per byte) pairs once and priced for any
 * size in no time. Exact where no link is shared unevenly within a step; compared with the flow player in the tests.
 */
import type { CollectivePlan, Step } from "./collectives/collective-plan.ts";
import type { Topology } from "./topology.ts";

/** The slowest of several: max over (delay + ns per byte x bytes). */
type Envelope = readonly (readonly [delayNs: number, nsPerByte: number])[];

interface PricedStep {
  repeat: number;
  slowest: Envelope;
}

interface PricedPhase {
  tracks: readonly (readonly PricedStep[])[];
  /** Most loaded link of the phase, ns per byte of buffer. */
  nsPerByte: number;
  /** Sum of the delays of its steps on the longest track, ns. */
  delayNs: number;
}

/** A plan on one group, or the same plan on several groups at once, reduced to what its time depends on. */
export class PricedPlan {
  readonly #phases: readonly PricedPhase[];
  readonly #longestDelayNs: number;
  /** Most loaded link over the whole collective, ns per byte of buffer. */
  readonly busiestNsPerByte: number;

  /** `groups`: the nodes of each group, in the order of the plan's members. */
  constructor(topology: Topology, plan: CollectivePlan, groups: readonly (readonly number[])[]) {
    const pricing = new Pricing(topology, groups);
    const all = new Loads(topology);
    const count = plan.tracks[0].phases.length;
    this.#phases = Array.from({ length: count }, (_, index) => {
      const phase = new Loads(topology);
      const tracks = plan.tracks.map(({ phases }) => phases[index].map((step) => pricing.price(step, phase)));
      all.add(phase);
      return { tracks, nsPerByte: phase.nsPerByte(), delayNs: longestTrackNs(tracks, 0) };
    });
    this.#longestDelayNs = Math.max(...this.#phases.map(({ delayNs }) => delayNs));
    this.busiestNsPerByte = all.nsPerByte();
  }

  /** Time for a buffer of `bytes` in `chunks` equal parts, ns. */
  timeNs(bytes: number, chunks = 1): number {
    const chunkBytes = bytes / chunks;
    let once = 0;
    let slowest = this.busiestNsPerByte * chunkBytes + this.#longestDelayNs;
    for (const phase of this.#phases) {
      const loadNs = phase.nsPerByte * chunkBytes + phase.delayNs;
      const phaseNs = Math.max(loadNs, longestTrackNs(phase.tracks, chunkBytes));
      once += phaseNs;
      slowest = Math.max(slowest, phaseNs);
    }
    return once + (chunks - 1) * slowest;
  }
}

function longestTrackNs(tracks: PricedPhase["tracks"], bytes: number): number {
  let longest = 0;
  for (const steps of tracks) {
    let trackNs = 0;
    for (const { repeat, slowest } of steps) trackNs += repeat * envelopeNs(slowest, bytes);
    longest = Math.max(longest, trackNs);
  }
  return longest;
}

function envelopeNs(envelope: Envelope, bytes: number): number {
  let slowest = 0;
  for (const [delayNs, nsPerByte] of envelope) slowest = Math.max(slowest, delayNs + nsPerByte * bytes);
  return slowest;
}

/** Fractions of the buffer that cross each link. */
class Loads {
  readonly #topology: Topology;
  readonly byLink = new Map<number, number>();

  constructor(topology: Topology) {
    this.#topology = topology;
  }

  put(link: number, fraction: number): void {
    this.byLink.set(link, (this.byLink.get(link) ?? 0) + fraction);
  }

  add(other: Loads, times = 1): void {
    for (const [link, fraction] of other.byLink) this.put(link, fraction * times);
  }

  /** Time per byte of buffer on one link, ns. */
  of(link: number): number {
    return (this.byLink.get(link) ?? 0) / this.#topology.links[link].bandwidth;
  }

  /** Time per byte of buffer on the most loaded link, ns. */
  nsPerByte(): number {
    let most = 0;
    for (const link of this.byLink.keys()) most = Math.max(most, this.of(link));
    return most;
  }
}

class Pricing {
  readonly #topology: Topology;
  readonly #groups: readonly (readonly number[])[];

  constructor(topology: Topology, groups: readonly (readonly number[])[]) {
    this.#topology = topology;
    this.#groups = groups;
  }

  /** Reduces a step and adds its loads, all repetitions, to `phase`. */
  price(step: Step, phase: Loads): PricedStep {
    const { links } = this.#topology;
    const loads = new Loads(this.#topology);
    const routes: (readonly number[])[] = [];
    const sent = new Map<number, number>();
    const sources: number[] = [];
    for (const nodes of this.#groups) {
      for (const { source, target, fraction, via } of step.transfers) {
        const route = transferRoute(this.#topology, nodes[source], nodes[target], via);
        for (const link of route) loads.put(link, fraction);
        routes.push(route);
        sources.push(nodes[source]);
        sent.set(nodes[source], (sent.get(nodes[source]) ?? 0) + 1);
      }
    }
    phase.add(loads, step.repeat);
    const pairs = new Map<number, number>();
    for (const [index, route] of routes.entries()) {
      let delayNs = 0;
      let startNs = 0;
      let nsPerByte = 0;
      for (const link of route) {
        delayNs += links[link].latencyNs;
        startNs = Math.max(startNs, links[link].startNs);
        nsPerByte = Math.max(nsPerByte, loads.of(link));
      }
      delayNs += startNs * (sent.get(sources[index]) as number);
      pairs.set(delayNs, Math.max(pairs.get(delayNs) ?? 0, nsPerByte));
    }
    return { repeat: step.repeat, slowest: upperEnvelope(pairs) };
  }
}

/** Drops pairs that another one exceeds in both terms. */
function upperEnvelope(pairs: ReadonlyMap<number, number>): Envelope {
  const kept: [number, number][] = [];
  for (const [delayNs, nsPerByte] of [...pairs].sort((a, b) => b[0] - a[0])) {
    if (kept.length === 0 || nsPerByte > kept[kept.length - 1][1]) kept.push([delayNs, nsPerByte]);
  }
  return kept;
}

/** Links from one node to another, through `via` where given. */
export function transferRoute(
  topology: Topology,
  source: number,
  target: number,
  via: number | undefined,
): readonly number[] {
  if (via === undefined) return topology.route(source, target);
  return [...topology.route(source, via), ...topology.route(via, target)];
}
