/**
 * GPipe: all forward, then all backward. The bubble of p stages is (p-1)(F+B); every micro-batch's activations are held.
 *
 *     stage 0  F0 F1 F2 F3 . . . . . . B0 B1 B2 B3
 *     stage 1  .  F0 F1 F2 F3 . . B0 B1 B2 B3
 */
import { defineSchedule, tasks } from "./schedule.ts";

export const gpipe = defineSchedule({
  name: "gpipe",
  help: "all forward, then all backward",
  options: {},
  create: () => ({
    order: (_stage, { microBatches }) => [
      ...tasks("forward", 0, microBatches),
      ...tasks("backward", 0, microBatches),
    ],
    inFlight: (_stage, { microBatches }) => microBatches,
  }),
});
