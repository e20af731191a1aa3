/**
 * The processor of c6i instances as a chip: one socket of 32 Ice Lake cores, or the slice of it that an instance size
 * rents. fp32 peak = cores x 2 AVX-512 units x 16 lanes x 2 flops x clock: 32 x 64 x 2.9 GHz = 5.94 TFLOPS. It has no bf16
 * or fp16 units; those types save memory and compute at the fp32 rate. Memory belongs to the host, so the host link is
 * the memory itself.
 */
import { assumed, derived } from "../../base/figure.ts";
import { defineChip } from "../define-chip.ts";

const socketCores = 32;
const peakPerCoreGflops = 2 * 16 * 2 * 2.9;

/** The slice of a socket with `cores` physical cores (half as many as its vCPUs). */
function xeon8375c(cores: number) {
  const share = `${cores} of ${socketCores} cores of a socket`;
  const fp32 = cores * peakPerCoreGflops;
  const bandwidth = (204.8 * cores) / socketCores;
  const formula = `${cores} cores x 64 flops a cycle x 2.9 GHz under AVX-512 (clock assumed)`;
  const converted = "the fp32 rate: no units of its own, converted on load";
  return defineChip({
    name: cores === socketCores ? "xeon-8375c" : `xeon-8375c-${cores}-cores`,
    title: `Intel Xeon Platinum 8375C (${share})`,
    vendor: "Intel",
    kind: "cpu",
    coreGeneration: "Ice Lake",
    cores: assumed(1, "all cores of the slice work as one rank"),
    coresPerRank: assumed([1], "all cores of the slice work as one rank"),
    peaks: {
      fp32: assumed(`${fp32} GFLOPS`, formula),
      bf16: assumed(`${fp32} GFLOPS`, converted),
      fp16: assumed(`${fp32} GFLOPS`, converted),
      int8: assumed(`${4 * fp32} GOPS`, "4 x fp32 (AVX-512 VNNI)"),
    },
    memory: derived(`${4 * cores} GiB`, "host memory of c6i: 2 GiB a vCPU"),
    memoryBandwidth: assumed(`${bandwidth} GB/s`, `eight channels of DDR4-3200, ${share}`),
    onChipMemory: assumed(`${(54 * cores) / socketCores} MB`, `54 MB of L3, ${share}`),
    scaleUpName: "UPI",
    scaleUpBandwidth: assumed("67.2 GB/s", "3 UPI links x 11.2 GT/s x 2 bytes"),
    scaleUpLatency: assumed("0.2 us", "a cache line from the other socket"),
    hostBandwidth: assumed(`${bandwidth} GB/s`, "the memory is the host's"),
    power: assumed(`${(300 * cores) / socketCores} W`, `300 W a socket, ${share}`),
    idlePowerFraction: assumed(0.3, "0.25 to 0.35 of full power is usual"),
  });
}

export const xeonSocket = xeon8375c(socketCores);
export const xeon16Cores = xeon8375c(16);
export const xeon8Cores = xeon8375c(8);
export const xeon2Cores = xeon8375c(2);
