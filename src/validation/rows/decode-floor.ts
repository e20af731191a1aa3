/**
 * What physics allows a replica at best, counted apart from the operator model and without software: weights read once a
 * step and the KV cache of the true context at the datasheet's bandwidth, FLOPs of the parameters at its peak.
 */
import { kvCacheBytes } from "../../models/kv-cache.ts";
import { activeParameters, embeddingParameters, parameterCount } from "../../models/parameters.ts";
import { matmulPeak } from "../../timing/operator-time.ts";
import type { PlacedReplicas } from "../../workload/inference/inference.ts";

/** Least time of a decode step of `batch` sequences of `contextTokens` tokens, ns. */
export function decodeFloorNs(plan: PlacedReplicas, batch: number, contextTokens: number): number {
  const { model, context, ranksPerReplica } = plan;
  const { device, precision } = context;
  // Experts that a token does not choose need not be read, and of the embedding only a row a sequence.
  // What stands beside the layers (encoders of images, sound) need not be read to write text.
  const parameters = activeParameters(model) - embeddingParameters(model) - model.otherParameters;
  const kvBytes = batch * kvCacheBytes(model, { tokens: contextTokens }, precision.bytes.kvCache);
  const bytes = parameters * precision.bytes.weights + kvBytes;
  const memoryNs = bytes / (device.memoryBandwidth * ranksPerReplica);
  const computeNs = (2 * parameters * batch) / (matmulPeak(device, precision.compute) * ranksPerReplica);
  return Math.max(memoryNs, computeNs);
}

/** Least time of a prefill of `sequences` prompts of `tokens` tokens, ns. */
export function prefillFloorNs(plan: PlacedReplicas, sequences: number, tokens: number): number {
  const { model, context, ranksPerReplica } = plan;
  const { device, precision } = context;
  const ends = model.stack ? 2 * model.vocabulary * model.stack.hidden : 0;
  const parameters = Math.max(
    0,
    activeParameters(model) - model.otherParameters - Math.min(ends, parameterCount(model)),
  );
  const flops = 2 * parameters * sequences * tokens;
  return flops / (matmulPeak(device, precision.compute) * ranksPerReplica);
}
