/** Whom events happen to. */

/** Something that events happen to: a long-lived object, never one per event. */
export interface Target {
  /** Takes the event `code` (the target's own meaning) at time `now`, ns. */
  handle(code: number, now: number): void;
}
