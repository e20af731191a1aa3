/**
 * A collective as a small graph of tasks, one per track, chunk and step of its plan: enough to meet other traffic on the
 * links it uses, and far fewer than its messages. One graph stands for all groups that do the same at the same time.
 *
 *     unit (track, chunk, step) follows (track, chunk, step - 1)
 *     the first step of a phase also follows the chunk before, when that has left the phase
 *     unit = delays, then bytes
 *
 * The transfers of a step fall into classes by the narrowest link of their routes (inside an instance, across): each class is
 * a task of its own, and the step ends with the last of them. Alone, a class of transfers with delays d and loads l (ns per
 * byte of buffer on the busiest link of a transfer's route) is over after max(d + l x bytes). Its bytes take the busiest load
 * of all (other tracks of the plan included), which the links then enforce by themselves, and what is left is its delay:
 *
 *     delay(bytes) = max over transfers of (d + l x bytes) - max l x bytes
 *
 * A step that is repeated is one unit and one class of as many times the bytes: its fast transfers wait for the slow ones in
 * every repetition, so that all advance together.
 * Where no rank both sends and receives in a phase, its delays come after its bytes and keep nobody from the next chunk.
 *
 * What is left out: transfers of a class that miss the bottleneck really burst and end early, where a unit uses their links
 * thinly to its end; and ranks that run ahead of their group, which a unit holds back. `test/network/exchange-graph.test.ts`
 * measures both against the play of every message.
 */
import type { CollectivePlan, Phase, Step, Transfer } from "../collectives/collective-plan.ts";
import { routeLatencyNs, routeStartNs } from "../link.ts";
import { type Envelope, envelopeNs, upperEnvelope } from "../rank-times.ts";
import { type Hop, type Line, repeatedLines } from "../repeated-step.ts";
import type { Topology } from "../topology.ts";
import { transferRoute } from "../transfer-route.ts";

/** The transfers of a step that are equally narrow, of all groups. */
export interface TransferClass {
  /** Links, and how much of the buffer crosses each. */
  links: Int32Array;
  fractions: Float64Array;
  /** Part of the buffer that the longest transfer carries: what one stream moves. */
  longest: number;
  /** ns per byte of buffer on the busiest link, with what the plan's other tracks put on it in the same phase. */
  nsPerByte: number;
  /** Time of the class alone. */
  alone: Envelope;
}

/** A step, or one repetition of it. */
export type Unit = readonly TransferClass[];

/** Units of a phase in sequence. */
export interface UnitPhase {
  units: readonly Unit[];
  /** Delays come before the bytes, for somebody waits for them in this phase. */
  delaysFirst: boolean;
}

/** Delay of `transfers` beside their bytes on the busiest link, ns. */
export function delayNs({ alone, nsPerByte }: TransferClass, bytes: number): number {
  return Math.max(0, envelopeNs(alone, bytes) - nsPerByte * bytes);
}

/** The graph of a plan on given groups; scaled by bytes when it is played. */
export class ExchangeGraph {
  /** By track. */
  readonly tracks: readonly (readonly UnitPhase[])[];
  readonly topology: Topology;
  #classes: TransferClass[] | undefined;

