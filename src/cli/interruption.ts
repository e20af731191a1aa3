/**
 * Ctrl-C as a question that long work asks between its steps, so that it can end with what it has. While nothing asks, and after
 * the first, Ctrl-C ends the program at once.
 */
import type { Console } from "./console.ts";

/** Drives `steps` to their end; `tell` hears of each. What a step is answered with is whether somebody wants the work to stop. */
export async function untilInterrupted<Step, Result>(
  steps: Generator<Step, Result, boolean>,
  console: Pick<Console, "note">,
  tell: (step: Step) => void,
): Promise<Result> {
  let isAsked = false;
  const ask = () => {
    isAsked = true;
    console.note("stopping with what there is; Ctrl-C again ends at once");
  };
  process.once("SIGINT", ask);
  try {
    for (let step = steps.next(false); ; step = steps.next(isAsked)) {
      if (step.done) return step.value;
      tell(step.value);
      // Lets the signal in.
      await new Promise((resolve) => setImmediate(resolve));
    }
  } finally {
    process.removeListener("SIGINT", ask);
  }
}
