/**
 * Plays the graph of one exchange that has its links to itself: the same units, waits and max-min fair rates as `exchange-run.ts`
 * on shared resources, in one loop over the few transfers that are under way, since a search prices thousands of exchanges.
 *
 *     the next thing that happens is the end of a wait, or of a transfer at the rate that it has now
 *     rates: all transfers go on at one level until a link is full, those on it stay there, and the others go on
 *
 * Chunks follow each other at a steady pace after the first few. Where the state in which a chunk enters is that in which one
 * entered before, but for the numbers of the chunks, everything repeats itself, and as many repetitions are left out as end
 * before the last chunk enters:
 *
 *     time of c chunks = time of c - k x period chunks + k x (time from one such state to the other)
 */
import { assert } from "../../base/errors.ts";
import type { Usage } from "../../kernel/sharing/shared-resources.ts";
import { delayNs, type ExchangeGraph, type TransferClass } from "./exchange-graph.ts";

/** A graph as it is played by itself. */
export interface Folded {
  /** With one track of all that are alike. */
  graph: ExchangeGraph;
  /** Bandwidth of each resource, bytes/ns. */
  capacities: number[];
  usages: Map<TransferClass, Usage>;
  /** Of each class, ns per byte of buffer on its busiest link with nobody else there. */
  onWire: Map<TransferClass, number>;
  /** Whether every unit is one class, in one track. */
  isPlain: boolean;
  /** Times already worked out, ns, by bytes and chunks. */
  times: Map<string, number>;
}

/** Things are at the same time, and states the same, within so much of the time that has passed, or of a chunk. */
const precision = 1e-12;
const likeness = 1e-10;
/** States that are kept to find one again. */
const statesMax = 4;

/** A class of transfers of a unit, for chunks of one size. */
interface Part {
  /** In its graph. */
  number: number;
  waitNs: number;
  resources: ArrayLike<number>;
  /** Of each resource per byte of buffer. */
  amounts: ArrayLike<number>;
  /** Its rate at a level of 1. */
  weight: number;
}

/** A unit in its track. */
interface Step {
  parts: readonly Part[];
  phase: number;
  isFirst: boolean;
  isLast: boolean;
  delaysFirst: boolean;
}

/** A chunk of a track on its way. */
interface Chunk {
  track: number;
  number: number;
  /** The unit that it is in, or waits to enter. */
  step: number;
  /** Whether it waits for the chunk ahead to leave the phase. */
  waits: boolean;
  /** The last phase that it has left. */
  left: number;
  /** Parts of the unit still to end, and still to move. */
  due: number;
  moving: number;
}

// What is under way: a wait before the bytes, the bytes, or a wait behind them.
const before = 0;
const moving = 1;
const behind = 2;

/** A wait or a transfer under way. */
interface Active {
  chunk: Chunk;
  part: Part;
  kind: number;
  /** When a wait ends, ns. */
  endNs: number;
  /** Bytes of buffer that a transfer still has to move, and how fast it goes, bytes/ns. */
  left: number;
  rate: number;
}

/** A state in which a chunk of the first track entered. */
interface State {
  nowNs: number;
  number: number;
  figures: readonly number[];
}

/** Time of an exchange of `bytes` in so many `chunks`, ns. */
export function playedAloneNs(folded: Folded, bytes: number, chunks: number): number {
  return new AlonePlay(folded, bytes / chunks, chunks).run();
}

class AlonePlay {
  readonly #capacities: readonly number[];
  readonly #chunkBytes: number;
  readonly #count: number;
  readonly #tracks: readonly (readonly Step[])[];
  /** By track, the chunks that have entered and not ended, oldest first, and how many have entered. */
  readonly #live: Chunk[][];
  readonly #entered: number[];
  #active: Active[] = [];
  #nowNs = 0;
  /** Whether rates have to be worked out anew. */
  #isStale = false;
  /** Number of the chunk of the first track that entered last, where the state has not been looked at since. */
  #newest: number | undefined;
  #states: State[] = [];
  /** Of each resource while rates are worked out: what is left of it, transfers that go on, and their streams. */
  readonly #left: Float64Array;
  readonly #open: Int32Array;
  readonly #streams: Float64Array;

