/** Kernels of NCCL 2.29 on H100, fitted to timings of single calls (`calibrate --kernels`); `low` and `high` by five folds. */
import type { MeasuredKernels } from "../kernel-types.ts";

export const ncclH100: MeasuredKernels = {
  family: "nccl",
  chip: "h100",
  title: "NCCL 2.29 on H100",
  kernels: {
    "nccl.all-gather": {
      rows: 46,
      low: 0.906,
      high: 1.142,
      constants: {
        startNs: 4790,
        stepNs: 924,
        bandwidthEfficiency: 0.727,
        low: 0.378,
        handshakeNs: 19300,
        two: 0.768,
        direct: false,
      },
    },
    "nccl.all-to-all": {
      rows: 46,
      low: 0.878,
      high: 1.766,
      constants: {
        startNs: 6550,
        stepNs: 232,
        bandwidthEfficiency: 0.649,
        low: 0.0436,
        handshakeNs: 5830,
        two: 0.879,
        direct: false,
      },
    },
    "nccl.reduce-scatter": {
      rows: 46,
      low: 0.905,
      high: 1.079,
      constants: {
        startNs: 4950,
        stepNs: 802,
        bandwidthEfficiency: 0.721,
        low: 0.473,
        handshakeNs: 16100,
        two: 0.719,
        direct: false,
      },
    },
    "nccl.all-reduce": {
      rows: 46,
      low: 0.88,
      high: 1.145,
      constants: {
        startNs: 4810,
        stepNs: 846,
        bandwidthEfficiency: 0.825,
        low: 0.389,
        handshakeNs: 17500,
        two: 0.793,
        direct: false,
      },
    },
  },
};
