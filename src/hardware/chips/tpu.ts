/**
 * Google Cloud TPU v5e, v5p and v6e (Trillium), as its documentation of each version gives them: chips whose links form a
 * torus. v5e and v6e have one TensorCore, v5p two, which a program sees as one.
 */
import { assumed, recalled } from "../../base/figure.ts";
import { defineChip } from "../define-chip.ts";

interface Version {
  name: string;
  title: string;
  bf16: number;
  memoryGb: number;
  memoryGbPerS: number;
  /** All links of a chip, each direction, Gb/s. */
  linksGbps: number;
  watts: number;
}

function tpu({ name, title, bf16, memoryGb, memoryGbPerS, linksGbps, watts }: Version) {
  const docs = `Google Cloud documentation: TPU ${name.replace("tpu-", "")}`;
  const reason = "a chip works as one rank";
  return defineChip({
    name,
    title,
    vendor: "Google",
    kind: "tpu",
    coreGeneration: title,
    cores: assumed(1, reason),
    coresPerRank: assumed([1], reason),
    peaks: {
      fp32: assumed(`${bf16 / 4} TFLOPS`, "a quarter of bf16: several passes of the matrix unit"),
      bf16: recalled(`${bf16} TFLOPS`, docs),
      fp16: assumed(`${bf16} TFLOPS`, "as bf16"),
      int8: recalled(`${2 * bf16} TOPS`, docs),
    },
    memory: recalled(`${memoryGb} GB`, docs),
    usableMemory: assumed(`${memoryGb - 0.5} GiB`, "half a GiB is kept by the runtime"),
    memoryBandwidth: recalled(`${memoryGbPerS} GB/s`, docs),
    onChipMemory: assumed("128 MB", "vector memory of the TensorCore, as of TPU v4"),
    scaleUpName: "ICI",
    scaleUpBandwidth: recalled(
      `${linksGbps} Gb/s`,
      `${docs}: each direction, as its bisection shows (v5e: 1.6 TB/s over the 32 links across a 16 x 16 torus, 50 GB/s each)`,
    ),
    scaleUpLatency: assumed("1 us", "a hop of the torus"),
    hostBandwidth: assumed("16 GB/s", "PCIe Gen3 x16 or better; not documented"),
    power: assumed(`${watts} W`, "from press estimates; Google publishes nothing"),
  });
}

export const tpuV5e = tpu({
  name: "tpu-v5e",
  title: "TPU v5e",
  bf16: 197,
  memoryGb: 16,
  memoryGbPerS: 819,
  linksGbps: 1600,
  watts: 200,
});

export const tpuV5p = tpu({
  name: "tpu-v5p",
  title: "TPU v5p",
  bf16: 459,
  memoryGb: 95,
  memoryGbPerS: 2765,
  linksGbps: 4800,
  watts: 450,
});

export const tpuV6e = tpu({
  name: "tpu-v6e",
  title: "TPU v6e",
  bf16: 918,
  memoryGb: 32,
  memoryGbPerS: 1640,
  linksGbps: 3200,
  watts: 300,
});
