/**
 * One exchange on its way through its graph. Per track and chunk it keeps the unit it is in and how many of that unit's
 * classes are still to end; chunk c enters a phase when chunk c - 1 has left it.
 *
 * Events: two a class of transfers (its delay, its end), fewer where there is no delay.
 */

import type { Usage } from "../../kernel/sharing/shared-resources.ts";
import type { Sharing } from "../../kernel/sharing/sharing.ts";
import type { Simulator } from "../../kernel/simulator.ts";
import type { Target } from "../../kernel/target.ts";
import type { EndMemory } from "./end-memory.ts";
import {
  delayNs,
  type ExchangeGraph,
  type TransferClass,
  type Unit,
  type UnitPhase,
} from "./exchange-graph.ts";

/** Where exchanges are played: a clock, resources, and what tasks on links use of them. */
export interface Links {
  readonly simulator: Simulator;
  readonly sharing: Sharing;
  /** What a class of transfers uses per byte of buffer; the same object each time it is asked for. */
  usage(transfers: TransferClass): Usage;
  /** Told of every exchange that is over; nobody when absent. */
  readonly exchanged?: ((play: ExchangePlay, startNs: number, endNs: number) => void) | undefined;
}

/** What to play. */
export interface ExchangePlay {
  graph: ExchangeGraph;
  /** The buffer. */
  bytes: number;
  /** Parts in which it is pipelined; 1 when absent. */
  chunks?: number;
  /** Exchanges of that size in a row, played as one of as many times the bytes and delays; 1 when absent. */
  times?: number;
  /** What software adds before each, ns; none when absent. */
  softwareNs?: number;
  /** Share of the links that software reaches, in (0, 1]; all when absent. Delays are as many times longer. */
  efficiency?: number;
  /** Moves no faster than alone even where links would let it: what is merged has waits between its parts. */
  isLimited?: boolean;
  /** Memory that it reads and writes at its ends; left out of account when absent. */
  memory?: EndMemory | undefined;
  /** Part of what it brings to a rank that is added to what that has; none when absent. */
  added?: number | undefined;
  owner?: number | undefined;
}

/** Starts `play` now; `client` gets `code` when all ranks of all its groups have done their part. */
export function playExchange(links: Links, play: ExchangePlay, client: Target, code: number): void {
  new ExchangeRun(links, play, client, code).start();
}

class ExchangeRun implements Target {
  readonly #links: Links;
  readonly #play: ExchangePlay;
  readonly #client: Target;
  readonly #code: number;
  readonly #chunks: number;
  readonly #chunkBytes: number;
  readonly #runs: ChunkRun[];
  #unfinished: number;
  readonly #startedNs: number;

