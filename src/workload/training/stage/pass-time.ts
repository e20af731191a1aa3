/** What one pass through a pipeline stage takes, by what the time goes to. */

/** One pass through a stage by what the time goes to, ns; the parts sum to the pass. */
export interface PassTime {
  compute: number;
  memory: number;
  overhead: number;
  /** Collectives that the pass waits for, by the ranks among which they run. */
  tensor: number;
  context: number;
  expert: number;
  /** Of the time of the operators, that in which engines compute and in which the memory works, waited for or not. */
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

/** No time at all. */
export const noTime: PassTime = { compute: 0, memory: 0, overhead: 0, tensor: 0, context: 0, expert: 0 };

/** Passes of a stage, each of one micro-batch. */
export interface PassTimes {
  forward: PassTime;
  /** Gradients of inputs and weights; of the inputs alone where the schedule splits the backward pass. */
  backward: PassTime;
  /** Gradients of the weights, where the schedule splits the backward pass. */
  weight: PassTime;
  /** Forward work done again before the backward pass. */
  recompute: PassTime;
  /** The teacher's forward pass, before the model's own. */
  teacher: PassTime;
}
