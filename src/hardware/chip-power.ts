/**
 * What draws the power of a chip. At rest it draws a fraction of its full power; above that the engines, the memory and the links
 * draw what they do while they work, and all at once the full power:
 *
 *     memory = bandwidth x 8 x 5 pJ a bit            links = 2 directions x bandwidth x 8 x 5 pJ a bit
 *     engines = full power - at rest - memory - links
 *
 * An H100 (700 W, 3.35 TB/s, 450 GB/s): 210 W at rest, 134 memory, 36 links, 320 engines. A matmul that keeps the engines busy and
 * the memory at a third draws 575 W, a decode step that waits for memory and computes a tenth of the time 376 W.
 *
 * 3.9 pJ a bit of HBM2 without its controller (O'Connor et al., Fine-Grained DRAM, MICRO 2017, recalled) are taken as 5 with it, and
 * links on a board alike (assumed): both for all chips. Nobody publishes how a chip's power divides. Left out: GDDR takes about half as much
 * again; power that falls with the operands' values.
 */
import type { Chip } from "./chip.ts";

/** Parts of a chip that draw power when they work. */
export const chipParts = ["engines", "memory", "links"] as const;

/** Of a time, the share in which each part of a chip works; parts may work at once. */
export type ChipUse = Readonly<Record<(typeof chipParts)[number], number>>;

/** All parts at work: the most that a chip draws. */
export const fullUse: ChipUse = { engines: 1, memory: 1, links: 1 };

/** Energy of a bit that is read or written in HBM, and that goes over a link, pJ. */
const memoryPjPerBit = 5;
const linkPjPerBit = 5;

/** W of `bandwidth` bytes/ns at so many pJ a bit: 1 GB/s at 5 pJ is 0.04 W. */
function watts(bandwidth: number, pjPerBit: number): number {
  return (bandwidth * 8 * pjPerBit) / 1000;
}

/** What each part of `chip` draws while it works, above what the chip draws at rest, W. They sum to its full power with that. */
export function workingWatts({
  powerWatts,
  idlePowerFraction,
  memory,
  scaleUp,
}: Pick<Chip, "powerWatts" | "idlePowerFraction" | "memory" | "scaleUp">): Record<keyof ChipUse, number> {
  const above = powerWatts * (1 - idlePowerFraction);
  const memoryWatts = watts(memory.bandwidth, memoryPjPerBit);
  const linkWatts = 2 * watts(scaleUp?.bandwidth ?? 0, linkPjPerBit);
  // A chip capped so low that its memory and links would draw more: they have it all.
  const part = Math.min(1, above / (memoryWatts + linkWatts));
  return {
    engines: above - part * (memoryWatts + linkWatts),
    memory: part * memoryWatts,
    links: part * linkWatts,
  };
}