  constructor({ graph, usages, capacities }: Folded, chunkBytes: number, count: number) {
    this.#capacities = capacities;
    this.#chunkBytes = chunkBytes;
    this.#count = count;
    this.#left = new Float64Array(capacities.length);
    this.#open = new Int32Array(capacities.length);
    this.#streams = new Float64Array(capacities.length);
    let parts = 0;
    const partOf = (transfers: TransferClass): Part => {
      const { resources, amounts, weight } = usages.get(transfers) as Required<Usage>;
      return { number: parts++, waitNs: delayNs(transfers, chunkBytes), resources, amounts, weight };
    };
    this.#tracks = graph.tracks.map((phases) =>
      phases.flatMap(({ units, delaysFirst }, phase) =>
        units.map((unit, index) => ({
          parts: unit.map(partOf),
          phase,
          isFirst: index === 0,
          isLast: index === units.length - 1,
          delaysFirst,
        })),
      ),
    );
    this.#live = this.#tracks.map(() => []);
    this.#entered = this.#tracks.map(() => 0);
  }

  run(): number {
    for (const [track, steps] of this.#tracks.entries()) if (steps.length > 0) this.#enter(track);
    while (this.#active.length > 0) {
      if (this.#isStale) this.#fill();
      this.#pass();
      if (this.#newest !== undefined) this.#leaveOutRepetitions(this.#newest);
    }
    return this.#nowNs;
  }

  /** Lets the next chunk of `track` begin. */
  #enter(track: number): void {
    const number = this.#entered[track]!++;
    const chunk: Chunk = { track, number, step: 0, waits: false, left: -1, due: 0, moving: 0 };
    this.#live[track]!.push(chunk);
    if (track === 0) this.#newest = number;
    this.#begin(chunk);
  }

  #stepOf({ track, step }: Chunk): Step {
    return this.#tracks[track]![step]!;
  }

  #begin(chunk: Chunk): void {
    const { parts, delaysFirst } = this.#stepOf(chunk);
    chunk.waits = false;
    chunk.due = parts.length;
    chunk.moving = parts.length;
    for (const part of parts) this.#start(chunk, part, delaysFirst ? before : moving);
  }

  #start(chunk: Chunk, part: Part, kind: number): void {
    const endNs = this.#nowNs + part.waitNs;
    const left = part.resources.length === 0 ? 0 : this.#chunkBytes;
    this.#active.push({ chunk, part, kind, endNs, left, rate: 0 });
    if (kind === moving) this.#isStale = true;
  }

  /** Goes on to the moment at which something ends, and lets what ends then be followed by what comes next. */
  #pass(): void {
    const start = this.#nowNs;
    let passNs = Number.POSITIVE_INFINITY;
    for (const { kind, endNs, left, rate } of this.#active)
      passNs = Math.min(passNs, kind === moving ? left / rate : endNs - start);
    assert(passNs < Number.POSITIVE_INFINITY, "an exchange alone goes on for ever");
    this.#nowNs = start + passNs;
    const rounding = precision * this.#nowNs;
    const ended: Active[] = [];
    const going: Active[] = [];
    for (const each of this.#active) {
      if (each.kind === moving) each.left -= each.rate * passNs;
      const isOver =
        each.kind === moving ? each.left <= each.rate * rounding : each.endNs - this.#nowNs <= rounding;
      (isOver ? ended : going).push(each);
    }
    this.#active = going;
    for (const each of ended) this.#end(each);
  }

  #end({ chunk, part, kind }: Active): void {
    const { delaysFirst, phase } = this.#stepOf(chunk);
    if (kind === before) {
      this.#start(chunk, part, moving);
      return;
    }
    if (kind === moving) {
      this.#isStale = true;
      chunk.moving--;
      if (!delaysFirst) {
        // What follows in the same chunk waits for the delays, what comes behind it does not.
        this.#start(chunk, part, behind);
        if (chunk.moving === 0) this.#leave(chunk, phase);
        return;
      }
    }
    chunk.due--;
    if (chunk.due === 0) this.#advance(chunk);
  }

  /** Moves on to the next unit, as far as the chunk ahead allows. */
  #advance(chunk: Chunk): void {
    const live = this.#live[chunk.track]!;
    const { isLast, phase } = this.#stepOf(chunk);
    if (isLast) this.#leave(chunk, phase);
    const place = live.indexOf(chunk);
    chunk.step++;
    if (chunk.step === this.#tracks[chunk.track]!.length) {
      live.splice(place, 1);
      return;
    }
    const next = this.#stepOf(chunk);
    const ahead = live[place - 1];
    chunk.waits = next.isFirst && ahead !== undefined && ahead.left < next.phase;
    if (!chunk.waits) this.#begin(chunk);
  }

  /** The chunk has left `phase`: the one behind may enter it. */
  #leave(chunk: Chunk, phase: number): void {
    if (chunk.left >= phase) return;
    chunk.left = phase;
    const live = this.#live[chunk.track]!;
    const next = live[live.indexOf(chunk) + 1];
    if (next?.waits && this.#stepOf(next).phase <= phase) this.#begin(next);
    if (next === undefined && this.#entered[chunk.track]! < this.#count) this.#enter(chunk.track);
  }

  /** Max-min fair rates of all transfers, by filling. */
  #fill(): void {
    const [left, open, streams] = [this.#left, this.#open, this.#streams];
    for (let resource = 0; resource < left.length; resource++) {
      left[resource] = this.#capacities[resource]!;
      open[resource] = 0;
      streams[resource] = 0;
    }
    let unsettled = this.#active.filter(({ kind }) => kind === moving);
    for (const { part } of unsettled) {
      const { resources, amounts, weight } = part;
      for (let at = 0; at < resources.length; at++) {
        open[resources[at]!]!++;
        streams[resources[at]!]! += weight * amounts[at]!;
      }
    }
    this.#isStale = false;
    while (unsettled.length > 0) {
      let [level, full] = [Number.POSITIVE_INFINITY, -1];
      for (let resource = 0; resource < left.length; resource++) {
        if (open[resource] === 0) continue;
        const share = left[resource]! / streams[resource]!;
        if (share < level) [level, full] = [share, resource];
      }
      const others: Active[] = [];
      for (const each of unsettled) {
        const { resources, amounts, weight } = each.part;
        if (full >= 0 && !includes(resources, full)) {
          others.push(each);
          continue;
        }
        each.rate = full < 0 ? 1 : weight * level;
        for (let at = 0; at < resources.length; at++) {
          const resource = resources[at]!;
          left[resource] = Math.max(0, left[resource]! - each.rate * amounts[at]!);
          open[resource]!--;
          streams[resource]! -= weight * amounts[at]!;
        }
      }
      unsettled = others;
    }
  }

  /** Where the chunk `number` of the first track has entered in a state that was there before, goes on to where the last repetition ends. */
  #leaveOutRepetitions(number: number): void {
    this.#newest = undefined;
    const nowNs = this.#nowNs;
    const remaining = this.#count - Math.max(...this.#entered);
    if (remaining === 0) return;
    const figures = this.#figures(number);
    const before = this.#states.find((state) => areLike(state.figures, figures));
    if (before === undefined) {
      this.#states = [{ nowNs, number, figures }, ...this.#states.slice(0, statesMax - 1)];
      return;
    }
    const period = number - before.number;
    const times = Math.floor(remaining / period);
    const [chunks, ns] = [times * period, times * (nowNs - before.nowNs)];
    this.#nowNs += ns;
    for (const each of this.#active) each.endNs += ns;
    for (const chunk of this.#live.flat()) chunk.number += chunks;
    for (const track of this.#entered.keys()) this.#entered[track]! += chunks;
    this.#states = [];
  }

  /** What tells the state now from others, chunks counted from that of `number` on, and what is under way in parts of a chunk or of its waits. */
  #figures(number: number): number[] {
    const figures = this.#entered.map((entered) => entered - number);
    for (const { number: other, step, waits, left, due, moving: still } of this.#live.flat())
      figures.push(other - number, step, waits ? 1 : 0, left, due, still);
    for (const { chunk, part, kind, endNs, left } of this.#active) {
      const [rest, all] = kind === moving ? [left, this.#chunkBytes] : [endNs - this.#nowNs, part.waitNs];
      figures.push(chunk.number - number, part.number, kind, all > 0 ? rest / all : 0);
    }
    return figures;
  }
}

function includes(resources: ArrayLike<number>, resource: number): boolean {
  for (let at = 0; at < resources.length; at++) if (resources[at] === resource) return true;
  return false;
}

function areLike(some: readonly number[], others: readonly number[]): boolean {
  return some.length === others.length && some.every((each, at) => Math.abs(each - others[at]!) <= likeness);
}
