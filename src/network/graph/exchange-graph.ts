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
import { type Envelope, envelopeNs } from "../analytic/rank-times.ts";
import type { Topology } from "../topology.ts";

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

/** Exchanges as tasks; scaled by bytes when it is played. */
export class ExchangeGraph {
  readonly topology: Topology;
  /** By track. */
  readonly tracks: readonly (readonly UnitPhase[])[];
  #classes: TransferClass[] | undefined;

  constructor(topology: Topology, tracks: ExchangeGraph["tracks"]) {
    this.topology = topology;
    this.tracks = tracks;
  }

  /** The different classes of transfers of all units. */
  get classes(): readonly TransferClass[] {
    this.#classes ??= [...new Set(this.tracks.flat().flatMap(({ units }) => units.flat()))];
    return this.#classes;
  }
}
