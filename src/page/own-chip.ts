/** A chip of one's own: catalog hardware whose figures are multiplied, written as a scenario writes derived hardware. */
import { formatBandwidth, formatBytes, formatCompute } from "../base/units.ts";
import type { Instance } from "../hardware/instance.ts";
import type { ChipFactors } from "./question.ts";

/** `{ from, chip }` of `instance` with `factors`; figures whose factor is 1 stay the catalog's, and are not written. */
export function derivedInstance(instance: Instance, factors: ChipFactors) {
  const { memory, peaks, scaleUp } = instance.chip;
  const changed = (factor: number, written: object) => (factor === 1 ? {} : written);
  const rates = Object.entries(peaks).map(([type, rate]) => [type, teraFlops(rate * factors.compute)]);
  return {
    from: instance.name,
    chip: {
      ...changed(factors.memory, {
        memory: `${Number(((memory.bytes * factors.memory) / 1e9).toPrecision(9))} GB`,
      }),
      ...changed(factors.memoryBandwidth, {
        memoryBandwidth: gigaBytes(memory.bandwidth * factors.memoryBandwidth),
      }),
      ...changed(factors.compute, { peaks: Object.fromEntries(rates) }),
      ...(scaleUp &&
        changed(factors.links, { scaleUpBandwidth: gigaBytes(scaleUp.bandwidth * factors.links) })),
    },
  };
}

/** The figures of the chip of one's own, for people. */
export function ownChipText(
  { chip }: Instance,
  { memory, memoryBandwidth, compute, links }: ChipFactors,
): string {
  const [type, rate] = Object.entries(chip.peaks).find(([name]) => name === "bf16") ??
    Object.entries(chip.peaks)[0] ?? ["", 0];
  const parts = [
    `${formatBytes(chip.memory.bytes * memory)} at ${formatBandwidth(chip.memory.bandwidth * memoryBandwidth)} of memory`,
    `${formatCompute(rate * compute)} ${type}`,
    chip.scaleUp
      ? `${formatBandwidth(chip.scaleUp.bandwidth * links)} of links`
      : "no links between chips, whose slider changes nothing",
  ];
  return `a chip of ${parts.join(", ")}`;
}

/** bytes/ns are GB/s. */
function gigaBytes(bytesPerNs: number): string {
  return `${Number(bytesPerNs.toPrecision(6))} GB/s`;
}

function teraFlops(flopsPerNs: number): string {
  return `${Number((flopsPerNs / 1e3).toPrecision(6))} TFLOPS`;
}
