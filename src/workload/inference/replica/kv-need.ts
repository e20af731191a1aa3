/**
 * What a load needs of a replica's KV cache: of the longest request that is planned for, what must fit at once; and of the
 * longest that is drawn the largest prefill step (prompts are prefilled in chunks of 8,192 tokens at most) and what graphs
 * are compiled for: the full batch, and the next power of two above it.
 */
import { counted } from "../../../base/counted.ts";
import { significant } from "../../../base/units.ts";
import type { Model } from "../../../models/model.ts";
import type { LongestRequest } from "../load/request.ts";
import type { CompiledChoice } from "../time/compiled-shape.ts";
import type { BatchingPolicy } from "./batching/batching-policy.ts";
import type { KvNeed } from "./placed-replicas.ts";

/** Prompt tokens in the largest chunk of a prefill. */
const prefillTokensMax = 8192;

/** How requests are batched, and whether the scenario leaves open how many. */
export interface AskedBatch {
  policy: Pick<BatchingPolicy, "maxBatch" | "fixedBatch">;
  compiled: CompiledChoice;
  openBatch: boolean;
}

/** The longest requests of a load; `oneByOne` where those that are too long fail by themselves. */
export interface LongestOfLoad {
  planned: LongestRequest;
  drawn: LongestRequest;
  oneByOne: boolean;
}

/** What batches of `asked` need of the cache of `model` under a load. */
export function kvNeed(
  model: Model,
  { policy, compiled, openBatch }: AskedBatch,
  { planned, drawn, oneByOne }: LongestOfLoad,
): KvNeed {
  const { maxBatch, fixedBatch } = policy;
  const tokensMax = Math.max(1, model.maxTokens);
  const lengthOf = (each: LongestRequest) => Math.min(tokensMax, each.inputTokens + each.outputTokens);
  const perRequest = lengthOf(planned);
  const sequences = fixedBatch ? maxBatch : 1;
  const prefillTokens = Math.min(prefillTokensMax, sequences * drawn.inputTokens);
  // A trace's over-long requests fail one by one; what it needs is room for any request at all.
  const each = oneByOne ? 1 : perRequest;
  const requests = sequences === 1 ? "one request" : counted(sequences, "request");
  return {
    tokens: sequences * each,
    sequenceTokens: each,
    longestTokens: perRequest,
    description: `${requests} of ${significant(each, 6)} tokens`,
    prefillTokens,
    openBatch,
    compiled: {
      batch: maxBatch,
      tokens: compiled.compiledContext ?? Math.min(tokensMax, 2 ** Math.ceil(Math.log2(lengthOf(drawn)))),
      contextBuckets: compiled.contextBuckets,
      batchBuckets: compiled.batchBuckets,
    },
  };
}
