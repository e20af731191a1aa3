/** Kernels of NCCL 2.29 on H200, fitted to timings of single calls (`calibrate --kernels`); `low` and `high` by five folds. */
import type { MeasuredKernels } from "../kernel-types.ts";

export const ncclH200: MeasuredKernels = {
  family: "nccl",
  chip: "h200",
  title: "NCCL 2.29 on H200",
  kernels: {
    "nccl.all-gather": {
      rows: 46,
      low: 0.862,
      high: 1.132,
      constants: {
        startNs: 4480,
        stepNs: 1070,
        bandwidthEfficiency: 0.736,
        low: 0.37,
        handshakeNs: 19900,
        two: 0.779,
        direct: false,
      },
    },
    "nccl.all-to-all": {
      rows: 46,
      low: 0.896,
      high: 1.379,
      constants: {
        startNs: 6470,
        stepNs: 201,
        bandwidthEfficiency: 0.672,
        low: 0.0426,
        handshakeNs: 5660,
        two: 0.878,
        direct: false,
      },
    },
    "nccl.reduce-scatter": {
      rows: 46,
      low: 0.92,
      high: 1.121,
      constants: {
        startNs: 4560,
        stepNs: 977,
        bandwidthEfficiency: 0.727,
        low: 0.458,
        handshakeNs: 15300,
        two: 0.728,
        direct: false,
      },
    },
    "nccl.all-reduce": {
      rows: 46,
      low: 0.893,
      high: 1.139,
      constants: {
        startNs: 4760,
        stepNs: 885,
        bandwidthEfficiency: 0.828,
        low: 0.399,
        handshakeNs: 16200,
        two: 0.799,
        direct: false,
      },
    },
  },
};
