/**
 * Figures of a chip that inform its reader and change no result, each with why. Every other figure changes one when it is
 * edited (test/slow/figures.test.ts).
 */

import type { Chip } from "./chip.ts";

const figures: readonly [path: RegExp, why: string][] = [
  [/^(sparseP|p)eaks\./, "operators run at the peaks of a core, which stand beside it"],
  [/^tensor\.clockPerNs$/, "what it gives stands in the peaks, which follow it where a scenario changes it"],
  [/^(vector|gpsimd)\.(clockPerNs|lanes)$/, "what they give stands in the engine's peak"],
  [/^scalar\.peak$/, "functions take a cycle of a lane, which stand beside it, whatever they are"],
  [/^gpsimd\.peak$/, "custom operators state their own time, under workload.kernels"],
  [
    /^onChipBytes$/,
    "decides where scores of a prefill go under Transformers NeuronX; else what tiling makes of it stands in efficiencies",
  ],
  [/^accumulatorBytes$/, "what tiling makes of it stands in the profiles' efficiencies"],
  [/^dma\.bandwidth$/, "transfers move at the sustained bandwidth"],
  [/^dma\.startNs$/, "the fixed cost of a layer in the profiles has it in it"],
  [
    /^collectiveCores$/,
    "limits how many collectives of a rank run at once, one core each: two in training, for which every chip has enough",
  ],
];

/** Why the figure at `path` of `chip` changes no result; undefined where it does. */
export function whyInformative(
  { tensor, scalar }: Pick<Chip, "tensor" | "scalar">,
  path: string,
): string | undefined {
  if (path === "scalar.clockPerNs" && scalar?.lanes === undefined) return "lanes are not told";
  const isWholeChip = /^(sparseP|p)eaks\./.test(path);
  if (isWholeChip && tensor?.peaks === undefined) return undefined;
  return figures.find(([pattern]) => pattern.test(path))?.[1];
}
