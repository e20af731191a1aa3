/**
 * A step, or what one pipeline stage does of it, beside something that moves: its work is a task on the memory, and then its
 * exchanges are one on the links; before both, its inputs and results may be one on the links to its hosts (encoders).
 *
 *     |- inputs -|----- work -----|--- exchanges ---|          each as long as the others let it be
 *
 * Work of a step that began before anything moved is what is left of it: layers compute and exchange in turn, so that as much
 * is left of the one as of the other.
 */
import type { ChipDemand } from "../../../cluster/shared-chips.ts";
import { Alarm } from "../../../kernel/alarm.ts";
import type { Simulator } from "../../../kernel/simulator.ts";
import type { Target } from "../../../kernel/target.ts";
import type { ExchangePlay } from "../../../network/graph/exchange-run.ts";
import { communicationPart, computePart, memoryPart, type StepCost } from "../time/step-timer.ts";
import type { HostInputs } from "./host-inputs.ts";
import type { MemoryTraffic } from "./memory-traffic.ts";
import type { SharedExchanges } from "./shared-exchanges.ts";

/** What a step shares with others. */
export interface StepShares {
  /** What moves to and from its memory beside it. Absent where steps have their memory to themselves. */
  traffic?: MemoryTraffic | undefined;
  /** What it exchanges on links that others use. Absent where steps have their links to themselves. */
  exchanges?: SharedExchanges | undefined;
  /** Its inputs and results on the way from and to hosts. Absent where it has none, or a way that nobody else can use. */
  inputs?: HostInputs | undefined;
}

const workDone = 0;
const inputsMoved = -1;

/** One piece after the other. */
export class SharedStep implements Target {
  /** What others made the last piece wait longer for, ns. */
  memoryWaitNs = 0;
  exchangeWaitNs = 0;
  readonly #shares: StepShares;
  readonly #alarm: Alarm;
  readonly #over: (now: number) => void;
  readonly #demand: ChipDemand = { computeBusy: 0, computeWaits: 0, memoryBusy: 0, memoryWaits: 0 };
  #stage = 0;
  #isOnMemory = false;
  #takesInputs = false;
  /** Work that follows its inputs, ns. */
  #workNs = 0;
  /** Exchanges that follow the work, how long they take alone, and when they began. */
  #play: ExchangePlay | undefined;
  #exchangeNs = 0;
  #exchangedFromNs = 0;
  /** Number of the exchange under way: those that were given up end unheard. */
  #exchanges = 0;
  /** When its work ends alone. */
  #aloneNs = 0;

  constructor(simulator: Simulator, shares: StepShares, over: (now: number) => void) {
    this.#shares = shares;
    this.#over = over;
    this.#alarm = new Alarm(simulator, (now) => this.#workOver(now));
  }

  /**
   * Begins what takes `ns` alone of a step of `cost`, on one of its `stages` where that has them one by one: with the part
   * `exchanged` of what the stage exchanges.
   */
  begin(
    now: number,
    cost: StepCost,
    {
      ns,
      exchanged,
      stage = 0,
      stages = 1,
    }: { ns: number; exchanged: number; stage?: number; stages?: number },
  ): void {
    const { traffic, exchanges, inputs } = this.#shares;
    this.memoryWaitNs = 0;
    this.exchangeWaitNs = 0;
    this.#stage = stage;
    const sharesLinks = exchanges?.areShared(traffic?.isShared ?? false);
    const play = sharesLinks ? exchanges?.of(cost, stage, stages) : undefined;
    const isPlayed = play !== undefined && exchanged > 0;
    this.#play = isPlayed ? { ...play, times: exchanged } : undefined;
    this.#exchangeNs = isPlayed ? (exchanged * cost.parts[communicationPart]!) / stages : 0;
    this.#takesInputs = cost.hostNs > 0 && exchanged > 0 && (inputs?.areShared ?? false);
    const inputShare = this.#takesInputs ? exchanged / stages : 0;
    const apartNs = (isPlayed ? cost.parts[communicationPart]! : 0) + (this.#takesInputs ? cost.hostNs : 0);
    this.#workNs = Math.max(0, ns - this.#exchangeNs - inputShare * cost.hostNs);
    this.#asks(cost, cost.totalNs - apartNs);
    if (this.#takesInputs)
      inputs?.move(inputShare * cost.hostBytes, inputShare * cost.hostNs, this, inputsMoved);
    else this.#begins(now);
  }

  /** Its inputs are there. */
  #begins(now: number): void {
    this.#takesInputs = false;
    this.#aloneNs = now + this.#workNs;
    this.#work(now, this.#workNs);
  }

  /** Something begins to move beside it. */
  slow(now: number): void {
    const leftNs = this.#alarm.timeNs - now;
    // One that ends now does so undisturbed.
    if (leftNs <= 0 || leftNs === Number.POSITIVE_INFINITY) return;
    this.#alarm.cancel();
    this.#work(now, leftNs);
  }

  /** Gives up whatever goes on. */
  cancel(): void {
    this.#alarm.cancel();
    if (this.#isOnMemory) this.#shares.traffic?.stop(this.#stage);
    if (this.#takesInputs) this.#shares.inputs?.stop();
    this.#isOnMemory = false;
    this.#takesInputs = false;
    this.#play = undefined;
    this.#exchanges++;
  }

  handle(code: number, now: number): void {
    if (code === inputsMoved) this.#begins(now);
    else if (code === workDone) {
      this.#isOnMemory = false;
      this.#workOver(now);
    } else if (code === this.#exchanges) {
      this.exchangeWaitNs = now - this.#exchangedFromNs - this.#exchangeNs;
      this.#over(now);
    }
  }

  #work(now: number, ns: number): void {
    const { traffic } = this.#shares;
    this.#isOnMemory = traffic?.isShared ?? false;
    if (this.#isOnMemory) traffic?.compute(ns, this.#demand, this, workDone, this.#stage);
    else this.#alarm.set(now + ns);
  }

  /** What `cost` asks of the chip in the `workNs` that it works. */
  #asks({ parts, computeBusyNs, memoryBusyNs }: StepCost, workNs: number): void {
    const part = (ns: number) => (workNs > 0 ? Math.min(1, ns / workNs) : 0);
    this.#demand.computeBusy = part(computeBusyNs);
    this.#demand.computeWaits = part(parts[computePart]!);
    this.#demand.memoryBusy = part(memoryBusyNs);
    this.#demand.memoryWaits = part(parts[memoryPart]!);
  }

  #workOver(now: number): void {
    this.memoryWaitNs = now - this.#aloneNs;
    const play = this.#play;
    if (play === undefined) {
      this.#over(now);
      return;
    }
    this.#play = undefined;
    this.#exchangedFromNs = now;
    this.#exchanges++;
    this.#shares.exchanges?.start(play, this, this.#exchanges);
  }
}
