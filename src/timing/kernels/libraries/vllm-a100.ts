/** Kernels of vLLM 0.14 on A100, fitted to timings of single calls (`calibrate --kernels`); `low` and `high` by five folds. */
import type { MeasuredKernels } from "../kernel-types.ts";

export const vllmA100: MeasuredKernels = {
  family: "vllm",
  chip: "a100-80",
  title: "vLLM 0.14 on A100",
  kernels: {
    "matmul.wide": {
      rows: 322,
      low: 0.84,
      high: 1.174,
      constants: {
        efficiency: 0.945,
        bandwidthEfficiency: 0.854,
        launchNs: 2630,
        smallTile: 0.913,
        prologue: 172,
        quantiseBytes: 0,
        hostNs: 0,
      },
    },
    prefill: {
      rows: 336,
      low: 0.746,
      high: 1.236,
      constants: {
        efficiency: 0.762,
        exponentials: 0.0702,
        rowNs: 1720,
        serial: 1.7,
        windowBlocks: 1.5,
        cacheBytes: 21.2,
        launchNs: 6210,
        packsHeads: false,
        halfRows: true,
      },
    },
    "decode.wide": {
      rows: 490,
      low: 0.853,
      high: 1.261,
      constants: {
        bandwidthEfficiency: 0.703,
        blockNs: 4100,
        keysNs: 434,
        launchNs: 9070,
        few: 0.765,
        combineNs: 5300,
        groupedBatchNs: 6000,
        splitsUngrouped: false,
        sharedHeadsMax: null,
      },
    },
    allReduce: {
      rows: 39,
      low: 0.853,
      high: 1.539,
      constants: {
        startNs: 4620,
        stepNs: 145,
        bandwidthEfficiency: 0.637,
        low: 0.738,
        handshakeNs: 7140,
        two: 0.872,
        direct: true,
      },
    },
    eagerAllReduce: {
      rows: 39,
      low: 0.807,
      high: 1.158,
      constants: {
        startNs: 46300,
        stepNs: 145,
        bandwidthEfficiency: 0.619,
        low: 0.898,
        handshakeNs: 3920,
        two: 0.841,
        direct: true,
      },
    },
  },
};
