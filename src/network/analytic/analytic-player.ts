/**
 * Plays a plan in closed form. Routes are fixed, so each step is known by its delays and its link loads alone:
 *
 *     transfer = delay of its route + bytes / (fair share on its most loaded link)       step = the slowest transfer
 *     step repeated r times = the longest chain of hops, which move on or stay where they are (`repeated-step.ts`)
 *     phase = the slower of (its longest track) and (its most loaded link over all tracks, plus the longest delays; where a
 *             step is repeated in which few hops are far, those of a rank that stays there, for the rest is hidden behind bytes)
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

import { lazy } from "../../base/lazy.ts";
import type { CollectivePlan, Step, Transfer } from "../collectives/collective-plan.ts";
import { messageCount } from "../collectives/line-step.ts";
import { LinkList } from "../link-list.ts";
import type { Topology } from "../topology.ts";
import { appendTransferRoute } from "../transfer-route.ts";
import { AlikeGroups } from "./alike-groups.ts";
import { holdsUp } from "./holds-up.ts";
import { chainLines, chainsOf } from "./line-chains.ts";
import { messagesSent } from "./messages-sent.ts";
import { PlanFold } from "./plan-fold.ts";
import { type KeptLoads, type LinkFigures, type Loads, Scratch } from "./pricing-loads.ts";
import { type Envelope, envelopeNs, RankTimes, Slowest, upperEnvelope } from "./rank-times.ts";
import { RecurringSteps } from "./recurring-steps.ts";
import { type Hop, isFarther } from "./repeated-step.ts";

interface PricedPhase {
  /** Steps of each track, repetitions included. */
  tracks: readonly (readonly Envelope[])[];
  /** Most loaded link of the phase, ns per byte of buffer. */
  nsPerByte: number;
  /** Sum of the delays of its steps on the longest track, ns. */
  delayNs: number;
  /** The same where ranks stay at far hops in steps that are repeated, ns. */
  stayNs: number;
  /** Whether some rank has to wait for a message before it can go on to the next chunk. */
  isHeldUp: boolean;
}

/** Plans of more messages than this are priced step by step. */
const followedMax = 4096;

