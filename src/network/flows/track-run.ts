/**
 * One chunk of one track on its way through the steps of a plan. Each rank keeps the number of its step and how many of its
 * messages, in and out, are still due; a message that comes before its rank has reached the step is counted ahead. The next
 * chunk enters a phase at a rank when this one has left it there.
 */
import type { Track, Transfer } from "../collectives/collective-plan.ts";
import { routeStartNs } from "../link.ts";
import type { Topology } from "../topology.ts";
import { transferRoute } from "../transfer-route.ts";
import type { FlowNetwork, MessageClient } from "./flow-network.ts";

/** What a run needs. */
export interface TrackWork {
  network: FlowNetwork;
  /** By whose routes messages go; the network's own when absent. */
  wires?: Topology | undefined;
  steps: TrackSteps;
  members: readonly number[];
  /** The chunk's part of the whole buffer; transfers are fractions of it. */
  bytes: number;
  job: string | undefined;
  /** Called when every rank has done all steps. */
  done: () => void;
}

/** The steps of a track, repetitions counted out, with what each asks of each rank. */
export class TrackSteps {
  /** Steps including repetitions. */
  readonly count: number;
  readonly #stepOf: number[] = [];
  readonly #transfers: (readonly Transfer[])[] = [];
  readonly #phases: number[] = [];
  readonly #sends: (readonly number[])[][] = [];
  readonly #due: number[][] = [];

  constructor(track: Track, ranks: number) {
    for (const [phase, steps] of track.phases.entries()) {
      for (const { transfers, repeat } of steps) {
        const sends = Array.from({ length: ranks }, (): number[] => []);
        const due = new Array<number>(ranks).fill(0);
        for (const [index, { source, target }] of transfers.entries()) {
          sends[source]!.push(index);
          due[source]!++;
          due[target]!++;
        }
        for (let time = 0; time < repeat; time++) this.#stepOf.push(this.#transfers.length);
        this.#transfers.push(transfers);
        this.#phases.push(phase);
        this.#sends.push(sends);
        this.#due.push(due);
      }
    }
    this.count = this.#stepOf.length;
  }

  /** Transfers of step `at`. */
  transfers(at: number): readonly Transfer[] {
    return this.#transfers[this.#stepOf[at]!]!;
  }

  /** Phase of step `at`; -1 before the first, Infinity after the last. */
  phase(at: number): number {
    if (at < 0) return -1;
    return at < this.count ? this.#phases[this.#stepOf[at]!]! : Number.POSITIVE_INFINITY;
  }

  /** Indices of the transfers that `rank` sends in step `at`. */
  sends(at: number, rank: number): readonly number[] {
    return this.#sends[this.#stepOf[at]!]![rank]!;
  }

  /** Messages, in and out, that `rank` has in step `at`. */
  due(at: number, rank: number): number {
    return this.#due[this.#stepOf[at]!]![rank]!;
  }
}

const perStep = 2 ** 24;

/** A chunk under way. */
export class TrackRun implements MessageClient {
  readonly #work: TrackWork;
  /** The step each rank is in; -1 before the first. */
  readonly #at: Int32Array;
  readonly #due: Int32Array;
  /** Ranks that wait for the chunk ahead to leave the phase they want to enter. */
  readonly #waiting: Uint8Array;
  /** Messages that came before their rank had reached their step. */
  readonly #early = new Map<number, number>();
  readonly #reducer: number | undefined;
  readonly #ahead: TrackRun | undefined;
  #behind: TrackRun | undefined;
  #unfinished: number;

  constructor(work: TrackWork, ahead: TrackRun | undefined) {
    this.#work = work;
    this.#reducer = work.network.topology.reducingSwitch?.(work.members);
    const ranks = work.members.length;
    this.#at = new Int32Array(ranks).fill(-1);
    this.#due = new Int32Array(ranks);
    this.#waiting = new Uint8Array(ranks);
    this.#unfinished = ranks;
    this.#ahead = ahead;
    if (ahead !== undefined) ahead.#behind = this;
  }

  /** Lets every rank begin. */
  start(): void {
    for (let rank = 0; rank < this.#at.length; rank++) this.#advance(rank);
  }

  /** A message has left; `code` tells of which step and transfer. */
  sent(code: number): void {
    const at = Math.floor(code / perStep);
    this.#book(this.#work.steps.transfers(at)[code % perStep]!.source, at);
  }

  arrived(code: number): void {
    const at = Math.floor(code / perStep);
    this.#book(this.#work.steps.transfers(at)[code % perStep]!.target, at);
  }

  #book(rank: number, at: number): void {
    if (this.#at[rank] !== at || this.#waiting[rank] === 1) {
      const key = at * this.#at.length + rank;
      this.#early.set(key, (this.#early.get(key) ?? 0) + 1);
      return;
    }
    this.#due[rank]!--;
    if (this.#due[rank] === 0) this.#advance(rank);
  }

  /** Moves `rank` on to the next step in which it has something to do, as far as the chunk ahead allows. */
  #advance(rank: number): void {
    const { steps } = this.#work;
    for (;;) {
      if (this.#waiting[rank] === 0) {
        const phase = steps.phase(this.#at[rank]!);
        this.#at[rank]!++;
        if (this.#behind !== undefined && steps.phase(this.#at[rank]!) > phase) this.#behind.#resume(rank);
      }
      const at = this.#at[rank]!;
      if (at >= steps.count) {
        this.#unfinished--;
        if (this.#unfinished === 0) this.#work.done();
        return;
      }
      if (this.#ahead !== undefined && steps.phase(this.#ahead.#at[rank]!) <= steps.phase(at)) {
        this.#waiting[rank] = 1;
        return;
      }
      this.#waiting[rank] = 0;
      if (this.#begin(rank, at) > 0) return;
    }
  }

  #resume(rank: number): void {
    if (this.#waiting[rank] === 1) this.#advance(rank);
  }

  /** Sends what `rank` has to send in step `at`; returns how many messages are due before the next step. */
  #begin(rank: number, at: number): number {
    const { steps, network, members, bytes, job } = this.#work;
    const key = at * this.#at.length + rank;
    this.#due[rank] = steps.due(at, rank) - (this.#early.get(key) ?? 0);
    this.#early.delete(key);
    const transfers = steps.transfers(at);
    let afterNs = 0;
    for (const index of steps.sends(at, rank)) {
      const { target, fraction, isReduced } = transfers[index]!;
      const route = transferRoute(
        this.#work.wires ?? network.topology,
        members[rank]!,
        members[target]!,
        isReduced ? this.#reducer : undefined,
      );
      network.send({ bytes: bytes * fraction, route, job, afterNs }, this, at * perStep + index);
      afterNs += routeStartNs(network.topology, route);
    }
    return this.#due[rank];
  }
}
