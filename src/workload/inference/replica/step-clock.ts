/**
 * When the step of an engine is over. Where nothing else uses the memory of its replica, that is known when it begins; beside
 * something that moves, the step is a task on that memory and takes as long as it takes.
 *
 *     nothing moves        |--step--|--step--|--step--|        one event for all of them
 *     something moves      |--step--|---step---|----step----|  one event each
 *
 * A step with prompts may also wait for what they load from outside: it ends with the longer of the two.
 */
import { Alarm } from "../../../kernel/alarm.ts";
import type { Target } from "../../../kernel/event-queue.ts";
import type { Simulator } from "../../../kernel/simulator.ts";
import type { KvUse } from "../load/kv-use.ts";
import { memoryPart, type StepCost } from "../time/step-timer.ts";
import type { KvLoads } from "./kv-loads.ts";
import type { MemoryTraffic } from "./memory-traffic.ts";

/** What steps of an engine wait for beside their own work. */
export interface StepWaits {
  loads: KvLoads;
  /** Absent where steps have their memory to themselves. */
  traffic?: MemoryTraffic | undefined;
}

/** Tells one engine when its step is over, or when to look again. */
export class StepClock implements Target {
  readonly #waits: StepWaits;
  readonly #alarm: Alarm;
  readonly #over: (now: number) => void;
  #task: number | undefined;
  #wasSlowed = false;
  /** What the step still waits for: its work, its loads. */
  #due = 0;
  /** When its work ends alone, and when it did. */
  #aloneNs = 0;
  #computedNs = 0;
  readonly #demand = { busy: 0, waits: 0 };

  constructor(simulator: Simulator, waits: StepWaits, over: (now: number) => void) {
    this.#waits = waits;
    this.#over = over;
    this.#alarm = new Alarm(simulator, (now) => this.#partOver(now));
  }

  /** The running step shares the memory with something that moves, or has begun to. */
  get isSlowed(): boolean {
    return this.#task !== undefined;
  }

  /** The step that is over shared it. */
  get wasSlowed(): boolean {
    return this.#wasSlowed;
  }

  /** Something moves, so that the next step will be slowed. */
  get isShared(): boolean {
    return this.#waits.traffic?.isShared ?? false;
  }

  /** By how much its memory made the work of the last step longer, ns. */
  get waitedNs(): number {
    return this.#computedNs - this.#aloneNs;
  }

  /** Goes off at `atNs`. */
  set(atNs: number): void {
    this.#due = 1;
    this.#wasSlowed = false;
    this.#alarm.set(atNs);
  }

  /** A step of `cost` begins at `now`, and beside it comes what takes `loadNs` alone and uses these parts. */
  begin(now: number, cost: StepCost, loadNs: number, uses: readonly KvUse[]): void {
    const { loads } = this.#waits;
    const loadedNs = loadNs > 0 ? loads.start(uses, now, loadNs, (endNs) => this.#partOver(endNs)) : now;
    this.#due = loadedNs === undefined ? 2 : 1;
    this.#wasSlowed = false;
    this.#asks(cost);
    const endNs = now + Math.max(cost.totalNs, (loadedNs ?? now) - now);
    this.#aloneNs = endNs;
    this.#computedNs = endNs;
    if (this.isShared) this.#compute(endNs - now);
    else this.#alarm.set(endNs);
  }

  /** A step of `cost` that is over at `endNs` if nothing moves goes on at `now` beside something that does. */
  goesOnBeside(now: number, endNs: number, cost: StepCost): void {
    this.#asks(cost);
    this.#due = 1;
    this.#alarm.cancel();
    this.#aloneNs = endNs;
    this.#compute(endNs - now);
  }

  /** Something begins to move beside the step that began with `begin`. */
  slow(now: number): void {
    const leftNs = this.#alarm.timeNs - now;
    // One that ends now does so undisturbed; one whose work is done only loads.
    if (leftNs <= 0 || leftNs === Number.POSITIVE_INFINITY) return;
    this.#alarm.cancel();
    this.#compute(leftNs);
  }

  /** Gives up whatever goes on. */
  cancel(): void {
    this.#alarm.cancel();
    this.#waits.loads.stop();
    if (this.#task !== undefined) this.#waits.traffic?.stop(this.#task);
    this.#task = undefined;
  }

  handle(_code: number, now: number): void {
    this.#task = undefined;
    this.#computedNs = now;
    this.#partOver(now);
  }

  #asks({ totalNs, parts, memoryBusyNs }: StepCost): void {
    if (this.#waits.traffic === undefined || totalNs === 0) return;
    this.#demand.busy = memoryBusyNs / totalNs;
    this.#demand.waits = parts[memoryPart] / totalNs;
  }

  #compute(leftNs: number): void {
    this.#wasSlowed = true;
    this.#task = this.#waits.traffic?.compute(leftNs, this.#demand, this, 0);
  }

  #partOver(now: number): void {
    this.#due--;
    if (this.#due === 0) this.#over(now);
  }
}
