/**
 * Watches a serving run: latencies, token counts, goodput, conservation of requests and Little's law.
 *
 * Little's law: the time integral of the number of requests in the system equals the sum of the times they spend there.
 * Both are added up independently and compared at the end, to a relative 1e-9.
 */
import { assert } from "../../../base/errors.ts";
import { BatchMeans } from "../../../metrics/batch-means.ts";
import { type GroupingName, groupings, type InferenceMetrics } from "../../../metrics/inference-metrics.ts";
import { Sample } from "../../../metrics/sample.ts";
import type { Table } from "../../../metrics/table.ts";
import { WeightedSample } from "../../../metrics/weighted-sample.ts";
import type { Objectives } from "../../workload.ts";
import type { Request } from "../load/request.ts";
import { GrowingLine } from "./growing-line.ts";
import { OpeningRush } from "./opening-rush.ts";
import {
  byClass,
  byPool,
  byRegion,
  byTurn,
  type Grouping,
  RequestGroups,
  type SeenLatencies,
} from "./request-groups.ts";
import { RequestTable } from "./request-table.ts";
import { type Delivery, seenTimes } from "./seen-times.ts";

/** Limits that one request must meet to count as good, ns. */
interface Limits {
  ttftNs: number;
  tpotNs: number;
  e2elNs: number;
}

/** A class of requests with limits of its own, ns. */
export interface ClassObjectives {
  name: string;
  ttft?: number | undefined;
  tpot?: number | undefined;
  e2el?: number | undefined;
}

/** How requests are divided beside their classes. */
export interface Division {
  classes?: readonly ClassObjectives[] | undefined;
  /** Pools of replicas in the order of their numbers. */
  pools: readonly { name: string; replicas: number }[];
  /** Names of regions; none where there is one place. */
  regions?: readonly string[] | undefined;
}

/** What the recorder knows of a run; the rest the engines know. */
type RecordedMetrics = Omit<
  InferenceMetrics,
  | "unit"
  | "offeredNs"
  | "preemptions"
  | "batchMean"
  | "kvUseMax"
  | "kvCapacityTokens"
  | "replicas"
  | "replicasMean"
  | "prefixCache"
>;

/** Per-request limits that follow from a scenario's objectives: the loosest percentile of each metric. */
function limitsOf(objectives: Objectives): Limits {
  const limit = (metric: string) => {
    const limits = ["P50", "P90", "P99"].flatMap((percentile) => objectives[metric + percentile] ?? []);
    return limits.length > 0 ? Math.max(...limits) : Number.POSITIVE_INFINITY;
  };
  return { ttftNs: limit("ttft"), tpotNs: limit("tpot"), e2elNs: limit("e2el") };
}

/** Everything measured of the requests of one run. */
export class ServingRecorder {
  readonly ttft = new Sample();
  readonly tpot = new Sample();
  readonly e2el = new Sample();
  readonly itl = new WeightedSample();
  readonly line = new GrowingLine();
  injected = 0;
  completed = 0;
  failed = 0;
  measuredArrived = 0;
  measuredCompleted = 0;
  measuredFailed = 0;
  /** Measured requests that failed, by reason. */
  tooLong = 0;
  rejected = 0;
  timedOut = 0;
  /** Lost with their replicas once too often. */
  lost = 0;
  good = 0;
  inputTokens = 0;
  outputTokens = 0;
  firstArrivalNs = Number.POSITIVE_INFINITY;
  lastArrivalNs = 0;
  lastCompletionNs = 0;

  readonly #delivery: Delivery;
  /** Limits by class. */
  readonly #limits: readonly Limits[];
  readonly #groups: Readonly<Record<GroupingName, RequestGroups>>;
  /** Those of them that have groups. */
  readonly #divided: readonly RequestGroups[];
  /** Requests that have come of each conversation, where they do not tell which turn they are. */
  readonly #turns = new Map<number, number>();
  readonly #table: RequestTable;
  readonly #rush = new OpeningRush();
  readonly #means = { ttft: new BatchMeans(), tpot: new BatchMeans(), e2el: new BatchMeans() };
  #inSystem = 0;
  #changedNs = 0;
  #presenceNs = 0;
  #sojournNs = 0;
  #slowdownSum = 0;
  #slowdownSquares = 0;
  readonly #phases = { queueNs: 0, prefillNs: 0, decodeNs: 0, stalledNs: 0, transferNs: 0, networkNs: 0 };

