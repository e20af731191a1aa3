/**
 * Plays a plan in closed form. Routes are fixed, so each step is known by its delays and its link loads alone:
 *
 *     transfer = delay of its route + bytes / (fair share on its most loaded link)       step = the slowest transfer
 *     step repeated r times = the longest chain of hops, which move on or stay where they are (`repeated-step.ts`)
 *     phase = the slower of (its longest track) and (its most loaded link over all tracks, plus the longest delays)
 *     c chunks = all phases of one chunk, then c - 1 times the slower of (the slowest phase) and (the most loaded link of all
 *                phases, which then run side by side, plus the longest delays of a phase)
 *
 * Tracks wait for each other only on shared links, so what delays one of them in a phase does not add to what delays another
 * in the next. A phase in which no rank that sends also receives keeps nobody from the next chunk while messages travel. In a
 * small plan of one track without repetitions, such as a tree, each rank is followed by itself (`rank-times.ts`).
 *
 * A sender starts its messages of a step one after the other, so the start of a message counts as often as its source sends
 * in that step. All terms are linear in bytes, so a plan is reduced to a few (delay, ns per byte) pairs once and priced for any
 * size in no time. Exact where no link is shared unevenly within a step; compared with the flow player in the tests.
 */
import { lazy } from "../base/lazy.ts";
import { AlikeGroups } from "./alike-groups.ts";
import type { CollectivePlan, Phase, Step, Transfer } from "./collectives/collective-plan.ts";
import { type Envelope, envelopeNs, RankTimes, Slowest, upperEnvelope } from "./rank-times.ts";
import { type Hop, pathsOf, repeatedLines } from "./repeated-step.ts";
import type { Topology } from "./topology.ts";
import { appendTransferRoute } from "./transfer-route.ts";

interface PricedPhase {
  /** Steps of each track, repetitions included. */
  tracks: readonly (readonly Envelope[])[];
  /** Most loaded link of the phase, ns per byte of buffer. */
  nsPerByte: number;
  /** Sum of the delays of its steps on the longest track, ns. */
  delayNs: number;
  /** Whether some rank has to wait for a message before it can go on to the next chunk. */
  isHeldUp: boolean;
}

/** Plans of more messages than this are priced step by step. */
const followedMax = 4096;

/** A plan on one group, or the same plan on several groups at once, reduced to what its time depends on. */
export class PricedPlan {
  readonly #phases: readonly PricedPhase[];
  readonly #longestDelayNs: number;
  /** What the longest delays of all phases come to more than the delays of the slowest track, ns. */
  readonly #excessDelayNs: number;
  /** Time of one chunk where each rank was followed by itself. */
  readonly #followed: Envelope | undefined;
  /** Most loaded link over the whole collective, ns per byte of buffer. */
  readonly busiestNsPerByte: number;
  readonly #fractionByLink: () => ReadonlyMap<number, number>;

