/**
 * NxD Inference on Inferentia2, Trainium and Trainium2: continuous batching in compiled batches. Experts of a prefill compute in
 * blocks of 512 tokens that take 7.1 us for each tile of the hidden state and the time of their short-rowed weights many times.
 * Its fused kernel of attention is for prompts of 4,096 tokens and more on one core, of 1,024 and more on two.
 */
import { defineProfile } from "../software-profile.ts";

/** Kernels of NKI prefetch better on the newer cores: matmuls of 2,048 to .91 of the peak of v3 (.71 to .86 on v2). */
const newerCore = { matmulEfficiency: 0.64, flashAttentionEfficiency: 0.29 };

export const nxdi = defineProfile({
  name: "nxdi",
  title: "NxD Inference",
  constants: {
    stepOverheadNs: 4750e3,
    runningStepNs: 47e3,
    collectiveBandwidthEfficiency: 1,
    matmulEfficiency: 0.42,
    matmulEfficiency8Bit: 0.42,
    // Of the peak, at 512 tokens: kernels of one head reach .08 there, graphs of 22 models .1.
    attentionEfficiency: 0.1,
    // Where SBUF does not hold a layer's scores: the seven times in 32 bits that a graph's bytes show, in short rows.
    scorePasses: 30,
    flashAttentionEfficiency: 0.19,
    expertChoiceNs: 4.2e3,
    expertTileNs: 7.1e3,
    expertWeightPasses: 15.5,
    // Three constants of profiled decode graphs of 30 models of one sequence on Trainium: of what the DMA engines sustain,
    // a layer's fixed cost, and two transfers of 1.3 us for each KV head.
    weightBandwidthEfficiency: 0.955,
    attentionDecodeEfficiency: 0.67,
    activationTraffic: 0,
    contextOverheadNs: 0.5,
    layerOverheadNs: 28e3,
    cacheHeadNs: 2.6e3,
    sequenceOverheadNs: 3.3e3,
    collectiveOverheadNs: 16e3,
    prefillLayerOverheadNs: 200e3,
    memoryReserveFraction: 0.06,
  },
  // On v4 nothing was measured: what holds on v3.
  onGeneration: { "NeuronCore-v3": newerCore, "NeuronCore-v4": newerCore },
  behaviours: {
    ffnMultiple: 128,
    kvBuckets: "exact",
    compiledBatch: true,
    prefill: "serial",
    prefillToContext: "never",
    flashFromTokens: 4096,
    flashFromTokensLnc2: 1024,
    keepsScoresOnChip: true,
    headUnquantised: true,
    streamAllExperts: false,
    padsInPart: true,
    gathersLogits: false,
    expertBlockTokens: 512,
  },
  basis: "load tests of TGI and vLLM on NxD Inference, 2025-06 to 2026-03",
  fit: {
    rows: "39 rows of LLM generation and load tests on inferentia2, trainium, trainium2",
    fitted: [
      "matmulEfficiency",
      "flashAttentionEfficiency",
      "attentionDecodeEfficiency",
      "collectiveOverheadNs",
      "sequenceOverheadNs",
      "prefillLayerOverheadNs",
      "stepOverheadNs",
      "runningStepNs",
      "expertChoiceNs",
      "expertTileNs",
      "expertWeightPasses",
    ],
  },
});
