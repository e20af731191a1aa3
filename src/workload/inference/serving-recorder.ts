/**
 * Watches a serving run: latencies, token counts, goodput, conservation of requests and Little's law.
 *
 * Little's law: the time integral of the number of requests in the system equals the sum of the times they spend there.
 * Both are added up independently and compared at the end, to a relative 1e-9.
 */
import { assert } from "../../base/errors.ts";
import { Sample } from "../../metrics/sample.ts";
import type { Table } from "../../metrics/table.ts";
import { WeightedSample } from "../../metrics/weighted-sample.ts";
import type { Objectives } from "../workload.ts";
import type { Request } from "./request.ts";

/** Rows of `requests.csv`; later requests count in every metric but are not listed. */
const rowsMax = 1_000_000;

/** Per-request limits that follow from a scenario's objectives, ns. */
interface Limits {
  ttftNs: number;
  tpotNs: number;
  e2elNs: number;
}

/** Everything measured of the requests of one run. */
export class ServingRecorder {
  readonly ttft = new Sample();
  readonly tpot = new Sample();
  readonly e2el = new Sample();
  readonly itl = new WeightedSample();
  injected = 0;
  completed = 0;
  failed = 0;
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
  lastCompletionNs = 0;

  readonly #limits: Limits;
  readonly #rows: (readonly (string | number | null)[])[] = [];
  #inSystem = 0;
  #changedNs = 0;
  #presenceNs = 0;
  #sojournNs = 0;

  constructor(objectives: Objectives) {
    const loosest = (metric: string) =>
      Math.max(
        ...["P50", "P90", "P99"].map(
          (percentile) => objectives[metric + percentile] ?? Number.NEGATIVE_INFINITY,
        ),
      );
    const limit = (metric: string) => {
      const ns = loosest(metric);
      return ns === Number.NEGATIVE_INFINITY ? Number.POSITIVE_INFINITY : ns;
    };
    this.#limits = { ttftNs: limit("ttft"), tpotNs: limit("tpot"), e2elNs: limit("e2el") };
  }

  arrived(request: Request, now: number): void {
    this.injected++;
    this.#change(1, now);
    if (request.measured && now < this.firstArrivalNs) this.firstArrivalNs = now;
  }

  /** A request has left without its answer: `status` says why. */
  failedRequest(request: Request, now: number): void {
    this.failed++;
    this.#change(-1, now);
    this.#sojournNs += now - request.arrivalNs;
    if (!request.measured) return;
    this.measuredFailed++;
    if (request.status === "rejected") this.rejected++;
    else if (request.status === "timed-out") this.timedOut++;
    else if (request.status === "failed") this.lost++;
    else this.tooLong++;
    this.#addRow(request, null, null, null);
  }

  finished(request: Request, now: number): void {
    this.completed++;
    this.#change(-1, now);
    this.#sojournNs += now - request.arrivalNs;
    if (!request.measured) return;
    const ttftNs = request.firstTokenNs - request.arrivalNs;
    const e2elNs = now - request.arrivalNs;
    const tpotNs = request.outputTokens > 1 ? (e2elNs - ttftNs) / (request.outputTokens - 1) : null;
    this.measuredCompleted++;
    this.inputTokens += request.inputTokens;
    this.outputTokens += request.outputTokens;
    this.lastCompletionNs = Math.max(this.lastCompletionNs, now);
    this.ttft.add(ttftNs);
    this.e2el.add(e2elNs);
    if (tpotNs !== null) this.tpot.add(tpotNs);
    const { ttftNs: ttftMax, tpotNs: tpotMax, e2elNs: e2elMax } = this.#limits;
    if (ttftNs <= ttftMax && (tpotNs ?? 0) <= tpotMax && e2elNs <= e2elMax) this.good++;
    this.#addRow(request, ttftNs, tpotNs, e2elNs);
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

  /** Requests in completion order. */
  table(): Table {
    return {
      columns: [
        "id",
        "status",
        "replica",
        "arrival_s",
        "input_tokens",
        "output_tokens",
        "queue_ms",
        "ttft_ms",
        "tpot_ms",
        "e2el_ms",
        "preemptions",
      ],
      rows: this.#rows,
    };
  }

  #change(by: number, now: number): void {
    this.#presenceNs += this.#inSystem * (now - this.#changedNs);
    this.#changedNs = now;
    this.#inSystem += by;
  }

  #addRow(request: Request, ttftNs: number | null, tpotNs: number | null, e2elNs: number | null): void {
    if (this.#rows.length >= rowsMax) return;
    const ms = (ns: number | null) => (ns === null ? null : ns / 1e6);
    this.#rows.push([
      request.id,
      request.status,
      request.replica < 0 ? null : request.replica,
      request.arrivalNs / 1e9,
      request.inputTokens,
      request.outputTokens,
      request.startedNs < 0 ? null : ms(request.startedNs - request.arrivalNs),
      ms(ttftNs),
      ms(tpotNs),
      ms(e2elNs),
      request.preemptions,
    ]);
  }
}