  /** Engines of further models count on as if the replicas of all pools were more. */
  constructor(objectives: Objectives, delivery: Delivery, { classes = [], pools, regions = [] }: Division) {
    this.#delivery = delivery;
    const all = limitsOf(objectives);
    const listed = classes.length > 0 ? classes : [{ name: "all" }];
    const names = listed.map(({ name }) => name);
    this.#limits = listed.map(({ ttft, tpot, e2el }: ClassObjectives) => ({
      ttftNs: ttft ?? all.ttftNs,
      tpotNs: tpot ?? all.tpotNs,
      e2elNs: e2el ?? all.e2elNs,
    }));
    const divided = (grouping: Grouping) =>
      new RequestGroups(grouping.names.length > 1 ? grouping : { ...grouping, names: [] });
    this.#groups = {
      classes: divided(byClass(names)),
      turns: divided(byTurn),
      pools: divided(byPool(pools)),
      regions: divided(byRegion(regions)),
    };
    this.#divided = groupings.map((name) => this.#groups[name]).filter(({ isEmpty }) => !isEmpty);
    this.#table = new RequestTable({
      classNames: names,
      replicas: pools.reduce((sum, { replicas }) => sum + replicas, 0),
      delivery,
    });
  }

  arrived(request: Request, now: number): void {
    this.injected++;
    this.#change(1, now);
    if (request.session >= 0 && request.turn < 0) {
      request.turn = this.#turns.get(request.session) ?? 0;
      this.#turns.set(request.session, request.turn + 1);
    }
    if (!request.measured) return;
    this.measuredArrived++;
    if (now < this.firstArrivalNs) this.firstArrivalNs = now;
    this.lastArrivalNs = now;
  }

  /** A request has left without its answer: `status` says why. */
  failedRequest(request: Request, now: number): void {
    this.failed++;
    this.#change(-1, now);
    this.#sojournNs += now - request.arrivalNs;
    if (!request.measured) return;
    this.measuredFailed++;
    for (const groups of this.#divided) groups.failed(request);
    if (request.status === "rejected") this.rejected++;
    else if (request.status === "timed-out") this.timedOut++;
    else if (request.status === "failed") this.lost++;
    else this.tooLong++;
    this.#table.add(request);
  }

  finished(request: Request, now: number): void {
    this.completed++;
    this.#change(-1, now);
    this.#sojournNs += now - request.arrivalNs;
    if (!request.measured) return;
    const seen = seenTimes(request, this.#delivery);
    const { seenNs, ttftNs, tpotNs, e2elNs } = seen;
    this.measuredCompleted++;
    this.inputTokens += request.inputTokens;
    this.outputTokens += request.outputTokens;
    this.lastCompletionNs = Math.max(this.lastCompletionNs, seenNs);
    this.ttft.add(ttftNs);
    if (request.arrivalNs === this.firstArrivalNs) this.#rush.add(ttftNs);
    this.e2el.add(e2elNs);
    if (tpotNs !== null) this.tpot.add(tpotNs);
    this.#means.ttft.add(ttftNs);
    if (tpotNs !== null) this.#means.tpot.add(tpotNs);
    this.#means.e2el.add(e2elNs);
    this.#countGroups(request, seen);
    this.#countPhases(request, now);
    this.#table.add(request);
  }

  /** Everything measured, but for what only the engines know. */
  metrics(): RecordedMetrics {
    const completed = this.measuredCompleted;
    const { ttft, tpot, e2el } = this.#means;
    const perRequest = (ns: number) => (completed > 0 ? ns / completed : null);
    const { queueNs, prefillNs, decodeNs, stalledNs, transferNs, networkNs } = this.#phases;
    return {
      durationNs: Math.max(0, this.lastCompletionNs - this.firstArrivalNs),
      completed,
      failed: this.measuredFailed,
      requests: {
        asked: this.measuredArrived,
        completed,
        rejected: this.rejected,
        timedOut: this.timedOut,
        tooLong: this.tooLong,
        lost: this.lost,
      },
      totalInputTokens: this.inputTokens,
      totalOutputTokens: this.outputTokens,
      good: this.good,
      ttft: this.ttft.statistics(),
      tpot: this.tpot.statistics(),
      itl: this.itl.statistics(),
      e2el: this.e2el.statistics(),
      samples: { ttft: this.ttft, tpot: this.tpot, e2el: this.e2el },
      confidence: { ttft: ttft.interval(), tpot: tpot.interval(), e2el: e2el.interval() },
      phases: {
        queueNs: perRequest(queueNs),
        prefillNs: perRequest(prefillNs),
        decodeNs: perRequest(decodeNs),
        stalledNs: perRequest(stalledNs),
        transferNs: perRequest(transferNs),
        networkNs: perRequest(networkNs),
      },
      fairness: completed > 0 ? this.#slowdownSum ** 2 / (completed * this.#slowdownSquares) : null,
      saturation: this.line.saturation(),
      groups: {
        classes: this.#groups.classes.metrics(),
        turns: this.#groups.turns.metrics(),
        pools: this.#groups.pools.metrics(),
        regions: this.#groups.regions.metrics(),
      },
    };
  }

  /** Requests of the first moment, where the p99 of first tokens is theirs; else 0. */
  rushed(): number {
    return this.#rush.decides(this.ttft.statistics(), this.measuredCompleted);
  }

  /** Checks conservation and Little's law; `held` = requests still waiting or running. */
  check(now: number, held: number): void {
    assert(
      this.injected === this.completed + this.failed + held,
      () => `${this.injected} requests came, ${this.completed} + ${this.failed} left, ${held} are here`,
    );
    if (held > 0) return;
    this.#change(0, now);
    const difference = Math.abs(this.#presenceNs - this.#sojournNs);
    assert(
      difference <= 1e-9 * this.#sojournNs,
      () => `Little's law is off: ${this.#presenceNs} request-ns in the system, ${this.#sojournNs} spent`,
    );
  }

  /** Requests in the order in which they left. */
  table(): Table {
    return this.#table.table();
  }

  #countGroups(request: Request, seen: SeenLatencies): void {
    const { ttftNs, tpotNs, e2elNs } = this.#limits[
      Math.min(request.classIndex, this.#limits.length - 1)
    ] as Limits;
    const isGood = seen.ttftNs <= ttftNs && (seen.tpotNs ?? 0) <= tpotNs && seen.e2elNs <= e2elNs;
    if (isGood) this.good++;
    for (const groups of this.#divided) groups.completed(request, seen, isGood);
  }

  /** Where the time of a request went, and how long it took for its size (for fairness). */
  #countPhases(request: Request, now: number): void {
    const phases = this.#phases;
    const { startedNs, firstTokenNs, stalledNs, transferNs, networkNs } = request;
    phases.queueNs += startedNs - request.arrivalNs;
    phases.prefillNs += firstTokenNs - startedNs;
    phases.decodeNs += now - firstTokenNs - stalledNs - transferNs;
    phases.stalledNs += stalledNs;
    phases.transferNs += transferNs;
    phases.networkNs += networkNs + this.#delivery.networkNs;
    const perToken = (now - request.arrivalNs) / (request.inputTokens + request.outputTokens);
    this.#slowdownSum += perToken;
    this.#slowdownSquares += perToken ** 2;
  }

  #change(by: number, now: number): void {
    this.#presenceNs += this.#inSystem * (now - this.#changedNs);
    this.#changedNs = now;
    this.#inSystem += by;
  }
}
