/** What an engine is made of. */

import type { KvLoad } from "../load/kv-use.ts";
import type { StepTimer } from "../time/step-timer.ts";
import type { BatchingPolicy } from "./batching/batching-policy.ts";
import type { EngineListener } from "./engine-listener.ts";
import type { KvLoads } from "./kv-loads.ts";
import type { Line, Order } from "./line.ts";
import type { MemoryTraffic } from "./memory-traffic.ts";
import type { RequestMemory } from "./request-memory.ts";
import type { SharedCores } from "./shared-cores.ts";
import type { StagePipe } from "./stage-pipe.ts";

/** Parts of an engine. */
export interface EngineOptions {
  name: string;
  index: number;
  timer: StepTimer;
  policy: BatchingPolicy;
  memory: RequestMemory;
  /** Requests that wait; shared among engines under a central queue. */
  line: Line;
  /** Who goes last loses its place first when the KV cache is full. */
  order: Order;
  listener: EngineListener;
  /** What moving `tokens` of a preempted request to or from host memory takes; absent where its KV cache is computed anew. */
  swap?: ((tokens: number) => KvLoad) | undefined;
  /** How it loads what its prompts need from outside. */
  loads: KvLoads;
  /** What moves to and from its memory beside its steps; absent where they have that to themselves. */
  traffic?: MemoryTraffic | undefined;
  /** True: requests leave with their first token, for another replica to decode. */
  prefillsOnly?: boolean;
  /** Cores that it shares with the engines of other models, and which model it is there; its own when absent. */
  cores?: { shared: SharedCores; model: number };
  /** Stages that it shares with the other batches of its replica; its step crosses all of them alone when absent. */
  pipe?: StagePipe | undefined;
  /** False: one event per decode step, the long way that jumping must equal. */
  jump: boolean;
}
