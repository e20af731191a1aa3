/** How long the work of one pipeline stage takes, ns. Everything is of one micro-batch but where it says otherwise. */
import type { ExchangePlay } from "../../../network/graph/exchange-run.ts";
import type { StagePlay } from "./stage-exchange.ts";
import type { StageMemory } from "./stage-memory.ts";

/** One pass through a stage by what the time goes to, ns; the parts sum to the pass. */
export interface PassTime {
  compute: number;
  memory: number;
  overhead: number;
  /** Collectives that the pass waits for, by the ranks among which they run. */
  tensor: number;
  context: number;
  expert: number;
  /** Of the time of the operators, that in which engines compute and in which the memory works, waited for or not; only where something may run beside. */
  computeBusy?: number | undefined;
  memoryBusy?: number | undefined;
}

/** Sum of the parts, ns. */
export function passNs({ compute, memory, overhead, tensor, context, expert }: PassTime): number {
  return compute + memory + overhead + tensor + context + expert;
}

/** Both passes, one after the other. */
export function inTurn(one: PassTime, other: PassTime): PassTime {
  return {
    compute: one.compute + other.compute,
    memory: one.memory + other.memory,
    overhead: one.overhead + other.overhead,
    tensor: one.tensor + other.tensor,
    context: one.context + other.context,
    expert: one.expert + other.expert,
    computeBusy: (one.computeBusy ?? 0) + (other.computeBusy ?? 0),
    memoryBusy: (one.memoryBusy ?? 0) + (other.memoryBusy ?? 0),
  };
}

/**
 * Both passes side by side on one set of engines: one exchanges while the other computes. They take as long as all
 * computation, as all exchanges, or as the longer pass, whichever is most; exchanges count as far as they are waited for.
 */
export function sideBySide(one: PassTime, other: PassTime): PassTime {
  const both = inTurn(one, other);
  const exchangesNs = exchangeNs(both);
  const workNs = passNs(both) - exchangesNs;
  const totalNs = Math.max(workNs, exchangesNs, passNs(one), passNs(other));
  const exposed = exchangesNs > 0 ? (totalNs - workNs) / exchangesNs : 0;
  return {
    ...both,
    tensor: both.tensor * exposed,
    context: both.context * exposed,
    expert: both.expert * exposed,
  };
}

/** The part of a pass that is exchanges, ns. */
export function exchangeNs({ tensor, context, expert }: PassTime): number {
  return tensor + context + expert;
}

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
export interface StageTimes {
  forward: PassTime;
  /** Gradients of inputs and weights; of the inputs alone where the schedule splits the backward pass. */
  backward: PassTime;
  /** Gradients of the weights, where the schedule splits the backward pass. */
  weight: PassTime;
  /** Forward work done again before the backward pass. */
  recompute: PassTime;
  /** The teacher's forward pass, before the model's own. */
  teacher: PassTime;
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

/** No time at all. */
export const noTime: PassTime = { compute: 0, memory: 0, overhead: 0, tensor: 0, context: 0, expert: 0 };
