/**
 * What a serving run looks like over time: levels and flows for charts, and spans for the timeline, if anyone asked.
 * Decode steps that are jumped over in one event are one span, and their tokens come evenly.
 */
import { FlowSeries, LevelSeries, type Series } from "../../../metrics/time-series.ts";
import type { Timeline } from "../../../metrics/timeline.ts";
import type { Request } from "../load/request.ts";
import type { Engine } from "../replica/engine.ts";

/** Replicas and requests that get rows of their own in a timeline. */
const engineRowsMax = 64;
const requestRowsMax = 200;

/** Keeps the series of a run and tells its timeline. */
export class ServingTrace {
  readonly #timeline: Timeline | undefined;
  readonly #inSystem = new LevelSeries("requests in the system", "requests");
  readonly #running = new LevelSeries("requests running", "requests");
  readonly #queued = new LevelSeries("requests queued", "requests");
  readonly #kvUse = new LevelSeries("KV cache in use", "blocks");
  readonly #batch = new LevelSeries("batch of the first replica", "requests");
  readonly #outputTokens = new FlowSeries("output tokens", "tokens/s");
  readonly #arrivals = new FlowSeries("arrivals", "requests/s");
  readonly #runningOf: number[] = [];
  readonly #kvOf: number[] = [];
  #present = 0;
  /** What the timeline was told last. */
  #toldQueued = -1;
  #runningTotal = 0;
  #kvTotal = 0;

  constructor(timeline: Timeline | undefined) {
    this.#timeline = timeline;
  }

  /** Requests in the system that no replica runs. */
  get queued(): number {
    return this.#present - this.#runningTotal;
  }

  arrived(now: number): void {
    this.#arrivals.add(now, 1);
    this.#changePresent(now, 1);
  }

  finished(request: Request, now: number): void {
    this.#changePresent(now, -1);
    if (this.#timeline !== undefined && request.id < requestRowsMax)
      this.#tellRequest(this.#timeline, request, now);
  }

  gone(now: number): void {
    this.#changePresent(now, -1);
  }

  /** The levels of `engine` have been settled for its next step. */
  levels(engine: Engine, now: number): void {
    const running = engine.held;
    const kv = engine.memory.kvCache.usedBlocks;
    this.#runningTotal += running - (this.#runningOf[engine.index] ?? 0);
    this.#kvTotal += kv - (this.#kvOf[engine.index] ?? 0);
    this.#runningOf[engine.index] = running;
    this.#kvOf[engine.index] = kv;
    this.#running.set(now, this.#runningTotal);
    this.#kvUse.set(now, this.#kvTotal);
    this.#queued.set(now, this.queued);
    if (this.#timeline !== undefined && this.queued !== this.#toldQueued) {
      this.#toldQueued = this.queued;
      this.#timeline.counter("requests", "queued", now, this.queued);
    }
    if (engine.index === 0) this.#batch.set(now, running);
  }

  stepEnded(
    engine: Engine,
    what: "prompts" | "decoding",
    startNs: number,
    endNs: number,
    batch: number,
    steps: number,
  ): void {
    if (batch > 0) this.#outputTokens.spread(startNs, endNs, batch * steps);
    if (this.#timeline === undefined || engine.index >= engineRowsMax) return;
    const row = this.#timeline.row(engine.name, "steps");
    const name = what === "decoding" ? "decode" : batch > 0 ? "prefill and decode" : "prefill";
    this.#timeline.span(row, name, startNs, endNs, { batch, steps });
    this.#timeline.counter(engine.name, "KV blocks", endNs, engine.memory.kvCache.usedBlocks);
    this.#timeline.counter(engine.name, "requests running", endNs, engine.held);
  }

  /** Everything over time, up to `endNs`. */
  series(endNs: number): Series[] {
    return [
      this.#arrivals.series(endNs),
      this.#inSystem.series(endNs),
      this.#running.series(endNs),
      this.#queued.series(endNs),
      this.#batch.series(endNs),
      this.#kvUse.series(endNs),
      this.#outputTokens.series(endNs),
    ];
  }

  #changePresent(now: number, by: number): void {
    this.#present += by;
    this.#inSystem.set(now, this.#present);
    this.#queued.set(now, this.queued);
  }

  #tellRequest(timeline: Timeline, request: Request, now: number): void {
    const row = timeline.row("requests", `request ${request.id}`);
    const { inputTokens, outputTokens, replica } = request;
    timeline.span(row, "queue", request.arrivalNs, request.startedNs, { replica });
    timeline.span(row, "prefill", request.startedNs, request.firstTokenNs, { inputTokens });
    timeline.span(row, "decode", request.firstTokenNs, now, { outputTokens });
  }
}
