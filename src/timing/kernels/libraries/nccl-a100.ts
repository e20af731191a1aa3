/** Kernels of NCCL 2.27 on A100, fitted to timings of single calls (`calibrate --kernels`); `low` and `high` by five folds. */
import type { MeasuredKernels } from "../kernel-types.ts";

export const ncclA100: MeasuredKernels = {
  family: "nccl",
  chip: "a100-80",
  title: "NCCL 2.27 on A100",
  kernels: {
    "nccl.all-gather": {
      rows: 46,
      low: 0.809,
      high: 1.23,
      constants: {
        startNs: 8940,
        stepNs: 987,
        bandwidthEfficiency: 0.639,
        low: 0.251,
        handshakeNs: 26000,
        two: 0.772,
        direct: false,
      },
    },
    "nccl.all-to-all": {
      rows: 46,
      low: 0.899,
      high: 1.169,
      constants: {
        startNs: 11500,
        stepNs: 309,
        bandwidthEfficiency: 0.644,
        low: 0.265,
        handshakeNs: 15500,
        two: 0.83,
        direct: false,
      },
    },
    "nccl.reduce-scatter": {
      rows: 46,
      low: 0.843,
      high: 1.146,
      constants: {
        startNs: 8940,
        stepNs: 891,
        bandwidthEfficiency: 0.682,
        low: 0.264,
        handshakeNs: 25000,
        two: 0.82,
        direct: false,
      },
    },
    "nccl.all-reduce": {
      rows: 46,
      low: 0.904,
      high: 1.183,
      constants: {
        startNs: 8940,
        stepNs: 976,
        bandwidthEfficiency: 0.708,
        low: 0.344,
        handshakeNs: 24700,
        two: 0.85,
        direct: false,
      },
    },
  },
};
