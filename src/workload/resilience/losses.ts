/** Where the time of a long run goes that is not useful. */

/** Where the time of a run went that was not useful, ns. */
export const lossNames = [
  "checkpoints",
  "lost work",
  "detection",
  "waiting",
  "replacement",
  "restart",
  "checkpoint restore",
  "compilation",
  "data loading",
  "slow hosts",
  "fewer ranks",
  "canaries",
  "preflight",
] as const;

/** Why time was lost. */
export type LossName = (typeof lossNames)[number];

/** Losses in which the job does not run. */
export const downtimeNames: readonly LossName[] = [
  "detection",
  "waiting",
  "replacement",
  "restart",
  "checkpoint restore",
  "compilation",
  "preflight",
];
