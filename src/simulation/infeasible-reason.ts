/** Why a run did not complete, where it did not fit: what would fit is found by trying, when someone reads it. */
import type { InfeasibleError } from "../base/errors.ts";

/** `ended` with the message of `infeasible` as its reason, if there is one; it keeps nothing else of the run alive. */
export function withReasonOf<Ended extends { reason?: string | null | undefined }>(
  infeasible: InfeasibleError | undefined,
  ended: Ended,
): Ended {
  if (infeasible === undefined) return ended;
  return Object.defineProperty(ended, "reason", {
    get: () => infeasible.message,
    enumerable: true,
    configurable: true,
  });
}
