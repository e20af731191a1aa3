/**
 * Ctrl-C, and the signal by which batch systems and `timeout` end a job, as a question that long work asks between its steps, so
 * that it can end with what it has. While nothing asks, and after the first, they end the program at once.
 */
import type { Console } from "./console.ts";

const signals = ["SIGINT", "SIGTERM"] as const;

/** Drives `steps` to their end; `tell` hears of each. What a step is answered with is whether somebody wants the work to stop. */
export function untilInterrupted<Step, Result>(
  steps: Generator<Step, Result, boolean>,
  console: Pick<Console, "note">,
  tell: (step: Step) => void,
): Promise<Result> {
  return answered(steps, console, (step, isAsked) => {
    tell(step);
    // Lets the signal in.
    return new Promise((resolve) => setImmediate(() => resolve(isAsked())));
  });
}

/** Drives `steps` to their end with the answers of `answer`, which may ask whether somebody wants the work to stop. */
export async function answered<Step, Result, Answer>(
  steps: Generator<Step, Result, Answer>,
  console: Pick<Console, "note">,
  answer: (step: Step, isAsked: () => boolean) => Promise<Answer>,
): Promise<Result> {
  let isAsked = false;
  const forget = () => {
    for (const signal of signals) process.removeListener(signal, ask);
  };
  const ask = () => {
    isAsked = true;
    forget();
    console.note("stopping with what there is; Ctrl-C again ends at once");
  };
  for (const signal of signals) process.on(signal, ask);
  try {
    // Nothing is asked before the first step.
    let step = steps.next(undefined as never);
    while (!step.done) step = steps.next(await answer(step.value, () => isAsked));
    return step.value;
  } finally {
    forget();
  }
}
