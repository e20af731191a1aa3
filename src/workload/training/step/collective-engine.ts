/**
 * The collective engine of a stage (the collective cores beside the compute engines): one collective after the other.
 *
 * Where nobody else can use its links it runs beside a pass only in the time that the pass's own exchanges leave, and ends
 * at a time that is known when it is put on. Where links are shared it is played on them: the pass's exchanges, other stages
 * and other jobs are then so many tasks beside it.
 */

import type { CollectiveCores } from "../../../cluster/collective-cores.ts";
import { RingBuffer } from "../../../kernel/ring-buffer.ts";
import type { Simulator } from "../../../kernel/simulator.ts";
import type { Target } from "../../../kernel/target.ts";
import type { LinkResources } from "../../../network/graph/link-resources.ts";
import { playInTurn, type StageExchange } from "../stage/stage-exchange.ts";

/** Told when a collective has ended, and when it began. */
export type CollectiveDone = (startNs: number, now: number) => void;

interface Waiting {
  exchange: StageExchange;
  done: CollectiveDone;
  startNs: number;
}

const endCode = 0;
const readyCode = 1;

/** One engine. */
export class CollectiveEngine implements Target {
  readonly #simulator: Simulator;
  /** Where collectives are played; absent where all are known to have their links to themselves. */
  readonly #links: LinkResources | undefined;
  /** What collectives that are played wait for. */
  readonly #cores: CollectiveCores | undefined;
  #freeNs = 0;
  #share = 0;
  #passEndNs = 0;
  /** Those that run or wait for the engine, and those put on for later. */
  readonly #line = new RingBuffer<Waiting>();
  readonly #later = new RingBuffer<Waiting>();
  #due = 0;
  #whenIdle: (() => void) | undefined;

  constructor(simulator: Simulator, links?: LinkResources, cores?: CollectiveCores) {
    this.#simulator = simulator;
    this.#links = links;
    this.#cores = cores;
  }

  /** A pass runs until `endNs` whose own exchanges take `share` of the engine's time. */
  passRuns(share: number, endNs: number): void {
    this.#share = share;
    this.#passEndNs = endNs;
  }

  /** Puts a collective on, ready from `readyNs` on, which is never before that of the one before; returns when it will end. */
  put(readyNs: number, exchange: StageExchange, done: CollectiveDone): number {
    const { now } = this.#simulator;
    this.#due++;
    const waiting = { exchange, done, startNs: Math.max(readyNs, this.#freeNs) };
    if (this.#links === undefined) {
      const besideNs = Math.max(0, this.#passEndNs - waiting.startNs) * (1 - this.#share);
      this.#freeNs =
        exchange.aloneNs < besideNs
          ? waiting.startNs + exchange.aloneNs / (1 - this.#share)
          : Math.max(waiting.startNs, this.#passEndNs) + exchange.aloneNs - besideNs;
      this.#line.push(waiting);
      this.#simulator.scheduleAt(this.#freeNs, this, endCode);
      return this.#freeNs;
    }
    this.#freeNs = waiting.startNs + exchange.aloneNs;
    if (readyNs > now) {
      this.#later.push(waiting);
      this.#simulator.scheduleAt(readyNs, this, readyCode);
    } else this.#enter(waiting, now);
    return this.#freeNs;
  }

  /** Calls `idle` once nothing is left on the engine: now, or after the end of the last collective. */
  whenIdle(idle: () => void): void {
    if (this.#due === 0) idle();
    else this.#whenIdle = idle;
  }

  handle(code: number, now: number): void {
    if (code === readyCode) {
      this.#enter(this.#later.shift() as Waiting, now);
      return;
    }
    const { done, startNs, exchange } = this.#line.shift() as Waiting;
    if (isPlayed(exchange) && this.#links !== undefined) this.#cores?.giveBack();
    const next = this.#line.at(0);
    if (this.#links !== undefined && next !== undefined) this.#begin(next, now);
    this.#due--;
    done(startNs, now);
    if (this.#due > 0) return;
    const idle = this.#whenIdle;
    this.#whenIdle = undefined;
    idle?.();
  }

  #enter(waiting: Waiting, now: number): void {
    this.#line.push(waiting);
    if (this.#line.size === 1) this.#begin(waiting, now);
  }

  #begin(waiting: Waiting, now: number): void {
    const { aloneNs, plays = [] } = waiting.exchange;
    waiting.startNs = now;
    const links = this.#links as LinkResources;
    const begin = () => {
      waiting.startNs = links.simulator.now;
      playInTurn(links, plays, this, endCode);
    };
    if (plays.length === 0) this.#simulator.schedule(aloneNs, this, endCode);
    else if (this.#cores === undefined) begin();
    else this.#cores.take(begin);
  }
}

function isPlayed({ plays = [] }: StageExchange): boolean {
  return plays.length > 0;
}
