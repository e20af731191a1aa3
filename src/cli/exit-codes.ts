/** Exit codes of the command line, the same for every command. */
import type { RunStatus } from "../simulation/run-record.ts";

export const exitCodes = {
  done: 0,
  /** A regression, or a missed objective with `--strict`. */
  checkFailed: 1,
  /** Wrong input, or trouble with files. */
  badInput: 2,
  /** Does not fit, or no request was answered. */
  infeasible: 3,
  stoppedEarly: 4,
  /** Of the simulator itself, never of what it was given. */
  defect: 70,
} as const;

/** Exit code of a run that ended with `status`. */
export function exitCodeOf(status: RunStatus): number {
  switch (status) {
    case "completed":
      return exitCodes.done;
    case "out-of-memory":
    case "nothing-served":
      return exitCodes.infeasible;
    default:
      return exitCodes.stoppedEarly;
  }
}
