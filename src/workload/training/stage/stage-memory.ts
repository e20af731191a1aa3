/**
 * The memory (HBM) of the ranks of a stage, which its passes share with the collectives that run beside them
 * (`device-memory.ts`). Every pass is taken to wait for it for the same part of its time: that of all passes of the stage.
 *
 * The exchanges that a pass itself waits for slow the operators of other jobs on the same chips alone: what they cost its own
 * is in the profile.
 */
import type { CollectiveCores } from "../../../cluster/collective-cores.ts";
import type { ChipDemand } from "../../../cluster/shared-chips.ts";
import type { World } from "../../../cluster/world.ts";
import type { TaskPlan } from "../../../kernel/sharing/sharing.ts";
import type { Target } from "../../../kernel/target.ts";
import { EndMemory, type MemoryUse } from "../../../network/graph/end-memory.ts";
import { DeviceMemory, type MemoryOwner } from "../../device-memory.ts";
import { exchangeNs, type PassTime, type PassTimes, passNs } from "./pass-time.ts";

/** What stands behind the sharing of memory, a text each. */
export const memoryAssumptions: readonly string[] = [
  "memory: a collective or a send beside a pass reads what it sends and what it adds to, writes what it gets, and slows operators as far as they wait for the memory (spread evenly over a pass: assumed)",
];

/** One memory. */
export class StageMemory {
  /** That of the ranks at the ends of a collective. */
  readonly ends: EndMemory;
  /** The same of a collective that a pass waits for. */
  readonly waitedEnds: EndMemory;
  readonly #device: DeviceMemory;
  readonly #demand: Omit<ChipDemand, "memoryBusy">;

  constructor({ sharing }: World, times: PassTimes, of: MemoryOwner) {
    this.#device = new DeviceMemory(sharing, of);
    this.#demand = demandOf(times);
    this.ends = new EndMemory(() => this.#device.use);
    this.waitedEnds = new EndMemory(() => this.#device.waitedUse);
  }

  /** What a byte that moves uses of it. */
  get use(): MemoryUse {
    return this.#device.use;
  }

  /** Whether other jobs compute on the same chips, now or later. */
  get isShared(): boolean {
    return this.#device.isShared;
  }

  /** Cores of collectives, where other jobs' collectives take them too. */
  get cores(): CollectiveCores | undefined {
    return this.#device.cores;
  }

  /** Computes for `ns`, in which the memory is busy for the part `memoryBusy`; `client` gets `code` at the end. */
  compute(ns: number, memoryBusy: number, client: Target, code: number): void {
    this.#device.compute(ns, { ...this.#demand, memoryBusy }, client, code);
  }

  /** Passes through the memory for `ns` what needs hardly any computation; `client` gets `code` at the end. */
  stream(ns: number, client: Target, code: number): void {
    const demand = { computeBusy: 0, computeWaits: 0, memoryBusy: 1, memoryWaits: 1 };
    this.#device.compute(ns, demand, client, code);
  }

  /** `task`, which also moves `bytes` to or from the memory. */
  moving(task: TaskPlan, bytes: number): TaskPlan {
    const { work, owner } = task;
    const device = this.#device;
    return {
      work,
      owner,
      // Who else uses the memory is known once all jobs have told.
      get usage() {
        const { usage } = task;
        const { resources, amounts } = usage;
        const { resources: own, perByte } = device.use;
        return {
          ...usage,
          resources: [...Array.from(resources), ...own],
          amounts: [
            ...Array.from(resources, (_, index) => amounts?.[index] ?? 1),
            ...perByte.map((each) => (each * bytes) / work),
          ],
        };
      },
    };
  }
}

/** What operators ask of engines and memory in the time of the stage's passes without exchanges. */
function demandOf({
  forward,
  backward,
  weight,
  recompute,
  teacher,
}: PassTimes): Omit<ChipDemand, "memoryBusy"> {
  const all: readonly PassTime[] = [forward, backward, weight, recompute, teacher];
  const sum = (of: (pass: PassTime) => number) => all.reduce((total, pass) => total + of(pass), 0);
  const ownNs = sum((pass) => passNs(pass) - exchangeNs(pass));
  const part = (of: (pass: PassTime) => number) => (ownNs > 0 ? sum(of) / ownNs : 0);
  return {
    computeBusy: part(({ computeBusy = 0 }) => computeBusy),
    computeWaits: part(({ compute }) => compute),
    memoryWaits: part(({ memory }) => memory),
  };
}
