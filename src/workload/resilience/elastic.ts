/**
 * Elastic training: while a host is missing, the job goes on with fewer data-parallel ranks in place of waiting for another.
 *
 *     | work, N ranks X detection | restart | work, N - k ranks | save | restart | work, N ranks | ...
 *                     ^ fails                  the hosts are there ^
 *
 * Two restarts and a save in place of one restart and the wait. It is worth it where the work done meanwhile, as time of all
 * ranks, is more than the save and a stall begun in vain: `(wait - restart) / slowdown > save + stall`. A wait of 2 h with restarts
 * of 600 s, a slowdown of 64/63, saves and stalls of 30 s: 6,496 s of work against 60 s. Where it is not, the job waits, so one failure
 * never costs more than it does without.
 *
 * Assumed: the length of the wait is known when it begins; all missing hosts come back in one restart, when the last is there. A
 * step with fewer ranks takes the passes that it has more, and the bubble of the pipeline that it had; the exchange of
 * gradients among fewer ranks is taken to be as long as among all.
 */
/** How a job goes on without some of its hosts. */
export interface ElasticPlan {
  /** Time of work over that on all hosts, without `missing` of them; undefined where too few ranks are left. */
  slowdown(missing: number): number | undefined;
  /** Of the checks before a start, ns. */
  preflightNs: number;
}

/** How the job is divided: ranks a replica takes, and micro-batches each passes in a step. */
export interface ElasticJob {
  data: number;
  tensor: number;
  pipeline: number;
  /** 1 when absent. */
  context?: number;
  microBatches: number;
}

/** What a scenario says of it. */
export interface ElasticOptions {
  /** `same`: the ranks that are left take the samples of the others; `smaller`: a step has fewer samples, and the run more steps. */
  batch: "same" | "smaller";
  /** Share of the data-parallel ranks with which the job still goes on. */
  atLeast: number;
}

/** Of a job of `degrees` on instances that hold `ranksPerHost` ranks each. */
export function elasticPlan(
  { batch, atLeast }: ElasticOptions,
  {
    degrees: { data, tensor, pipeline, context = 1, microBatches },
    ranksPerHost,
    preflightNs,
  }: {
    degrees: ElasticJob;
    ranksPerHost: number;
    preflightNs: number;
  },
): ElasticPlan {
  // A replica is gone when any of its hosts is.
  const lostByHost = Math.max(1, Math.ceil(ranksPerHost / (tensor * pipeline * context)));
  return {
    preflightNs,
    slowdown(missing) {
      const left = data - missing * lostByHost;
      if (left < 1 || left < atLeast * data) return undefined;
      if (batch === "smaller") return data / left;
      const passes = Math.ceil((microBatches * data) / left - 1e-9);
      return (passes + pipeline - 1) / (microBatches + pipeline - 1);
    },
  };
}

/** Hosts of a job that are missing, and whether it goes on without them. */
export class MissingHosts {
  readonly #plan: ElasticPlan | undefined;
  /** When each is back, ns. */
  #backNs: number[] = [];

  constructor(plan: ElasticPlan | undefined) {
    this.#plan = plan;
  }

  /** At `atNs` so many more are missing for `waitNs` (none, where that is nothing): when all are there. */
  miss(atNs: number, waitNs: number, hosts = 1): number {
    this.#backNs = this.#backNs.filter((back) => back > atNs);
    if (waitNs > 0) for (let host = 0; host < hosts; host++) this.#backNs.push(atNs + waitNs);
    return this.#backNs.reduce((last, back) => Math.max(last, back), atNs);
  }

  /** Slowdown at which the job goes on from `atNs` until `allNs`; undefined where it waits. `saveNs`: a save, and a stall in vain. */
  goesOn(
    { atNs, allNs }: { atNs: number; allNs: number },
    { restartNs, saveNs }: { restartNs: number; saveNs: number },
  ): number | undefined {
    if (this.#plan === undefined || allNs <= atNs) return undefined;
    const slowdown = this.#plan.slowdown(this.#backNs.length);
    if (slowdown === undefined) return undefined;
    const workedNs = (allNs - atNs - restartNs - this.#plan.preflightNs) / slowdown;
    return workedNs > saveNs ? slowdown : undefined;
  }
}
