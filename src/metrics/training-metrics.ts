/** Training metrics. Times in ns inside, seconds in the summary. */

/** What a training run measured. */
export interface TrainingMetrics {
  stepNs: number;
  sequencesPerStep: number;
  tokensPerStep: number;
  /** Of the cluster. */
  chips: number;
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
  /** Time of the steps over all of it, start-up, checkpoints, lost work and downtime off. */
  goodputFraction: number;
  /** Time in which no step went on that counts, by why; empty where there was none and nothing fails. */
  lostNs: Readonly<Record<string, number>>;
  /** Of the cluster; null where it has no price. */
  usdPerHour: number | null;
  /** USD for what went between regions; undefined where nothing did. */
  transferUsd?: number | undefined;
  /** What fills the memory of a rank, stage by stage of the pipeline: bytes by part. */
  memoryByStage: readonly Readonly<Record<string, number>>[];
  /** Where failures or checkpoints are simulated. */
  resilience?: ResilienceMetrics;
}

/** What failures and checkpoints made of a run. */
export interface ResilienceMetrics {
  interruptions: number;
  /** Of these, faults that a canary found before they struck. */
  foundByCanaries: number;
  /** Hosts that stood by and came in with a fault that nobody had found; undefined where none can. */
  faultyHosts?: number | undefined;
  checkpoints: number;
  /** Work between two checkpoints, and time that it stands still for one, ns; none are made when absent. */
  checkpointPlan?: { intervalNs: number; stallNs: number } | undefined;
  /** Elapsed less detection, waiting, replacement, pre-flight checks and starts. */
  uptimeFraction: number;
  /** By cause: interruptions and the time they cost, lost work included. */
  byCause: Readonly<Record<string, { count: number; lostNs: number }>>;
  /** Of people who find faults by hand, where the scenario gives the price of their time. */
  peopleUsd?: number | undefined;
}