/** A step reduced: its slowest transfer, and what one time of it puts on links. */
interface PricedStep {
  envelope: Envelope;
  /** Delays of a rank that stays at a far hop, or of the slowest chain where none are farther than others, ns. */
  stayNs: number;
  loads: KeptLoads;
}

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
  readonly #loads: () => KeptLoads;

  /** `groups`: the nodes of each group, in the order of the plan's members; `scratch`: what other plans were priced with. */
  constructor(
    topology: Topology,
    plan: CollectivePlan,
    groups: readonly (readonly number[])[],
    scratch = new Scratch(topology),
  ) {
    const { all, phase, step, figures } = scratch;
    const fold = PlanFold.of(topology, plan, groups);
    const pricing = new Pricing(topology, groups, { plan, fold, loads: step, figures });
    all.clear();
    const count = plan.tracks[0]!.phases.length;
    this.#phases = Array.from({ length: count }, (_, index) => {
      phase.clear();
      const priced = plan.tracks.map(({ phases }) =>
        phases[index]!.map((step) => pricing.price(step, phase)),
      );
      all.add(phase, 1);
      const tracks = priced.map((steps) => steps.map(({ envelope }) => envelope));
      return {
        tracks,
        nsPerByte: phase.divide(),
        delayNs: longestTrackNs(tracks, 0),
        stayNs: Math.max(...priced.map((steps) => steps.reduce((sum, { stayNs }) => sum + stayNs, 0))),
        isHeldUp: plan.tracks.some(({ phases }) => holdsUp(phases[index]!)),
      };
    });
    this.#longestDelayNs = Math.max(...this.#phases.map((each) => (each.isHeldUp ? each.delayNs : 0)));
    const delayOf = (track: number) =>
      this.#phases.reduce((sum, { tracks }) => sum + longestTrackNs([tracks[track]!], 0), 0);
    const slowestTrackNs = Math.max(...plan.tracks.map((_, track) => delayOf(track)));
    this.#excessDelayNs = this.#phases.reduce((sum, { delayNs }) => sum + delayNs, 0) - slowestTrackNs;
    this.#followed = pricing.followed();
    this.busiestNsPerByte = all.divide();
    const kept = all.kept();
    this.#loads = lazy(() => fold?.unfolded(kept) ?? kept);
  }

  /** How much of the buffer crosses each link over the whole collective; links not listed carry nothing. */
  get loads(): KeptLoads {
    return this.#loads();
  }

  /** Time for a buffer of `bytes` in `chunks` equal parts, ns. */
  timeNs(bytes: number, chunks = 1): number {
    const chunkBytes = bytes / chunks;
    let once = 0;
    let slowest = this.busiestNsPerByte * chunkBytes + this.#longestDelayNs;
    for (const phase of this.#phases) {
      const loadNs = phase.nsPerByte * chunkBytes + phase.stayNs;
      const phaseNs = Math.max(loadNs, longestTrackNs(phase.tracks, chunkBytes));
      once += phaseNs;
      slowest = Math.max(slowest, phase.isHeldUp ? phaseNs : phaseNs - phase.delayNs);
    }
    once = this.followedNs(chunkBytes) ?? once - this.#excessDelayNs;
    return once + (chunks - 1) * slowest;
  }

  /**
   * What no plan takes less than that these messages are part of, ns: whether ranks wait between chunks hangs on the others, but
   * all bytes pass the most loaded link.
   */
  floorNs(bytes: number, chunks: number): number {
    return this.timeNs(bytes / chunks) + ((chunks - 1) / chunks) * this.busiestNsPerByte * bytes;
  }

  /** When the last rank is done with one chunk of `bytes`, ns; undefined where ranks were not followed by themselves. */
  followedNs(bytes: number): number | undefined {
    return this.#followed && Math.max(envelopeNs(this.#followed, bytes), this.busiestNsPerByte * bytes);
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
export function isFollowed({ tracks }: CollectivePlan): boolean {
  const steps = tracks[0]!.phases.flat();
  const messages = steps.reduce((sum, step) => sum + messageCount(step), 0);
  return tracks.length === 1 && steps.every(({ repeat }) => repeat === 1) && messages <= followedMax;
}

class Pricing {
  readonly #topology: Topology;
  readonly #groups: readonly (readonly number[])[];
  /** Of the step at hand. */
  readonly #loads: Loads;
  readonly #figures: LinkFigures;

  /** Where blocks of members are all alike. */
  readonly #fold: PlanFold | undefined;

  /** Routes of the step at hand, one behind the other, and where each ends. */
  readonly #routes = new LinkList();
  #routeEnds = new Int32Array(0);

  /** Where ranks are followed. */
  readonly #followed: AlikeGroups | undefined;
  /** Steps that stand in the plan more than once, priced once: the tracks of a plan and its two halves have many in common. */
  readonly #recurring: RecurringSteps<PricedStep> | undefined;
  /** Delays of the rank that stays longest in the step at hand, where it is repeated and its hops are not equally far, ns. */
  #stayNs: number | undefined;
  /** The hop met last: most are like the one before. */
  #hopBefore: Hop = { startNs: 0, latencyNs: 0, nsPerByte: 0 };

  constructor(
    topology: Topology,
    groups: readonly (readonly number[])[],
    options: { plan: CollectivePlan; fold: PlanFold | undefined; loads: Loads; figures: LinkFigures },
  ) {
    this.#fold = options.fold;
    this.#topology = topology;
    this.#groups = groups;
    this.#loads = options.loads;
    this.#figures = options.figures;
    // A rank that is followed begins a step at another time than the same step before.
    if (isFollowed(options.plan))
      this.#followed = new AlikeGroups(groups.length, RankTimes.start(groups[0]!.length));
    else this.#recurring = new RecurringSteps(options.plan);
  }

  /** When the last rank of all groups is done; undefined where ranks are not followed. */
  followed(): Envelope | undefined {
    return this.#followed && upperEnvelope(this.#followed.times.flatMap((times) => times?.last() ?? []));
  }

  /** Reduces a step with its repetitions, and adds its loads to `phase`. */
  price(step: Step, phase: Loads): Omit<PricedStep, "loads"> {
    const priced = this.#recurring?.once(step, () => ({ ...this.#reduced(step), loads: this.#loads.kept() }));
    if (priced === undefined) return this.#reduced(step, phase);
    phase.addKept(priced.loads, step.repeat);
    return priced;
  }

  #reduced(step: Step, phase?: Loads): Omit<PricedStep, "loads"> {
    const envelope = this.#envelope(step, phase);
    return { envelope, stayNs: this.#stayNs ?? envelopeNs(envelope, 0) };
  }

  #envelope(step: Step, phase?: Loads): Envelope {
    const { repeat } = step;
    const loads = this.#loads;
    loads.clear();
    const folded = this.#fold?.of(step);
    const sent = folded?.sent ?? step.transfers;
    this.#route(sent);
    phase?.add(loads, repeat);
    const messages = messagesSent(sent);
    const chains = repeat > 1 ? chainsOf(step, folded) : undefined;
    const slowest = new Slowest();
    const count = sent.length;
    this.#stayNs = undefined;
    if (repeat === 1 && this.#followed === undefined) {
      let before: Hop | undefined;
      for (let place = 0; place < this.#groups.length * count; place++) {
        const hop = this.#hop(place, messages[place % count]!);
        if (hop !== before) slowest.add(hop.startNs + hop.latencyNs, hop.nsPerByte);
        before = hop;
      }
      return slowest.envelope();
    }
    const groups = this.#followed ?? new AlikeGroups(this.#groups.length);
    const hopsOf = (group: number) =>
      sent.map((_, index) => this.#hop(group * count + index, messages[index]!));
    const spread = (hops: readonly Hop[]) =>
      folded === undefined || chains !== undefined
        ? hops
        : Array.from(folded.standIn, (place) => hops[place]!);
    for (const hops of groups.step(step, hopsOf, spread)) {
      if (chains !== undefined) {
        for (const [delayNs, nsPerByte] of chainLines(repeat, hops, chains)) slowest.add(delayNs, nsPerByte);
        const farthestNs = hops.reduce((most, { latencyNs }) => Math.max(most, latencyNs), 0);
        if (hops.some(({ latencyNs }) => isFarther(farthestNs, latencyNs))) {
          const longest = (most: number, hop: Hop) => Math.max(most, repeat * hop.startNs + hop.latencyNs);
          this.#stayNs = hops.reduce(longest, this.#stayNs ?? 0);
        }
      } else
        for (const { startNs, latencyNs, nsPerByte } of hops) slowest.add(startNs + latencyNs, nsPerByte);
    }
    return slowest.envelope();
  }

  /** Routes transfers in all groups, one list behind the other, and loads their links, or those that they are like. */
  #route(transfers: readonly Transfer[]): void {
    const topology = this.#topology;
    const loads = this.#loads;
    const routes = this.#routes;
    const count = this.#groups.length * transfers.length;
    if (count > this.#routeEnds.length) this.#routeEnds = new Int32Array(count);
    const ends = this.#routeEnds;
    routes.length = 0;
    let place = 0;
    for (const nodes of this.#groups) {
      const reducer = topology.reducingSwitch?.(nodes);
      for (const { source, target, fraction, isReduced } of transfers) {
        const first = routes.length;
        const via = isReduced ? reducer : undefined;
        appendTransferRoute(topology, routes, { source: nodes[source]!, target: nodes[target]!, via });
        for (let at = first; at < routes.length; at++) {
          if (this.#fold) routes.links[at] = this.#fold.link(routes.links[at]!);
          loads.put(routes.links[at]!, fraction);
        }
        ends[place++] = routes.length;
      }
    }
    loads.divide();
  }

  /** The hop of the transfer at place `index` of all that were routed, whose source sends so many messages. */
  #hop(index: number, messages: number): Hop {
    const figures = this.#figures;
    const { nsPerByteOf } = this.#loads;
    const { links } = this.#routes;
    const end = this.#routeEnds[index]!;
    let startNs = 0;
    let latencyNs = 0;
    let nsPerByte = 0;
    for (let at = index === 0 ? 0 : this.#routeEnds[index - 1]!; at < end; at++) {
      const link = links[at]!;
      nsPerByte = Math.max(nsPerByte, nsPerByteOf[link]!);
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
