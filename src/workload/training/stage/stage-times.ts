/** How long the work of one pipeline stage takes, ns. Everything is of one micro-batch but where it says otherwise. */
import type { ExchangePlay } from "../../../network/graph/exchange-run.ts";
import type { PassTimes } from "./pass-time.ts";
import type { StagePlay } from "./stage-exchange.ts";
import type { StageMemory } from "./stage-memory.ts";

/** What a stage's exchanges put on links that others may use too, in the order in which they run; nothing where they are alone. */
export interface StagePlays {
  /** Those that a pass waits for, in all of a pass. */
  forward: readonly ExchangePlay[];
  backward: readonly ExchangePlay[];
  recompute: readonly ExchangePlay[];
  teacher: readonly ExchangePlay[];
  /** Down the pipeline, and up. */
  send: readonly ExchangePlay[];
  sendUp: readonly ExchangePlay[];
  teacherSend: readonly ExchangePlay[];
  /** With what the host reads before, where weights live there. */
  gather: readonly StagePlay[];
  teacherGather: readonly ExchangePlay[];
  scatter: readonly ExchangePlay[];
  /** Of one bucket. */
  bucket: readonly ExchangePlay[];
  /** Of the optimizer, where it steps on hosts. */
  optimizer: readonly StagePlay[];
  /** Collectives that a rank has cores for. */
  collectivesAtOnce: number;
  /** The memory of the stage's ranks, where collectives run beside passes. */
  memory?: StageMemory | undefined;
}

/** Times of one stage. */
export interface StageTimes extends PassTimes {
  /** Activations to the next stage, or their gradients to the one before. */
  sendNs: number;
  /** The teacher's activations to the next stage. */
  teacherSendNs: number;
  /** Collecting the stage's sharded weights before a pass (ZeRO-3, FSDP); 0 where every rank has them. */
  gatherNs: number;
  /** Collecting the teacher's weights before its pass. */
  teacherGatherNs: number;
  /** The part of what is collected that a pass waits for before it starts: that of its first layer. */
  firstGather: number;
  /** Summing gradients after each backward pass, 0 where they are summed once a step. */
  scatterNs: number;
  /** Buckets in which gradients are exchanged once a step, each as soon as its layers are done in the last pass. */
  buckets: number;
  /** Exchange of one bucket of this position's gradients. */
  bucketNs: number;
  /** Of all parameters that the stage holds, once a step. */
  optimizerNs: number;
  /** What the software adds to every step, whatever its size. */
  stepOverheadNs: number;
  /** Absent where nobody else can use the stage's links. */
  plays?: StagePlays | undefined;
}