  constructor(links: Links, play: ExchangePlay, client: Target, code: number) {
    this.#links = links;
    this.#play = play;
    this.#client = client;
    this.#code = code;
    this.#chunks = play.chunks ?? 1;
    this.#chunkBytes = play.bytes / this.#chunks;
    this.#runs = play.graph.tracks.flatMap((phases) =>
      Array.from({ length: this.#chunks }, () => ({
        phases,
        phase: 0,
        unit: -1,
        due: 0,
        moving: 0,
        waits: false,
        left: -1,
      })),
    );
    this.#unfinished = this.#runs.length;
    this.#startedNs = links.simulator.now;
  }

  start(): void {
    const { softwareNs = 0, times = 1 } = this.#play;
    if (softwareNs > 0) this.#links.simulator.schedule(times * softwareNs, this, startCode);
    else this.#begins(this.#links.simulator.now);
  }

  #begins(now: number): void {
    for (let index = 0; index < this.#runs.length; index++) this.#advance(index, now);
  }

  handle(code: number, now: number): void {
    if (code === startCode) {
      this.#begins(now);
      return;
    }
    const kind = code % 3;
    const at = Math.floor(code / 3);
    const [index, place] = [Math.floor(at / classesMax), at % classesMax];
    const run = this.#runs[index]!;
    const transfers = unitOf(run)[place]!;
    if (kind === delayed) {
      this.#move(index, place, transfers);
    } else if (kind === moved && !run.phases[run.phase]!.delaysFirst) {
      // What follows in the same chunk waits for the delays, what comes behind it does not.
      run.moving--;
      this.#wait(index, place, transfers, arrived);
      if (run.moving === 0) this.#leave(index, run.phase, now);
    } else {
      run.due--;
      if (run.due === 0) this.#advance(index, now);
    }
  }

  /** Moves on to the next unit, as far as the chunk ahead allows. */
  #advance(index: number, now: number): void {
    const run = this.#runs[index]!;
    for (;;) {
      if (!run.waits) {
        const { units } = run.phases[run.phase] ?? { units: [] };
        run.unit++;
        if (run.unit >= units.length) {
          this.#leave(index, run.phase, now);
          run.phase++;
          run.unit = 0;
          if (run.phase >= run.phases.length) {
            this.#unfinished--;
            if (this.#unfinished === 0) this.#end(now);
            return;
          }
        }
      }
      const ahead = index % this.#chunks === 0 ? undefined : this.#runs[index - 1];
      run.waits = run.unit === 0 && ahead !== undefined && ahead.left < run.phase;
      if (run.waits) return;
      if (run.phases[run.phase]!.units.length === 0) continue;
      this.#begin(index);
      return;
    }
  }

  #end(now: number): void {
    this.#links.exchanged?.(this.#play, this.#startedNs, now);
    this.#client.handle(this.#code, now);
  }

  /** The chunk has left `phase`: the one behind may enter it. */
  #leave(index: number, phase: number, now: number): void {
    const run = this.#runs[index]!;
    if (run.left >= phase) return;
    run.left = phase;
    const behind = (index + 1) % this.#chunks === 0 ? undefined : this.#runs[index + 1];
    if (behind?.waits && behind.phase <= phase) this.#advance(index + 1, now);
  }

  #begin(index: number): void {
    const run = this.#runs[index]!;
    const unit = unitOf(run);
    run.due = unit.length;
    run.moving = unit.length;
    for (const [place, transfers] of unit.entries()) {
      if (run.phases[run.phase]!.delaysFirst) this.#wait(index, place, transfers, delayed);
      else this.#move(index, place, transfers);
    }
  }

  #wait(index: number, place: number, transfers: TransferClass, kind: number): void {
    const { times = 1, efficiency = 1 } = this.#play;
    const wait = (times * delayNs(transfers, this.#chunkBytes)) / efficiency;
    this.#links.simulator.schedule(wait, this, codeOf(index, place, kind));
  }

  #move(index: number, place: number, transfers: TransferClass): void {
    const { times = 1, efficiency = 1, isLimited = false, memory, added, owner, graph } = this.#play;
    const { simulator, sharing } = this.#links;
    const code = codeOf(index, place, moved);
    const work = times * this.#chunkBytes;
    if (work === 0 || transfers.links.length === 0) simulator.schedule(0, this, code);
    else {
      const onLinks = this.#links.usage(transfers);
      const usage = memory ? memory.usage(transfers, onLinks, graph.topology, added) : onLinks;
      const limited =
        efficiency < 1 || isLimited ? { ...usage, rateMax: efficiency / transfers.nsPerByte } : usage;
      sharing.run({ work, usage: limited, owner }, this, code);
    }
  }
}

/** A chunk of a track on its way. */
interface ChunkRun {
  phases: readonly UnitPhase[];
  phase: number;
  unit: number;
  /** Classes of the unit still to end. */
  due: number;
  /** Classes of the unit whose bytes still move. */
  moving: number;
  /** Whether it waits for the chunk ahead to leave the phase. */
  waits: boolean;
  /** The last phase that it has left. */
  left: number;
}

function unitOf(run: ChunkRun): Unit {
  return run.phases[run.phase]!.units[run.unit]!;
}

// What an event says: software is done and the exchange begins; or of a class of transfers: its delays are over, its bytes have moved, its delays after the bytes are over.
const startCode = -1;
const delayed = 0;
const moved = 1;
const arrived = 2;

/** Classes of a step at most: there are as many as link widths. */
const classesMax = 64;

function codeOf(index: number, place: number, kind: number): number {
  return 3 * (index * classesMax + place) + kind;
}
