/**
 * The memory (HBM) of the ranks of a stage, which its passes share with the collectives that run beside them. All ranks of a
 * stage do the same, so that one memory stands for all of them.
 *
 *     memory            capacity: bandwidth that streams reach in the stage's software
 *                       a pass: the time in which its operators keep the memory busy x bandwidth, spread over the pass
 *                       a collective: the bytes it reads and writes
 *     waits for memory  capacity: 1 ns/ns
 *                       a pass: its time
 *                       a collective: the time of its bytes x the part of the stage's passes that waits for memory
 *
 * The second says what a byte beside a pass costs: its whole time where operators wait for the memory, nothing where they
 * compute. A pass of operators bound by memory alone thus loses bytes / bandwidth, one bound by compute loses nothing until
 * the memory is full. A pass alone takes its own time.
 *
 * The exchanges that a pass itself waits for are left out: what they cost its own operators is in the profile.
 */
import type { World } from "../../cluster/world.ts";
import type { Target } from "../../kernel/event-queue.ts";
import type { Sharing, TaskPlan } from "../../kernel/sharing/sharing.ts";
import { EndMemory, type MemoryUse } from "../../network/graph/end-memory.ts";
import { exchangeNs, type PassTime, passNs, type StageTimes } from "./stage-times.ts";

/** What stands behind the sharing of memory, a text each. */
export const memoryAssumptions: readonly string[] = [
  "memory: a collective beside a pass reads what it sends and writes what it gets, and slows operators as far as they wait for the memory (spread evenly over a pass: assumed)",
];

/** One memory. */
export class StageMemory {
  /** That of the ranks at the ends of a collective. */
  readonly ends: EndMemory;
  /** What a byte uses of the memory. */
  readonly use: MemoryUse;
  readonly #sharing: Sharing;
  readonly #owner: number;
  readonly #bandwidth: number;
  readonly #memory: number;
  readonly #waits: number;

  /** `bandwidth`: what streams reach, bytes/ns; `name` says whose memory it is. */
  constructor({ sharing }: World, owner: number, times: StageTimes, bandwidth: number, name: string) {
    this.#sharing = sharing;
    this.#owner = owner;
    this.#bandwidth = bandwidth;
    this.#memory = sharing.add(bandwidth, () => `memory of ${name}`);
    this.#waits = sharing.add(1, () => `operators of ${name}`);
    const waiting = waitingPart(times);
    this.use =
      waiting > 0
        ? { resources: [this.#memory, this.#waits], perByte: [1, waiting / bandwidth] }
        : { resources: [this.#memory], perByte: [1] };
    this.ends = new EndMemory(this.use);
  }

  /** Computes for `ns`, in which the memory is busy for the part `busy`; `client` gets `code` at the end. */
  compute(ns: number, busy: number, client: Target, code: number): void {
    // As wide as one stream of bytes that has the memory to itself.
    const usage = {
      resources: [this.#memory, this.#waits],
      amounts: [Math.min(1, busy) * this.#bandwidth, 1],
      weight: 1 / this.#bandwidth,
      rateMax: 1,
    };
    this.#sharing.run({ work: ns, usage, owner: this.#owner }, client, code);
  }

  /** `task`, which also moves `bytes` to or from the memory. */
  moving(task: TaskPlan, bytes: number): TaskPlan {
    const { resources, amounts } = task.usage;
    const { resources: own, perByte } = this.use;
    return {
      ...task,
      usage: {
        ...task.usage,
        resources: [...Array.from(resources), ...own],
        amounts: [
          ...Array.from(resources, (_, index) => amounts?.[index] ?? 1),
          ...perByte.map((each) => (each * bytes) / task.work),
        ],
      },
    };
  }
}

/** Of the time of the stage's passes without exchanges, the part in which operators wait for memory. */
export function waitingPart({ forward, backward, weight, recompute, teacher }: StageTimes): number {
  const all: readonly PassTime[] = [forward, backward, weight, recompute, teacher];
  const sum = (of: (pass: PassTime) => number) => all.reduce((total, pass) => total + of(pass), 0);
  const ownNs = sum((pass) => passNs(pass) - exchangeNs(pass));
  return ownNs > 0 ? sum(({ memory }) => memory) / ownNs : 0;
}
