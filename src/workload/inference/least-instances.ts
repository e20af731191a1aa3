/**
 * The fewest instances that physics allows for a load, before anything is simulated:
 *
 *     memory     weights of one copy                       <= memory of all chips
 *     compute    requests/s x tokens x 2 x active weights  <= peak FLOPs/s of all chips
 *
 * No plan with fewer instances can meet the load, so none is simulated. Only loads with a stated rate have the second
 * bound; attention and everything else come on top, which keeps it a bound.
 */
import type { Instance } from "../../hardware/instance.ts";
import type { Model } from "../../models/model.ts";
import { activeParameters } from "../../models/parameters.ts";
import { formatsOf, modelWeightBytes, type WrittenFormats } from "../../models/weight-bytes.ts";

interface ServingLoad {
  arrivals?: { kind?: string; rate?: number };
  input?: { mean?: number; tokens?: number; min?: number; max?: number };
  output?: { mean?: number; tokens?: number; min?: number; max?: number };
  precision?: WrittenFormats;
}

/** Least number of instances for a load of these options, at least 1. */
export function leastInstances(
  options: Readonly<Record<string, unknown>>,
  { model, instance: { chip, chips } }: { model: Model | undefined; instance: Instance },
): number {
  if (model?.stack === undefined) return 1;
  const load = options as ServingLoad;
  const weightBytes = modelWeightBytes(model, formatsOf(model, load.precision ?? {}));
  const byMemory = weightBytes / (chips * chip.memory.bytes * 1.08);
  const fastest = Math.max(...Object.values(chip.peaks));
  const byCompute = flopsPerNs(load, model) / (chips * fastest);
  return Math.max(1, Math.ceil(byMemory), Math.ceil(byCompute));
}

function flopsPerNs({ arrivals, input, output }: ServingLoad, model: Model): number {
  const rate = arrivals?.kind === "poisson" || arrivals?.kind === "constant" ? (arrivals.rate ?? 0) : 0;
  const tokens = leastMean(input) + leastMean(output);
  return rate * tokens * 2 * activeParameters(model);
}

/** The mean of a length law where it is certain, else its least value. A cut-off can halve a mean, hence the factor. */
function leastMean(law: ServingLoad["input"]): number {
  if (law?.tokens !== undefined) return law.tokens;
  if (law?.mean !== undefined) return law.mean / 2;
  return law?.min ?? 0;
}
