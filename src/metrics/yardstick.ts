/**
 * What a run is weighed by where it stands beside others: what its work costs, how long it takes, and the time that cost is
 * drawn against. Each workload names its own figures, so that nobody who compares asks what kind of work it was.
 */
/** A metric that runs are weighed by. */
export interface Yardstick {
  /** Of a metric of the part. */
  name: string;
  /** After its figure in a sentence: `a step`. */
  words: string;
  /** Metric of the part, of the same kind, whose error band is told beside it; itself when absent. */
  bandOf?: string;
}

/** Of each list the first metric that a run has a figure of. */
export interface Yardsticks {
  /** Of the part `cost`. */
  cost: readonly Yardstick[];
  /** Of the workload's own part, by which the fastest is told. */
  time: readonly Yardstick[];
  /** Of the workload's own part, against which cost is drawn. */
  pace: readonly Yardstick[];
}

/** A figure by which a run is weighed, and what it is. */
export interface Weighed {
  /** Where it stands in the summary. */
  metric: string;
  title: string;
  unit: string;
  words: string;
  /** The metric, by its name alone, whose error band is told beside it. */
  band_of: string;
  /** What a limit of it is called; null where there is no such objective. */
  objective: string | null;
  value: number;
}
