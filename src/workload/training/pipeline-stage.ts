/** A stage of a pipeline: its engines, what it waits for, and where its time goes. See `pipeline.ts`. */
import type { Target } from "../../kernel/event-queue.ts";
import type { Simulator } from "../../kernel/simulator.ts";
import { CollectiveEngine } from "./collective-engine.ts";
import type { PipelineOptions, StageSpan } from "./pipeline-options.ts";
import type { PipelineShape, Schedule, Task } from "./schedules/schedule.ts";
import { StageAccount } from "./stage-account.ts";
import type { StagePasses } from "./stage-passes.ts";
import { exchangeNs, passNs } from "./stage-times.ts";

/** What a stage is made of. */
export interface StageParts {
  index: number;
  shape: PipelineShape;
  passes: StagePasses;
  schedule: Schedule;
  options: PipelineOptions;
  record(span: StageSpan): void;
  finished(): void;
}

// Event codes: the end of the running task, of the exchange, of the optimizer, or an arrival, encoded as
// arrivalBase + 2 * (chunk * micro-batches + micro-batch) + (0 forward, 1 backward).
const taskDone = 0;
const exchangeDone = 1;
const optimizerDone = 2;
const stallDone = 3;
const arrivalBase = 4;

const nothing = Number.NaN;

/** One stage. */
export class PipelineStage implements Target {
  readonly account: StageAccount;
  readonly #parts: StageParts;
  readonly #order: readonly Task[];
  readonly #chunks: number;
  /** Position of the last task that makes gradients of weights. */
  readonly #lastGradient: number;
  /** When inputs came and when their sender had them ready, by arrival code; NaN where they have not come. */
  readonly #arrivedNs: Float64Array;
  readonly #readyNs: Float64Array;
  #simulator!: Simulator;
  #stages!: readonly PipelineStage[];
  #position = 0;
  #busy = true;
  #startedNs = 0;
  readonly #collectives = new CollectiveEngine();
  /** The links to both neighbours are busy until then, ns. */
  readonly #linkFreeNs = { down: 0, up: 0 };
  /** When the weights for the task at `#position` are there: those of its first layer, and all. */
  #firstGatheredNs = 0;
  #gatheredNs = 0;
  #bucketsSent = 0;
  /** Chunks of micro-batches whose activations are kept. */
  #held = 0;

