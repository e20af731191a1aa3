/** Training metrics. Times in ns inside, seconds in the summary. */

/** What a training run measured. */
export interface TrainingMetrics {
  stepNs: number;
  sequencesPerStep: number;
  tokensPerStep: number;
  /** Model FLOPs utilisation: FLOPs the model needs (forward + backward, no recompute) / (time x peak). */
  mfu: number;
  /** Hardware FLOPs utilisation: recomputed FLOPs counted too. */
  hfu: number;
  /** Share of the step in which the average pipeline stage waits for others. */
  bubbleFraction: number;
  /** Share of the step in which ranks wait for collectives and sends. */
  exposedCommunicationFraction: number;
  steps: number;
  /** Of these, played as events, and jumped over because nothing had changed. */
  stepsPlayed: number;
  stepsJumped: number;
  /** Compilation before the first step, of all shapes. */
  startupNs: number;
  timeToTrainNs: number | null;
  goodputFraction: number;
}
