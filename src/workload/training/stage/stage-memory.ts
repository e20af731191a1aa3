/**
 * The memory (HBM) of the ranks of a stage, which its passes share with the collectives that run beside them
 * (`device-memory.ts`). Every pass is taken to wait for it for the same part of its time: that of all passes of the stage.
 *
 * The exchanges that a pass itself waits for are left out: what they cost its own operators is in the profile.
 */
import type { World } from "../../../cluster/world.ts";
import type { Target } from "../../../kernel/event-queue.ts";
import type { TaskPlan } from "../../../kernel/sharing/sharing.ts";
import { EndMemory } from "../../../network/graph/end-memory.ts";
import { DeviceMemory } from "../../device-memory.ts";
import { exchangeNs, type PassTime, passNs, type StageTimes } from "./stage-times.ts";

/** What stands behind the sharing of memory, a text each. */
export const memoryAssumptions: readonly string[] = [
  "memory: a collective beside a pass reads what it sends and writes what it gets, and slows operators as far as they wait for the memory (spread evenly over a pass: assumed)",
];

/** One memory. */
export class StageMemory {
  /** That of the ranks at the ends of a collective. */
  readonly ends: EndMemory;
  readonly #device: DeviceMemory;
  readonly #waits: number;

  /** `bandwidth`: what streams reach, bytes/ns; `name` says whose memory it is. */
  constructor({ sharing }: World, owner: number, times: StageTimes, bandwidth: number, name: string) {
    this.#device = new DeviceMemory(sharing, owner, bandwidth, name);
    this.#waits = waitingPart(times);
    this.ends = new EndMemory(this.#device.use);
  }

  /** Computes for `ns`, in which the memory is busy for the part `busy`; `client` gets `code` at the end. */
  compute(ns: number, busy: number, client: Target, code: number): void {
    this.#device.compute(ns, { busy, waits: this.#waits }, client, code);
  }

  /** `task`, which also moves `bytes` to or from the memory. */
  moving(task: TaskPlan, bytes: number): TaskPlan {
    const { resources, amounts } = task.usage;
    const { resources: own, perByte } = this.#device.use;
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
function waitingPart({ forward, backward, weight, recompute, teacher }: StageTimes): number {
  const all: readonly PassTime[] = [forward, backward, weight, recompute, teacher];
  const sum = (of: (pass: PassTime) => number) => all.reduce((total, pass) => total + of(pass), 0);
  const ownNs = sum((pass) => passNs(pass) - exchangeNs(pass));
  return ownNs > 0 ? sum(({ memory }) => memory) / ownNs : 0;
}
