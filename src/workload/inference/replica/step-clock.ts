/**
 * When the step of an engine is over. Where nothing else uses the memory and the links of its replica, that is known when it
 * begins; beside something that moves, its work is a task on the memory and its exchanges are one on the links, and take as
 * long as they take.
 *
 *     nothing moves        |--step--|--step--|--step--|        one event for all of them
 *     something moves      |--step--|---step---|----step----|  one step at a time
 *                                   |-work--|ex-|
 *
 * A step with prompts may also wait for what they load from outside: it ends with the longer of the two.
 */
import { Alarm } from "../../../kernel/alarm.ts";
import type { Target } from "../../../kernel/event-queue.ts";
import type { Simulator } from "../../../kernel/simulator.ts";
import type { ExchangePlay } from "../../../network/graph/exchange-run.ts";
import type { KvUse } from "../load/kv-use.ts";
import { communicationPart, memoryPart, type StepCost } from "../time/step-timer.ts";
import type { KvLoads } from "./kv-loads.ts";
import type { MemoryTraffic } from "./memory-traffic.ts";
import type { SharedExchanges } from "./shared-exchanges.ts";

/** What steps of an engine wait for beside their own work. */
export interface StepWaits {
  /** How it loads what its prompts need from outside. */
  loads: KvLoads;
  /** What moves to and from its memory beside them. Absent where steps have their memory to themselves. */
  traffic?: MemoryTraffic | undefined;
  /** What they exchange on links that others use. Absent where they have their links to themselves. */
  exchanges?: SharedExchanges | undefined;
}

const workDone = 0;

/** Tells one engine when its step is over, or when to look again. */
export class StepClock implements Target {
  /** What others made the last slowed step wait longer for, ns. */
  memoryWaitNs = 0;
  exchangeWaitNs = 0;
  readonly #waits: StepWaits;
  readonly #alarm: Alarm;
  readonly #over: (now: number) => void;
  /** Work on the memory under way. */
  #task: number | undefined;
  /** Exchanges that follow the work, how long they take alone, and when they began. */
  #exchange: ExchangePlay | undefined;
  #exchangeNs = 0;
  #exchangedFromNs = 0;
  /** Number of the exchange under way: those that were given up end unheard. */
  #exchanges = 0;
  /** What the step still waits for: its work with what it exchanges, its loads. */
  #due = 0;
  /** When its work ends alone. */
  #aloneNs = 0;
  #isSlowed = false;
  #wasSlowed = false;
  readonly #demand = { busy: 0, waits: 0 };

  constructor(simulator: Simulator, waits: StepWaits, over: (now: number) => void) {
    this.#waits = waits;
    this.#over = over;
    this.#alarm = new Alarm(simulator, (now) => this.#workOver(now));
  }

  /** The end of the running step is not known. */
  get isSlowed(): boolean {
    return this.#isSlowed;
  }

  /** That of the step that is over was not. */
  get wasSlowed(): boolean {
    return this.#wasSlowed;
  }

  /** Something moves, so that the end of the next step will not be known. */
  get isShared(): boolean {
    const { traffic, exchanges } = this.#waits;
    const moves = traffic?.isShared ?? false;
    return moves || (exchanges?.areShared(moves) ?? false);
  }

  /** Goes off at `atNs`. */
  set(atNs: number): void {
    this.#due = 1;
    this.#alarm.set(atNs);
  }

  /** A step of `cost` begins at `now`, and beside it comes what takes `loadNs` alone and uses these parts. */
  begin(now: number, cost: StepCost, loadNs: number, uses: readonly KvUse[]): void {
    const { loads } = this.#waits;
    const loadedNs = loadNs > 0 ? loads.start(uses, now, loadNs, (endNs) => this.#partOver(endNs)) : now;
    if (this.isShared) this.#share(now, cost.totalNs, cost, true);
    else {
      this.#asks(cost);
      this.#alarm.set(now + Math.max(cost.totalNs, (loadedNs ?? now) - now));
    }
    this.#due = loadedNs === undefined ? 2 : 1;
  }

  /** A step of `cost` begins at `now`, beside something that moves. */
  beginShared(now: number, cost: StepCost): void {
    this.#share(now, cost.totalNs, cost, true);
  }

  /** A step of `cost` that is over at `endNs` if nothing moves goes on at `now` beside something that does; what it exchanges is over. */
  goesOnBeside(now: number, endNs: number, cost: StepCost): void {
    this.#alarm.cancel();
    this.#share(now, endNs - now, cost, false);
  }

  /** Something begins to move beside the step that began with `begin`. */
  slow(now: number): void {
    const leftNs = this.#alarm.timeNs - now;
    // One that ends now does so undisturbed; one whose work is done only loads.
    if (leftNs <= 0 || leftNs === Number.POSITIVE_INFINITY) return;
    this.#alarm.cancel();
    if (!this.#isSlowed) this.exchangeWaitNs = 0;
    this.#isSlowed = true;
    this.#aloneNs = now + leftNs;
    this.#work(now, leftNs);
  }

  /** Gives up whatever goes on. */
  cancel(): void {
    this.#alarm.cancel();
    this.#waits.loads.stop();
    if (this.#task !== undefined) this.#waits.traffic?.stop(this.#task);
    this.#task = undefined;
    this.#exchange = undefined;
    this.#exchanges++;
    this.#isSlowed = false;
  }

  handle(code: number, now: number): void {
    if (code === workDone) {
      this.#task = undefined;
      this.#workOver(now);
    } else if (code === this.#exchanges) {
      this.exchangeWaitNs = now - this.#exchangedFromNs - this.#exchangeNs;
      this.#partOver(now);
    }
  }

  /** Begins work of `ns` with what `cost` exchanges, or without. */
  #share(now: number, ns: number, cost: StepCost, isWhole: boolean): void {
    const { traffic, exchanges } = this.#waits;
    this.#asks(cost);
    this.#due = 1;
    this.#isSlowed = true;
    this.memoryWaitNs = 0;
    this.exchangeWaitNs = 0;
    const sharesLinks = isWhole && exchanges?.areShared(traffic?.isShared ?? false);
    this.#exchange = sharesLinks ? exchanges?.of(cost) : undefined;
    this.#exchangeNs = this.#exchange === undefined ? 0 : cost.parts[communicationPart]!;
    this.#aloneNs = now + ns - this.#exchangeNs;
    this.#work(now, ns - this.#exchangeNs);
  }

  #work(now: number, ns: number): void {
    const { traffic } = this.#waits;
    if (traffic?.isShared) this.#task = traffic.compute(ns, this.#demand, this, workDone);
    else this.#alarm.set(now + ns);
  }

  #asks({ totalNs, parts, memoryBusyNs }: StepCost): void {
    if (this.#waits.traffic === undefined || totalNs === 0) return;
    this.#demand.busy = memoryBusyNs / totalNs;
    this.#demand.waits = parts[memoryPart]! / totalNs;
  }

  #workOver(now: number): void {
    if (this.#isSlowed) this.memoryWaitNs = now - this.#aloneNs;
    const play = this.#exchange;
    if (play === undefined) {
      this.#partOver(now);
      return;
    }
    this.#exchange = undefined;
    this.#exchangedFromNs = now;
    this.#exchanges++;
    this.#waits.exchanges?.start(play, this, this.#exchanges);
  }

  #partOver(now: number): void {
    this.#due--;
    if (this.#due > 0) return;
    this.#wasSlowed = this.#isSlowed;
    this.#isSlowed = false;
    this.#over(now);
  }
}