  /** `groups`: the nodes of each group, in the order of the plan's members; `scratch`: what other plans were priced with. */
  constructor(
    topology: Topology,
    plan: CollectivePlan,
    groups: readonly (readonly number[])[],
    scratch = new Scratch(topology),
  ) {
    const { all, phase, step, figures } = scratch;
    const pricing = new Pricing(topology, groups, { isFollowed: isFollowed(plan), loads: step, figures });
    all.clear();
    const count = plan.tracks[0]!.phases.length;
    this.#phases = Array.from({ length: count }, (_, index) => {
      phase.clear();
      const tracks = plan.tracks.map(({ phases }) =>
        phases[index]!.map((step) => pricing.price(step, phase)),
      );
      all.add(phase);
      const isHeldUp = plan.tracks.some(({ phases }) => holdsUp(phases[index]!));
      return { tracks, nsPerByte: phase.nsPerByte(), delayNs: longestTrackNs(tracks, 0), isHeldUp };
    });
    this.#longestDelayNs = Math.max(...this.#phases.map((each) => (each.isHeldUp ? each.delayNs : 0)));
    const delayOf = (track: number) =>
      this.#phases.reduce((sum, { tracks }) => sum + longestTrackNs([tracks[track]!], 0), 0);
    const slowestTrackNs = Math.max(...plan.tracks.map((_, track) => delayOf(track)));
    this.#excessDelayNs = this.#phases.reduce((sum, { delayNs }) => sum + delayNs, 0) - slowestTrackNs;
    this.#followed = pricing.followed();
    this.busiestNsPerByte = all.nsPerByte();
    this.#fractionByLink = all.byLink();
  }

  /** How much of the buffer crosses each link over the whole collective; links not listed carry nothing. */
  get fractionByLink(): ReadonlyMap<number, number> {
    return this.#fractionByLink();
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
      slowest = Math.max(slowest, phase.isHeldUp ? phaseNs : phaseNs - phase.delayNs);
    }
    if (this.#followed)
      once = Math.max(envelopeNs(this.#followed, chunkBytes), this.busiestNsPerByte * chunkBytes);
    else once -= this.#excessDelayNs;
    return once + (chunks - 1) * slowest;
  }
}

function longestTrackNs(tracks: PricedPhase["tracks"], bytes: number): number {
  let longest = 0;
  for (const steps of tracks) {
    let trackNs = 0;
    for (const slowest of steps) trackNs += envelopeNs(slowest, bytes);
    longest = Math.max(longest, trackNs);
  }
  return longest;
}

/** Whether `plan` is one track without repetitions and small enough to follow each rank. */
function isFollowed({ tracks }: CollectivePlan): boolean {
  const steps = tracks[0]!.phases.flat();
  const messages = steps.reduce((sum, { transfers }) => sum + transfers.length, 0);
  return tracks.length === 1 && steps.every(({ repeat }) => repeat === 1) && messages <= followedMax;
}

/** Whether a rank that sends in `phase` also receives in it, or has several steps in it. */
function holdsUp(phase: Phase): boolean {
  if (phase.length !== 1 || phase[0]!.repeat > 1) return phase.length > 0;
  const senders = new Set(phase[0]!.transfers.map(({ source }) => source));
  return phase[0]!.transfers.some(({ target }) => senders.has(target));
}

/** Loads and figures by link that plans on one topology are priced with, one after the other: as long as it has links. */
export class Scratch {
  readonly figures: LinkFigures;
  readonly all: Loads;
  readonly phase: Loads;
  readonly step: Loads;

  constructor(topology: Topology) {
    this.figures = new LinkFigures(topology);
    this.all = new Loads(this.figures);
    this.phase = new Loads(this.figures);
    this.step = new Loads(this.figures);
  }
}

/** What pricing reads of links, in columns, each link read when a route first crosses it. */
class LinkFigures {
  readonly startNs: Float64Array;
  readonly latencyNs: Float64Array;
  /** Bytes/ns; 0 of a link that was not read yet. */
  readonly bandwidth: Float64Array;
  readonly #links: Topology["links"];

  constructor({ links }: Topology) {
    this.#links = links;
    this.startNs = new Float64Array(links.length);
    this.latencyNs = new Float64Array(links.length);
    this.bandwidth = new Float64Array(links.length);
  }

  read(link: number): void {
    const { startNs, latencyNs, bandwidth } = this.#links[link]!;
    this.startNs[link] = startNs;
    this.latencyNs[link] = latencyNs;
    this.bandwidth[link] = bandwidth;
  }
}

/** Fractions of the buffer that cross each link. */
class Loads {
  readonly #figures: LinkFigures;
  readonly #fractions: Float64Array;
  /** Links with a load, in the order in which they got it. */
  readonly #loaded: number[] = [];

  constructor(figures: LinkFigures) {
    this.#figures = figures;
    this.#fractions = new Float64Array(figures.bandwidth.length);
  }

  clear(): void {
    for (const link of this.#loaded) this.#fractions[link] = 0;
    this.#loaded.length = 0;
  }

  put(link: number, fraction: number): void {
    if (fraction === 0) return;
    if (this.#fractions[link] === 0) this.#loaded.push(link);
    this.#fractions[link]! += fraction;
  }

  add(other: Loads, times = 1): void {
    for (const link of other.#loaded) this.put(link, other.#fractions[link]! * times);
  }

  /** The loads as they are now, by link, when asked for: of candidates that are not chosen nobody asks. */
  byLink(): () => ReadonlyMap<number, number> {
    const links = Int32Array.from(this.#loaded);
    const fractions = Float64Array.from(links, (link) => this.#fractions[link]!);
    return lazy(() => new Map(Array.from(links, (link, at) => [link, fractions[at]!])));
  }

  /** Time per byte of buffer on one link, ns. */
  of(link: number): number {
    const { bandwidth } = this.#figures;
    if (bandwidth[link] === 0) this.#figures.read(link);
    return this.#fractions[link]! / bandwidth[link]!;
  }

  /** Time per byte of buffer on the most loaded link of all, ns. */
  nsPerByte(): number {
    let most = 0;
    for (const link of this.#loaded) most = Math.max(most, this.of(link));
    return most;
  }
}

class Pricing {
  readonly #topology: Topology;
  readonly #groups: readonly (readonly number[])[];
  /** Of the step at hand. */
  readonly #loads: Loads;
  readonly #figures: LinkFigures;

  /** Routes of the step at hand, one behind the other, and where each ends. */
  readonly #routes: number[] = [];
  readonly #routeEnds: number[] = [];

  /** Where ranks are followed. */
  readonly #followed: AlikeGroups | undefined;
  /** The hop met last: most are like the one before. */
  #hopBefore: Hop = { startNs: 0, latencyNs: 0, nsPerByte: 0 };

  constructor(
    topology: Topology,
    groups: readonly (readonly number[])[],
    options: { isFollowed: boolean; loads: Loads; figures: LinkFigures },
  ) {
    this.#topology = topology;
    this.#groups = groups;
    this.#loads = options.loads;
    this.#figures = options.figures;
    if (options.isFollowed)
      this.#followed = new AlikeGroups(groups.length, RankTimes.start(groups[0]!.length));
  }

  /** When the last rank of all groups is done; undefined where ranks are not followed. */
  followed(): Envelope | undefined {
    return this.#followed && upperEnvelope(this.#followed.times.flatMap((times) => times?.last() ?? []));
  }

  /** Reduces a step with its repetitions, and adds its loads to `phase`. */
  price(step: Step, phase: Loads): Envelope {
    const { transfers, repeat } = step;
    const loads = this.#loads;
    loads.clear();
    this.#route(transfers);
    phase.add(loads, repeat);
    const messages = messagesOf(step);
    const paths = repeat > 1 ? pathsOf(transfers) : [];
    const slowest = new Slowest();
    const count = transfers.length;
    if (repeat === 1 && this.#followed === undefined) {
      for (let place = 0; place < this.#groups.length * count; place++) {
        const { startNs, latencyNs, nsPerByte } = this.#hop(place, messages[place % count]!);
        slowest.add(startNs + latencyNs, nsPerByte);
      }
      return slowest.envelope();
    }
    const groups = this.#followed ?? new AlikeGroups(this.#groups.length);
    const hopsOf = (group: number) =>
      transfers.map((_, index) => this.#hop(group * count + index, messages[index]!));
    for (const hops of groups.step(transfers, hopsOf)) {
      if (repeat > 1) {
        for (const [delayNs, nsPerByte] of repeatedLines(repeat, hops, paths))
          slowest.add(delayNs, nsPerByte);
      } else
        for (const { startNs, latencyNs, nsPerByte } of hops) slowest.add(startNs + latencyNs, nsPerByte);
    }
    return slowest.envelope();
  }

  /** Routes all transfers in all groups, one list behind the other, and loads their links. */
  #route(transfers: readonly Transfer[]): void {
    const topology = this.#topology;
    const loads = this.#loads;
    const routes = this.#routes;
    const ends = this.#routeEnds;
    routes.length = 0;
    ends.length = 0;
    for (const nodes of this.#groups) {
      const reducer = topology.reducingSwitch?.(nodes);
      for (const { source, target, fraction, isReduced } of transfers) {
        const first = routes.length;
        const via = isReduced ? reducer : undefined;
        appendTransferRoute(topology, routes, { source: nodes[source]!, target: nodes[target]!, via });
        for (let at = first; at < routes.length; at++) loads.put(routes[at]!, fraction);
        ends.push(routes.length);
      }
    }
  }

  /** The hop of the transfer at place `index` of all that were routed, whose source sends so many messages. */
  #hop(index: number, messages: number): Hop {
    const figures = this.#figures;
    const loads = this.#loads;
    const routes = this.#routes;
    const end = this.#routeEnds[index]!;
    let startNs = 0;
    let latencyNs = 0;
    let nsPerByte = 0;
    for (let at = index === 0 ? 0 : this.#routeEnds[index - 1]!; at < end; at++) {
      const link = routes[at]!;
      // First, since it reads the link where nobody has yet.
      nsPerByte = Math.max(nsPerByte, loads.of(link));
      startNs = Math.max(startNs, figures.startNs[link]!);
      latencyNs += figures.latencyNs[link]!;
    }
    startNs *= messages;
    const before = this.#hopBefore;
    const isSame =
      before.startNs === startNs && before.latencyNs === latencyNs && before.nsPerByte === nsPerByte;
    if (!isSame) this.#hopBefore = { startNs, latencyNs, nsPerByte };
    return this.#hopBefore;
  }
}

/** How many messages the source of each transfer sends in the step. */
function messagesOf({ transfers }: Step): number[] {
  const sent = new Map<number, number>();
  for (const { source } of transfers) sent.set(source, (sent.get(source) ?? 0) + 1);
  return transfers.map(({ source }) => sent.get(source) as number);
}
