/**
 * Which waiting requests join the batch, and when. A policy is asked at every step boundary; the engine owns the clock,
 * the batch and the KV cache.
 */
import type { FamilyContract } from "../../../../base/contract.ts";
import { definePlugin } from "../../../../base/plugin.ts";
import { count, madeMost } from "../../../../base/quantity.ts";
import type { Request } from "../../load/request.ts";
import { viewOf } from "../../load/request-view.ts";

/** What a policy sees of its engine at a step boundary. */
export interface BatchView {
  readonly now: number;
  /** Requests in the batch, those whose prompt is under way included. */
  readonly running: number;
  /** Groups of ranks that attend to requests of their own and have schedulers of their own; 1 where there are none. */
  readonly attentionGroups: number;
  /** Prompt tokens that a step of `stepTokens` tokens a group has room for beside what is running. */
  promptRoom(stepTokens: number): number;
  /** Decode steps since the last one with prompts. */
  readonly decodeSteps: number;
  /** Requests in line. */
  readonly queued: number;
  /** The request `index` places behind the head of the line. */
  waiting(index: number): Request | undefined;
  /** Blocks of the KV cache that newcomers may take. */
  readonly freeBlocks: number;
  /** Blocks that a waiting request needs to start. */
  blocksNeeded(request: Request): number;
}

/** A batching policy. */
export interface BatchingPolicy {
  /** Most requests in a batch. */
  readonly maxBatch: number;
  /**
   * True: the batch is fixed when it starts; its slots come free when its longest answer is done. False: requests come
   * and go at any step.
   */
  readonly fixedBatch: boolean;
  /** KV cache for the whole answer is taken at once; else it grows with the answer. */
  readonly reservesAnswer: boolean;
  /**
   * Tokens of a step (of each attention group) that prompts and answers share: decoding requests first, then as much of the prompts as there is
   * room for. Absent: prompts are prefilled whole, in steps of their own.
   */
  readonly stepTokens?: number | undefined;
  /** How many requests from the head of the line start now; zero to go on decoding, or wait. */
  admit(view: BatchView): number;
  /** Decode steps from now after which it may start some of those that wait, though not now; absent where steps alone change nothing. */
  admitsAfter?(view: BatchView): number;
  /** When an idle engine that may start nobody yet should ask again, ns; never when absent. */
  askAgainNs?(view: BatchView): number;
}

/** Requests that a replica works on at once where neither the scenario nor its software says. */
export const batchDefault = 32;

/** How many requests run at once, left to the server where it is not written. */
export const openBatch = count()
  .optional()
  .meta({
    description: `Requests at most that a replica works on at once; what the software's server admits (vLLM 256 or 1,024) when absent, ${batchDefault} where it names none.`,
  });

/** Types a batching plug-in. */
export const defineBatching = definePlugin<BatchingPolicy>();

/** A batch fits: no more than wait, than the batch takes, and than the KV cache has room for. */
export const batchingContract: FamilyContract<BatchingPolicy> = {
  family: "batching",
  guard(policy, contract) {
    contract.functions(policy, ["admit"]);
    contract.whole(policy.maxBatch, "maxBatch", 1);
    if (policy.stepTokens !== undefined) contract.whole(policy.stepTokens, "stepTokens", 1);
    const { askAgainNs, admitsAfter } = policy;
    let askedInVain = 0;
    const shown = (view: BatchView) => (contract.isForeign ? forReading(view) : view);
    return {
      maxBatch: policy.maxBatch,
      fixedBatch: policy.fixedBatch,
      reservesAnswer: policy.reservesAnswer,
      stepTokens: policy.stepTokens,
      admit(view) {
        let admitted: number;
        try {
          admitted = policy.admit(shown(view));
        } catch (error) {
          throw contract.failure("admit", error);
        }
        contract.atOnce("admit", admitted);
        if (admitted === 0) return 0;
        contract.whole(admitted, "admitted requests:", 0, view.queued);
        if (view.running + admitted > policy.maxBatch) {
          const found = `${admitted} requests beside ${view.running} that run`;
          throw contract.breach(found, `a batch of at most ${policy.maxBatch}`);
        }
        let blocks = 0;
        for (let place = 0; place < admitted; place++) {
          blocks += view.blocksNeeded(view.waiting(place) as Request);
        }
        if (blocks > view.freeBlocks) {
          const found = `${admitted} requests that need ${blocks} KV blocks`;
          throw contract.breach(found, `no more than the ${view.freeBlocks} that are free`);
        }
        askedInVain = 0;
        return admitted;
      },
      ...(admitsAfter !== undefined && {
        admitsAfter: (view: BatchView) => {
          const steps = contract.call("admitsAfter", () => admitsAfter.call(policy, shown(view)));
          if (!(steps >= 1)) throw contract.breach(`admitsAfter ${steps}`, "a number of steps, 1 or more");
          return steps;
        },
      }),
      ...(askAgainNs !== undefined && {
        askAgainNs: (view: BatchView) => {
          const atNs = contract.call("askAgainNs", () => askAgainNs.call(policy, shown(view)));
          if (!(atNs > 0)) throw contract.breach(`askAgainNs ${atNs}`, "a time later than now, ns");
          if (++askedInVain > madeMost) {
            const found = `askAgainNs ${atNs} at ${view.now} ns, ${askedInVain} times without a request admitted`;
            throw contract.breach(found, "somebody who is admitted some time");
          }
          return atNs;
        },
      }),
    };
  },
};

/** `view` with requests for reading alone, and nothing to write in itself. */
function forReading(view: BatchView): BatchView {
  const { now, running, attentionGroups, decodeSteps, queued, freeBlocks } = view;
  return Object.freeze({
    ...{ now, running, attentionGroups, decodeSteps, queued, freeBlocks },
    promptRoom: (stepTokens: number) => view.promptRoom(stepTokens),
    waiting: (index: number) => viewOf(view.waiting(index)),
    blocksNeeded: (request: Request) => view.blocksNeeded(request),
  });
}

/**
 * Requests from the head of the line, in order, as many as fit: at most `slots`, together at most `tokensMax` prompt
 * tokens, and KV room for each. A prompt that is longer goes alone; where prompts may be cut, the last one may be. Requests
 * whose keys and values are at hand have no prompt to compute.
 */
export function admitInOrder(
  view: BatchView,
  limits: { slots: number; tokensMax: number; cutsLast?: boolean },
): number {
  let admitted = 0;
  let tokens = 0;
  let freeBlocks = view.freeBlocks;
  while (admitted < limits.slots) {
    const request = view.waiting(admitted);
    if (request === undefined) break;
    const own = request.kvReady ? 0 : request.contextTokens;
    const isFull = limits.cutsLast ? tokens >= limits.tokensMax : tokens + own > limits.tokensMax;
    if (tokens > 0 && own > 0 && isFull) break;
    tokens += own;
    freeBlocks -= view.blocksNeeded(request);
    if (freeBlocks < 0) break;
    admitted++;
  }
  return admitted;
}
