/**
 * Credits of a volume that bursts: a token bucket. Bytes less than the baseline are gathered up to its room, bytes more are taken
 * out of it; while there are some the volume gives its burst bandwidth, and when there are none its baseline.
 *
 *     credits' = baseline - load, between 0 and the room        capacity = burst while credits > 0, else baseline
 *
 *     1 TiB of st1: 40 MiB/s, 250 MiB/s on 1 TiB of credits, which last 2^20 / (250 - 40) = 4,993 s under full load.
 *
 * A volume without credits whose load is below its baseline gathers some at once, so that it bursts for who comes next.
 */
import { Alarm } from "../kernel/alarm.ts";
import type { Onlooker, Sharing } from "../kernel/sharing/sharing.ts";
import type { Simulator } from "../kernel/simulator.ts";

/** How a volume bursts; bytes/ns. */
export interface BurstPlan {
  /** Without credits. */
  baseline: number;
  /** With credits; at least the baseline. */
  bandwidth: number;
  /** Room for credits, bytes, and the part of it that is full at the start. */
  creditBytes: number;
  filled: number;
}

const precision = 1e-9;

/** Time to move `bytes` at `rate` (bytes/ns) at most, with so many credits in the bucket, ns. */
export function burstNs(
  bytes: number,
  { baseline, bandwidth }: BurstPlan,
  { creditBytes, rate = bandwidth }: { creditBytes: number; rate?: number },
): number {
  const fast = Math.min(bandwidth, rate);
  if (fast <= baseline) return bytes / fast;
  // Credits go at what is more than the baseline.
  const burstBytes = (creditBytes / (fast - baseline)) * fast;
  if (bytes <= burstBytes) return bytes / fast;
  return burstBytes / fast + (bytes - burstBytes) / baseline;
}

/** Credits that transfers of `bytes` find that follow each other `restNs` after the end of the one before, while others load the volume at `load` (bytes/ns), bytes. */
export function creditsBetween(
  bytes: number,
  plan: BurstPlan,
  { restNs, rate = plan.bandwidth, load = 0 }: { restNs: number; rate?: number; load?: number },
): number {
  const { baseline, bandwidth, creditBytes } = plan;
  const fast = Math.min(bandwidth, rate);
  const taken = fast > baseline ? (bytes / fast) * (fast - baseline) : 0;
  const spare = Math.max(0, baseline - load);
  const gathered = spare === 0 ? 0 : Math.min(creditBytes, restNs * spare);
  // Where a rest gathers what a transfer takes the bucket stays full.
  return gathered >= taken ? creditBytes : gathered;
}

/** The bucket of one resource. */
export class TokenBucket implements Onlooker {
  readonly #simulator: Pick<Simulator, "now">;
  readonly #sharing: Sharing;
  readonly #resource: number;
  readonly #plan: BurstPlan;
  readonly #alarm: Alarm;
  #bytes: number;
  #atNs: number;
  /** Credits gathered (above 0) or taken out per ns since then. */
  #gain = 0;

  /** Of `resource`, whose capacity is the burst bandwidth. */
  constructor(simulator: Simulator, sharing: Sharing, resource: number, plan: BurstPlan) {
    this.#simulator = simulator;
    this.#sharing = sharing;
    this.#resource = resource;
    this.#plan = plan;
    this.#alarm = new Alarm(simulator, (now) => this.#empty(now));
    this.#bytes = plan.creditBytes * plan.filled;
    this.#atNs = simulator.now;
    this.#gain = plan.baseline;
    sharing.observe(this);
  }

  /** Credits there are now, bytes. */
  get bytes(): number {
    const { creditBytes } = this.#plan;
    const gained = this.#gain * (this.#simulator.now - this.#atNs);
    return Math.max(0, Math.min(creditBytes, this.#bytes + gained));
  }

  /** Sets them, where some were used that nobody saw. */
  set bytes(bytes: number) {
    this.#bytes = Math.max(0, Math.min(this.#plan.creditBytes, bytes));
    this.#atNs = this.#simulator.now;
    this.#watch(this.#atNs);
  }

  settled(now: number): void {
    this.#bytes = this.bytes;
    this.#atNs = now;
    this.#gain = this.#plan.baseline - this.#sharing.load(this.#resource);
    this.#watch(now);
  }

  #empty(now: number): void {
    this.#bytes = 0;
    this.#atNs = now;
    this.#watch(now);
  }

  /** Gives what the credits allow, until they are used up. */
  #watch(now: number): void {
    const { baseline, bandwidth, creditBytes } = this.#plan;
    const isTaking = this.#gain < -precision * baseline;
    const isGathering = this.#gain > precision * baseline;
    const isEmpty = this.#bytes <= precision * creditBytes;
    const capacity = this.#sharing.capacity(this.#resource);
    if (isEmpty && isTaking && capacity !== baseline) this.#sharing.setCapacity(this.#resource, baseline);
    else if ((!isEmpty || isGathering) && capacity !== bandwidth) {
      this.#sharing.setCapacity(this.#resource, bandwidth);
    }
    if (isTaking && !isEmpty) this.#alarm.set(now - this.#bytes / this.#gain);
    else this.#alarm.cancel();
  }
}