  /** `groups`: the nodes of each group that runs `plan` at the same time, in the order of the plan's members. */
  constructor(topology: Topology, plan: CollectivePlan, groups: readonly (readonly number[])[]) {
    this.topology = topology;
    const routed = plan.tracks.map(({ phases }) =>
      phases.map((phase) => phase.map((step) => ({ step, transfers: this.#routed(step.transfers, groups) }))),
    );
    const loads = routed.map((phases) => phases.map(loadsOf));
    const all = plan.tracks[0].phases.map((_, phase) => sumOf(loads.map((track) => track[phase])));
    this.tracks = routed.map((phases, track) =>
      phases.map((steps, phase) => {
        const own = loads[track][phase];
        const crowding = (link: number) => (all[phase].get(link) as number) / (own.get(link) as number);
        return {
          units: steps.flatMap(({ step, transfers }) => this.#units(step, transfers, crowding)),
          delaysFirst: holdsUp(plan.tracks[track].phases[phase]),
        };
      }),
    );
  }

  /** The different classes of transfers of all units. */
  get classes(): readonly TransferClass[] {
    this.#classes ??= [...new Set(this.tracks.flat().flatMap(({ units }) => units.flat()))];
    return this.#classes;
  }

  #units(step: Step, routed: readonly Routed[], crowding: (link: number) => number): Unit[] {
    if (step.repeat > 1) return [[this.#class(routed, step, crowding)]];
    return [byNarrowestLink(this.topology, routed).map((each) => this.#class(each, step, crowding))];
  }

  #routed(transfers: readonly Transfer[], groups: readonly (readonly number[])[]): Routed[] {
    const sent = new Map<number, number>();
    for (const { source } of transfers) sent.set(source, (sent.get(source) ?? 0) + 1);
    return groups.flatMap((nodes, group) => {
      const reducer = this.topology.reducingSwitch?.(nodes);
      return transfers.map((transfer) => {
        const { source, target, isReduced } = transfer;
        const via = isReduced ? reducer : undefined;
        const route = transferRoute(this.topology, nodes[source], nodes[target], via);
        return { group, transfer, route, messages: sent.get(source) as number };
      });
    });
  }

  #class(
    routed: readonly Routed[],
    { transfers, repeat }: Step,
    crowding: (link: number) => number,
  ): TransferClass {
    const { links } = this.topology;
    const loads = loadsOf([{ step: { transfers, repeat }, transfers: routed }]);
    const longest = routed.reduce((most, { transfer }) => Math.max(most, transfer.fraction * repeat), 0);
    const nsPerByteOn = (link: number) =>
      (crowding(link) * (loads.get(link) as number)) / links[link].bandwidth;
    const hopOf = ({ route, messages }: Routed): Hop => {
      const nsPerByte = route.reduce((most, link) => Math.max(most, nsPerByteOn(link)), 0) / repeat;
      return {
        startNs: messages * routeStartNs(links, route),
        latencyNs: routeLatencyNs(links, route),
        nsPerByte,
      };
    };
    const lines =
      repeat > 1
        ? byGroup(routed).flatMap((own) => repeatedLines({ transfers, repeat }, own.map(hopOf)))
        : routed
            .map(hopOf)
            .map(({ startNs, latencyNs, nsPerByte }): Line => [startNs + latencyNs, nsPerByte]);
    const loaded = [...loads].filter(([, fraction]) => fraction > 0);
    return {
      links: Int32Array.from(loaded, ([link]) => link),
      fractions: Float64Array.from(loaded, ([, fraction]) => fraction),
      longest,
      nsPerByte: loaded.reduce((most, [link]) => Math.max(most, nsPerByteOn(link)), 0),
      alone: upperEnvelope(lines),
    };
  }
}

/** A transfer of one group on its way. */
interface Routed {
  group: number;
  transfer: Transfer;
  route: readonly number[];
  /** How many messages its source sends in the step. */
  messages: number;
}

/** The transfers by the narrowest link on their way, widest first. */
function byNarrowestLink({ links }: Topology, routed: readonly Routed[]): Routed[][] {
  const classes = new Map<number, Routed[]>();
  for (const each of routed) {
    const narrowest = each.route.reduce(
      (least, link) => Math.min(least, links[link].bandwidth),
      Number.POSITIVE_INFINITY,
    );
    const alike = classes.get(narrowest);
    if (alike === undefined) classes.set(narrowest, [each]);
    else alike.push(each);
  }
  return [...classes].sort(([a], [b]) => b - a).map(([, alike]) => alike);
}

/** How much of the buffer `steps` put on each link, repetitions included. */
function loadsOf(steps: readonly { step: Step; transfers: readonly Routed[] }[]): Map<number, number> {
  const loads = new Map<number, number>();
  for (const { step, transfers } of steps) {
    for (const { route, transfer } of transfers) {
      const fraction = transfer.fraction * step.repeat;
      for (const link of route) loads.set(link, (loads.get(link) ?? 0) + fraction);
    }
  }
  return loads;
}

function sumOf(loads: readonly Map<number, number>[]): Map<number, number> {
  if (loads.length === 1) return loads[0];
  const sum = new Map<number, number>();
  for (const each of loads)
    for (const [link, fraction] of each) sum.set(link, (sum.get(link) ?? 0) + fraction);
  return sum;
}

function byGroup(routed: readonly Routed[]): Routed[][] {
  const groups = new Map<number, Routed[]>();
  for (const each of routed) {
    const known = groups.get(each.group);
    if (known === undefined) groups.set(each.group, [each]);
    else known.push(each);
  }
  return [...groups.values()];
}

/** Whether a rank that sends in `phase` also receives in it, or has several steps in it. */
function holdsUp(phase: Phase): boolean {
  if (phase.length !== 1 || phase[0].repeat > 1) return phase.length > 0;
  const senders = new Set(phase[0].transfers.map(({ source }) => source));
  return phase[0].transfers.some(({ target }) => senders.has(target));
}
