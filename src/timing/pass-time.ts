/**
 * How long one request of a network without steps takes on one rank: an encoder over its sequences, a classifier over its
 * images, a diffusion network over its denoising passes.
 *
 *     time = fixed cost + input over the host link + passes x operators + result over the host link
 *
 * Alone, the host link of a chip is shared evenly by its ranks.
 */
import type { OperatorGroup } from "../models/operators/operator-group.ts";
import { type ExecutionContext, groupsTime, totalNs } from "./forward-time.ts";

/** One request. */
export interface PassWork {
  /** Operators of one pass. */
  groups: readonly OperatorGroup[];
  /** Passes the request takes: denoising steps; 1 for classifiers and encoders. */
  passes: number;
  inputBytes: number;
  outputBytes: number;
}

/** Time of one request, ns. */
export function passTimeNs(work: PassWork, context: ExecutionContext): number {
  const computedNs = work.passes * totalNs(groupsTime(work.groups, context));
  return context.constants.stepOverheadNs + computedNs + hostNs(work, context);
}

/** Of it, what input and result take over a host link that nobody else uses, ns. */
export function hostNs(
  { inputBytes, outputBytes }: Pick<PassWork, "inputBytes" | "outputBytes">,
  { constants, device }: ExecutionContext,
): number {
  const bandwidth = (device.chip.hostBandwidth * device.cores) / device.chip.cores;
  return (
    inputBytes / (bandwidth * constants.hostInputEfficiency) +
    outputBytes / (bandwidth * constants.hostOutputEfficiency)
  );
}
