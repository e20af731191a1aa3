/** The pace of a run beside the same other jobs: what a step takes in the mean, and where its time goes. */
import type { TimeName } from "../step/stage-account.ts";
import type { StepRun } from "../step/step-run.ts";
import type { Saver } from "./saver.ts";

/** A step that was played. */
export interface PlayedStep {
  ns: number;
  timesNs: ReadonlyMap<TimeName, number>;
}

/** Stages of all pipelines of a step. */
export function stagesOf(pipelines: readonly StepRun[]): number {
  return pipelines.reduce((sum, { stageCount }) => sum + stageCount, 0);
}

/** Where the time of all stages went in a step that is over at `endNs` and had waited for its input for `waitedNs`, ns. */
export function stepTimes(
  pipelines: readonly StepRun[],
  { endNs, waitedNs }: { endNs: number; waitedNs: number },
): Map<TimeName, number> {
  const times = new Map<TimeName, number>();
  const add = (what: TimeName, ns: number) => times.set(what, (times.get(what) ?? 0) + ns);
  for (const pipeline of pipelines) for (const [what, ns] of pipeline.timesNs(endNs)) add(what, ns);
  add("data stall", waitedNs * stagesOf(pipelines));
  return times;
}

/** Steps beside the same other jobs after which a run is measured. */
export const measuredAfter = 64;

/** Checkpoints beside other jobs after which it is, where they must be watched to know what they take. */
const savesMeasured = 3;

/** Means over the steps since it was begun anew. */
export class SteadyPace {
  steps = 0;
  readonly #saver: Saver | undefined;
  readonly #timesNs = new Map<TimeName, number>();
  #ns = 0;
  #saves = 0;
  #savedNs = 0;

  /** `saver`: of the run. */
  constructor(saver?: Saver) {
    this.#saver = saver;
  }

  /** Whether enough steps and checkpoints were seen. */
  get isMeasured(): boolean {
    const saver = this.#saver;
    const isSeen = saver === undefined || saver.knownNs !== undefined || this.#saves >= savesMeasured;
    return this.steps >= measuredAfter && isSeen;
  }

  /** Takes in a step. */
  add({ ns, timesNs }: PlayedStep): void {
    this.steps++;
    this.#ns += ns;
    for (const [what, each] of timesNs) this.#timesNs.set(what, (this.#timesNs.get(what) ?? 0) + each);
  }

  /** Takes in a checkpoint that was waited for after a step. */
  addSave(ns: number): void {
    this.#saves++;
    this.#savedNs += ns;
  }

  /** A step, ns. */
  get stepNs(): number {
    return this.#ns / this.steps;
  }

  /** What each checkpoint is waited for, ns. */
  get saveNs(): number {
    return this.#saver?.knownNs ?? (this.#saves === 0 ? 0 : this.#savedNs / this.#saves);
  }

  /** Where the time of a step goes, ns. */
  get timesNs(): Map<TimeName, number> {
    return new Map([...this.#timesNs].map(([what, ns]) => [what, ns / this.steps]));
  }
}