  constructor(parts: StageParts) {
    this.#parts = parts;
    const { index, shape, schedule, options } = parts;
    this.#chunks = schedule.chunks ?? 1;
    this.#order = schedule.order(index, shape);
    this.#lastGradient = this.#order.findLastIndex(
      ({ kind, withWeights }) =>
        kind === "weight" || (kind === "backward" && (withWeights || !schedule.splitsBackward)),
    );
    const arrivals = 2 * this.#chunks * shape.microBatches;
    this.#arrivedNs = new Float64Array(arrivals).fill(nothing);
    this.#readyNs = new Float64Array(arrivals);
    this.account = new StageAccount(
      options.ranksOf ? `stage ${index} (${options.ranksOf(index)})` : `stage ${index}`,
      options.timeline,
    );
  }

  start(simulator: Simulator, stages: readonly PipelineStage[]): void {
    this.#simulator = simulator;
    this.#stages = stages;
    simulator.schedule(this.#parts.options.dataStallNs ?? 0, this, stallDone);
  }

  handle(code: number, now: number): void {
    if (code >= arrivalBase) {
      this.#arrivedNs[code - arrivalBase] = now;
      if (!this.#busy) this.#tryNext(now);
    } else if (code === taskDone) {
      this.#endTask(now);
    } else if (code === exchangeDone) {
      this.account.upTo(now, "gradient exchange");
      this.#record("gradient exchange", null, now);
      const { optimizerNs, stepOverheadNs } = this.#parts.passes.times;
      this.#begin(optimizerNs + stepOverheadNs, optimizerDone, now);
    } else if (code === optimizerDone) {
      this.account.upTo(now - this.#parts.passes.times.stepOverheadNs, "optimizer");
      this.account.upTo(now, "step overhead");
      this.#record("optimizer", null, now);
      this.#parts.finished();
    } else {
      this.account.upTo(now, "data stall");
      this.#busy = false;
      this.#prefetch(now);
      this.#tryNext(now);
    }
  }

  /** The gradients of all copies of this stage are there: exchanges what is left. */
  proceed(now: number): void {
    const { times, bucketNs } = this.#parts.passes;
    for (; this.#bucketsSent < times.buckets; this.#bucketsSent++)
      this.#collective("gradient exchange", now, bucketNs);
    this.#begin(Math.max(0, this.#collectives.freeNs - now), exchangeDone, now);
  }

  waiting(): string[] {
    const task = this.#order[this.#position];
    if (task === undefined || this.#busy) return [];
    const from = task.kind === "forward" ? "activations" : "gradients";
    return [`stage ${this.#parts.index} waits for the ${from} of micro-batch ${task.microBatch}`];
  }

  /** The chunk of layers before (-1) or after (+1) one of this stage's; undefined at the ends of the model. */
  #neighbour(chunk: number, step: 1 | -1): { stage: PipelineStage; chunk: number } | undefined {
    const { bidirectional } = this.#parts.schedule;
    const stage = this.#stages[this.#parts.index + (bidirectional && chunk === 1 ? -step : step)];
    if (stage !== undefined) return { stage, chunk };
    if (bidirectional) return undefined;
    const wrapped = chunk + step;
    if (wrapped < 0 || wrapped >= this.#chunks) return undefined;
    return { stage: this.#stages[step === 1 ? 0 : this.#stages.length - 1] as PipelineStage, chunk: wrapped };
  }

  #code({ kind, microBatch, chunk = 0 }: Task): number {
    return 2 * (chunk * this.#parts.shape.microBatches + microBatch) + (kind === "forward" ? 0 : 1);
  }

  /** Whether the task has no one to wait for: the first layers' input, the last layers' loss, gradients of weights. */
  #isFree({ kind, chunk = 0 }: Task): boolean {
    return kind === "weight" || this.#neighbour(chunk, kind === "forward" ? -1 : 1) === undefined;
  }

  #tryNext(now: number): void {
    const task = this.#order[this.#position];
    if (task === undefined) {
      this.#busy = true;
      const { meeting } = this.#parts.options;
      if (meeting) meeting.gradientsReady(this.#parts.index, now);
      else this.proceed(now);
      return;
    }
    const awaited = [task, ...(task.beside ? [task.beside] : [])].filter((each) => !this.#isFree(each));
    const codes = awaited.map((each) => this.#code(each));
    const arrivedNs = Math.max(0, ...codes.map((code) => this.#arrivedNs[code] as number));
    if (Number.isNaN(arrivedNs)) return;
    if (codes.length > 0) {
      // Until its sender had it ready, a bubble; from then until it came, the link.
      const readyNs = Math.max(...codes.map((code) => this.#readyNs[code] as number));
      this.account.upTo(Math.min(now, readyNs), "pipeline bubble");
      this.account.upTo(Math.min(now, arrivedNs), "pipeline sends");
    }
    this.#run(task, now);
  }

  #run(task: Task, now: number): void {
    const { passes } = this.#parts;
    const { times, share } = passes;
    const recomputeNs = passes.recomputeNs(task);
    const teacherNs = passes.teacherNs(task);
    const pass = passes.of(task);
    const workNs = recomputeNs + teacherNs + share * passNs(pass);
    const startNs = Math.max(now, this.#firstGatheredNs);
    // Weights of the last layer come last, and it still has to work with them.
    const layerNs = passes.gatherNs(task) > 0 ? workNs * times.firstGather : 0;
    const endNs = Math.max(startNs + workNs, this.#gatheredNs + layerNs);
    this.account.upTo(startNs, "parameter gathers");
    this.account.upTo(startNs + recomputeNs, "recompute");
    this.account.upTo(startNs + recomputeNs + teacherNs, "teacher");
    this.account.work(nameOf(task), pass, share, task.microBatch);
    this.account.upTo(endNs, "parameter gathers");
    this.#collectives.passRuns(workNs > 0 ? (share * exchangeNs(pass)) / workNs : 0, endNs);
    if (this.#position === this.#lastGradient) this.#sendBuckets(startNs, endNs);
    this.#startedNs = startNs;
    this.#position++;
    this.#prefetch(startNs);
    this.#busy = true;
    this.#simulator.schedule(endNs - now, this, taskDone);
  }

  /** Collects the weights of the next task while the one before it runs. */
  #prefetch(now: number): void {
    const { passes } = this.#parts;
    const task = this.#order[this.#position];
    const gatherNs = task ? passes.gatherNs(task) : 0;
    if (gatherNs === 0) return;
    this.#firstGatheredNs = Math.max(now, this.#collectives.freeNs) + gatherNs * passes.times.firstGather;
    this.#gatheredNs = this.#collective("parameter gather", now, gatherNs);
  }

  /** All buckets but the last are ready while the last pass still runs: layers that it has left behind. */
  #sendBuckets(startNs: number, endNs: number): void {
    const { buckets } = this.#parts.passes.times;
    const readyNs = Array.from(
      { length: buckets - 1 },
      (_, index) => startNs + ((endNs - startNs) * (index + 1)) / buckets,
    );
    const { meeting } = this.#parts.options;
    if (meeting) meeting.bucketsReady(this.#parts.index, readyNs);
    else this.exchangeBuckets(readyNs);
  }

  /** Exchanges one bucket each from these times on, ns. */
  exchangeBuckets(readyNs: readonly number[]): void {
    for (const each of readyNs) this.#collective("gradient exchange", each, this.#parts.passes.bucketNs);
    this.#bucketsSent += readyNs.length;
  }

  /** Puts a collective on the collective engine; returns when it ends. */
  #collective(what: string, readyNs: number, durationNs: number): number {
    const startNs = this.#collectives.put(readyNs, durationNs);
    this.account.beside(what, startNs, this.#collectives.freeNs);
    return this.#collectives.freeNs;
  }

  #begin(durationNs: number, code: number, now: number): void {
    this.#startedNs = now;
    this.#simulator.schedule(durationNs, this, code);
  }

  #endTask(now: number): void {
    const { times, share } = this.#parts.passes;
    const task = this.#order[this.#position - 1] as Task;
    this.#record(nameOf(task), task.microBatch, now);
    for (const each of [task, ...(task.beside ? [task.beside] : [])]) {
      if (each.kind === "weight") continue;
      this.#send(each, now);
      this.#hold(each.kind === "forward" ? 1 : -1, now);
    }
    if ((task.kind !== "forward" || task.beside) && times.scatterNs > 0) {
      this.#collective("gradient scatter", now, times.scatterNs * share);
    }
    this.#busy = false;
    this.#tryNext(now);
  }

  /** Counts micro-batches whose activations are held, each by the share of the stage's layers that it is of. */
  #hold(change: 1 | -1, now: number): void {
    this.#held += change;
    this.account.holds(this.#held / this.#chunks, now);
  }

  #send(task: Task, now: number): void {
    const kind = task.kind as "forward" | "backward";
    const to = this.#neighbour(task.chunk ?? 0, kind === "forward" ? 1 : -1);
    if (to === undefined) return;
    const code = this.#code({ ...task, chunk: to.chunk });
    to.stage.#readyNs[code] = now;
    const turned = this.#parts.schedule.bidirectional && to.chunk === 1;
    const link = (kind === "forward") === !turned ? "down" : "up";
    const { sendNs, teacherSendNs } = this.#parts.passes.times;
    this.#linkFreeNs[link] =
      Math.max(now, this.#linkFreeNs[link]) + sendNs + (kind === "forward" ? teacherSendNs : 0);
    this.#simulator.schedule(this.#linkFreeNs[link] - now, to.stage, arrivalBase + code);
  }

  #record(what: string, microBatch: number | null, now: number): void {
    this.#parts.record({ stage: this.#parts.index, what, microBatch, startNs: this.#startedNs, endNs: now });
  }
}

function nameOf({ kind, beside }: Task): string {
  if (kind === "weight") return "weight gradient";
  return beside ? "forward beside backward" : kind;
}
