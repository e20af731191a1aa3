/** Phases in which somebody waits for a message before the next chunk can follow. */
import type { Phase } from "../collectives/collective-plan.ts";
import { LineStep, outline } from "../collectives/line-step.ts";

/** Whether a rank that sends in `phase` also receives in it, or has several steps in it. */
export function holdsUp(phase: Phase): boolean {
  if (phase.length !== 1 || phase[0]!.repeat > 1) return phase.length > 0;
  if (phase[0] instanceof LineStep && phase[0].turn !== undefined) return true;
  const transfers = outline(phase[0]!);
  const senders = new Set(transfers.map(({ source }) => source));
  return transfers.some(({ target }) => senders.has(target));
}
