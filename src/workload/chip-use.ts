/** What of a chip works in the parts of its busy time, for the energy that it draws then. */
import type { ChipUse } from "../hardware/chip-power.ts";

/** The chip waits: for the host, launches, what comes from outside. */
export const noUse: ChipUse = { engines: 0, memory: 0, links: 0 };

/** It waits for what it exchanges: links are taken to be in full use, and the memory for what they carry not to count. */
export const exchangeUse: ChipUse = { engines: 0, memory: 0, links: 1 };

/** The optimizer reads and writes its state. */
export const memoryUse: ChipUse = { engines: 0, memory: 1, links: 0 };

/** Operators run for `ns`, in which engines compute for one time and the memory works for another, ns, at once or in turn. */
export function operatorUse({
  computeBusy,
  memoryBusy,
  ns,
}: {
  computeBusy: number;
  memoryBusy: number;
  ns: number;
}): ChipUse {
  const share = (busy: number) => (ns > 0 ? Math.min(1, busy / ns) : 0);
  return { engines: share(computeBusy), memory: share(memoryBusy), links: 0 };
}
