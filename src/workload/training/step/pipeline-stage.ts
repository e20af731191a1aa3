/** A stage of a pipeline: its engines, what it waits for, and where its time goes. See `pipeline.ts`. */
import { CollectiveCores } from "../../../cluster/collective-cores.ts";
import type { Simulator } from "../../../kernel/simulator.ts";
import type { Target } from "../../../kernel/target.ts";
import type { LinkResources } from "../../../network/graph/link-resources.ts";
import type { PipelineShape, Schedule, Task } from "../schedules/schedule.ts";
import { exchangeNs } from "../stage/pass-time.ts";
import { playInTurn, type StageExchange, scaled } from "../stage/stage-exchange.ts";
import { CollectiveEngine } from "./collective-engine.ts";
import type { PipelineOptions } from "./pipeline-options.ts";
import {
  bookPass,
  type Gather,
  nameOf,
  noGather,
  noPass,
  playsAfterNs,
  type RunningPass,
  waitOf,
  waitText,
} from "./running-pass.ts";
import type { StageAccount } from "./stage-account.ts";
import type { StagePasses } from "./stage-passes.ts";
import type { StageSpans } from "./stage-spans.ts";
import { TaskWays } from "./task-ways.ts";

/** What a stage is made of. */
export interface StageParts {
  index: number;
  shape: PipelineShape;
  passes: StagePasses;
  schedule: Schedule;
  options: PipelineOptions;
  account: StageAccount;
  spans: StageSpans;
  finished(): void;
}

// Event codes: the end of the running task's work, the begin and end of its exchanges on shared links, the end of the whole task, of the
// step, of waiting for data, of an optimizer that is played, of computing before exchanges, or an arrival, encoded as arrivalBase + 2 * (chunk * micro-batches + micro-batch) + (0 forward, 1 backward).
const workDone = 0;
const playsBegin = 1;
const playsDone = 2;
const taskDone = 3;
const optimizerDone = 4;
const stallDone = 5;
const optimizerPlayed = 6;
const partDone = 7;
const arrivalBase = 8;

const nothing = Number.NaN;

/** One stage. */
export class PipelineStage implements Target {
  readonly account: StageAccount;
  readonly #parts: StageParts;
  readonly #order: readonly Task[];
  readonly #ways: TaskWays;
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
  #cores!: CollectiveCores;
  #collectives!: CollectiveEngine;
  /** Those to both neighbours. */
  #links!: { down: CollectiveEngine; up: CollectiveEngine };
  /** Weights for the task at `#position`. */
  #gather: Gather = noGather();
  #awaitsGather = false;
  /** The pass that runs, or ran last. */
  readonly #running = noPass();
  #bucketsSent = 0;
  /** Chunks of micro-batches whose activations are kept. */
  #held = 0;
  #isHalted = false;

  constructor(parts: StageParts) {
    this.#parts = parts;
    const { index, shape, schedule } = parts;
    this.#chunks = schedule.chunks ?? 1;
    this.#ways = new TaskWays(index, shape, schedule);
    this.#order = schedule.order(index, shape);
    this.#lastGradient = this.#order.findLastIndex(
      ({ kind, withWeights }) =>
        kind === "weight" || (kind === "backward" && (withWeights || !schedule.splitsBackward)),
    );
    this.#arrivedNs = new Float64Array(this.#ways.inputs).fill(nothing);
    this.#readyNs = new Float64Array(this.#ways.inputs);
    this.account = parts.account;
  }

  start(simulator: Simulator, stages: readonly PipelineStage[]): void {
    this.#simulator = simulator;
    this.#stages = stages;
    this.account.begins(simulator.now);
    const { links, dataStallNs = 0 } = this.#parts.options;
    const { plays } = this.#parts.passes.times;
    this.#cores = plays?.memory?.cores ?? new CollectiveCores(plays?.collectivesAtOnce);
    const engine = () => new CollectiveEngine(simulator, links, this.#cores);
    this.#collectives = engine();
    this.#links = { down: engine(), up: engine() };
    simulator.schedule(dataStallNs, this, stallDone);
  }

  /** Nothing more begins. */
  halt(): void {
    this.#isHalted = true;
  }

  handle(code: number, now: number): void {
    if (code === taskDone) this.#endTask(now);
    else if (code === partDone) this.#goOn(this.#running);
    else if (code >= arrivalBase) {
      this.#arrivedNs[code - arrivalBase] = now;
      if (!this.#busy) this.#tryNext(now);
    } else if (code === playsBegin) {
      const { plays } = this.#running;
      const links = this.#parts.options.links as LinkResources;
      this.#cores.take(() => playInTurn(links, plays, this, playsDone));
    } else if (code === workDone || code === playsDone) {
      const running = this.#running;
      if (code === playsDone) this.#cores.giveBack();
      if (code === workDone) running.memoryWaitNs = waitOf(running, now);
      running.due--;
      if (running.due === 0) this.#endWork(now);
    } else if (code === optimizerPlayed) {
      this.#simulator.schedule(this.#parts.passes.times.stepOverheadNs, this, optimizerDone);
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
    const { times, bucket } = this.#parts.passes;
    this.#startedNs = now;
    for (; this.#bucketsSent < times.buckets; this.#bucketsSent++) {
      this.#collective("gradient exchange", now, bucket);
    }
    this.#collectives.whenIdle(() => this.#optimize(this.#simulator.now));
  }

  #optimize(now: number): void {
    if (this.#isHalted) return;
    this.account.upTo(now, "gradient exchange");
    this.#record("gradient exchange", null, now);
    const { times, memory } = this.#parts.passes;
    const { optimizerNs, stepOverheadNs, plays } = times;
    const { links } = this.#parts.options;
    this.#startedNs = now;
    const isPlayed = links !== undefined && plays !== undefined && plays.optimizer.length > 0;
    if (isPlayed) playInTurn(links, plays.optimizer, this, optimizerPlayed);
    else if (links !== undefined && memory?.isShared) memory.stream(optimizerNs, this, optimizerPlayed);
    else this.#simulator.schedule(optimizerNs + stepOverheadNs, this, optimizerDone);
  }

  waiting(): string[] {
    const task = this.#order[this.#position];
    if (task === undefined || this.#busy) return [];
    return [waitText(this.#parts.index, task)];
  }

  #tryNext(now: number): void {
    if (this.#isHalted) return;
    const task = this.#order[this.#position];
    if (task === undefined) {
      this.#busy = true;
      const { meeting } = this.#parts.options;
      if (meeting) meeting.gradientsReady(this.#parts.index, now);
      else this.proceed(now);
      return;
    }
    let readyNs = Number.NEGATIVE_INFINITY;
    let arrivedNs = 0;
    for (const each of task.beside ? [task, task.beside] : [task]) {
      if (this.#ways.isFree(each)) continue;
      const code = this.#ways.input(each);
      readyNs = Math.max(readyNs, this.#readyNs[code] as number);
      arrivedNs = Math.max(arrivedNs, this.#arrivedNs[code] as number);
    }
    if (Number.isNaN(arrivedNs)) return;
    if (readyNs > Number.NEGATIVE_INFINITY) {
      // Until its sender had it ready, a bubble; from then until it came, the link.
      this.account.upTo(Math.min(now, readyNs), "pipeline bubble");
      this.account.upTo(Math.min(now, arrivedNs), "pipeline sends");
    }
    this.#run(task, now);
  }

  /** Begins a task whose inputs are there, once the weights of its first layer are. */
  #run(task: Task, now: number): void {
    const gather = this.#gather;
    this.#awaitsGather = gather.firstDue;
    if (this.#awaitsGather) return;
    const { passes, options } = this.#parts;
    const { pass, recomputeNs, teacherNs, workNs } = passes.priced(task);
    const ownNs = passes.share * exchangeNs(pass);
    // Weights of the last layer come last, and it still has to work with them.
    const layerNs = gather.isNeeded ? workNs * passes.times.firstGather : 0;
    const endNs = Math.max(now + workNs, gather.endNs + layerNs);
    this.account.upTo(now, "parameter gathers");
    this.#collectives.passRuns(workNs > 0 ? ownNs / workNs : 0, endNs);
    if (this.#position === this.#lastGradient) this.#sendBuckets(now, endNs);
    const plays = options.links ? passes.playsOf(task) : [];
    const computeNs = plays.length === 0 ? workNs : workNs - ownNs;
    const running = this.#running;
    running.task = task;
    running.startNs = now;
    running.pass = pass;
    running.workNs = workNs;
    running.computeNs = computeNs;
    running.memoryBusy = passes.memory && computeNs > 0 ? passes.memoryNs(task) / computeNs : 0;
    running.recomputeNs = recomputeNs;
    running.teacherNs = teacherNs;
    running.layerNs = layerNs;
    running.gather = gather;
    running.plays = plays;
    running.due = 1;
    running.workEndNs = undefined;
    running.memoryWaitNs = 0;
    this.#position++;
    this.#busy = true;
    this.#play(running);
    this.#prefetch(now);
  }

  /**
   * Plays a pass. Exchanges that share links begin so much before its end that alone they would end with it, which is earlier
   * than its computation ends where software hides a part of them.
   */
  #play(running: RunningPass): void {
    const { computeNs, plays } = running;
    const beginNs = plays.length > 0 ? playsAfterNs(running) : 0;
    const { memory } = this.#parts.passes;
    if (plays.length > 0) running.due = 2;
    if (memory === undefined || this.#parts.options.links === undefined) {
      this.#simulator.schedule(Math.max(0, computeNs), this, workDone);
      if (plays.length > 0) this.#simulator.schedule(beginNs, this, playsBegin);
    } else if (plays.length === 0) memory.compute(computeNs, running.memoryBusy, this, workDone);
    else memory.compute(Math.min(computeNs, beginNs), running.memoryBusy, this, partDone);
  }

  /** A pass has computed so far that its exchanges may begin, now or after a wait. */
  #goOn(running: RunningPass): void {
    const { computeNs, memoryBusy } = running;
    const beginNs = playsAfterNs(running);
    this.#simulator.schedule(Math.max(0, beginNs - computeNs), this, playsBegin);
    const left = Math.max(0, computeNs - beginNs);
    this.#parts.passes.memory?.compute(left, memoryBusy, this, workDone);
  }

  /** A pass has computed and exchanged; it ends when all its weights have been there for a layer's time. */
  #endWork(now: number): void {
    const running = this.#running;
    const { gather, layerNs } = running;
    running.workEndNs ??= now;
    gather.waiting = gather.due > 0;
    if (gather.waiting) return;
    const endNs = gather.endNs + layerNs;
    if (endNs > now) this.#simulator.scheduleAt(endNs, this, taskDone);
    else this.#endTask(now);
  }

  /** Collects the weights of the next task while the one before it runs. */
  #prefetch(now: number): void {
    const { passes } = this.#parts;
    const task = this.#order[this.#position];
    const exchange = task && passes.gather(task);
    const gather = noGather();
    this.#gather = gather;
    if (exchange === undefined || exchange.aloneNs === 0) return;
    const { firstGather } = passes.times;
    Object.assign(gather, { isNeeded: true, firstDue: true, due: 2 });
    this.#collective("parameter gather", now, scaled(exchange, firstGather), (endNs) => {
      gather.firstDue = false;
      gather.due--;
      if (this.#awaitsGather) this.#tryNext(endNs);
    });
    gather.endNs = this.#collective("parameter gather", now, scaled(exchange, 1 - firstGather), (endNs) => {
      gather.endNs = endNs;
      gather.due--;
      if (gather.waiting) this.#endWork(endNs);
    });
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
    for (const each of readyNs) this.#collective("gradient exchange", each, this.#parts.passes.bucket);
    this.#bucketsSent += readyNs.length;
  }

  /** Puts a collective on the collective engine and tells `done` of its end; returns when that is expected to be. */
  #collective(
    what: string,
    readyNs: number,
    exchange: StageExchange,
    done?: (endNs: number) => void,
  ): number {
    return this.#collectives.put(readyNs, exchange, (startNs, endNs) => {
      this.account.beside(what, startNs, endNs);
      done?.(endNs);
    });
  }

  #endTask(now: number): void {
    const { passes } = this.#parts;
    const { times } = passes;
    const { task, startNs, workEndNs = now } = this.#running;
    bookPass(this.account, passes.share, this.#running, workEndNs);
    this.account.upTo(now, "parameter gathers");
    this.#startedNs = startNs;
    this.#record(nameOf(task), task.microBatch, now);
    for (const each of task.beside ? [task, task.beside] : [task]) {
      if (each.kind === "weight") continue;
      this.#send(each, now);
      this.#hold(each.kind === "forward" ? 1 : -1, now);
    }
    if ((task.kind !== "forward" || task.beside) && times.scatterNs > 0) {
      this.#collective("gradient scatter", now, passes.scatter);
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
    const to = this.#ways.next(task);
    if (to === undefined) return;
    const { chunk, link } = to;
    const stage = this.#stages[to.stage] as PipelineStage;
    const code = this.#ways.input(task, chunk);
    stage.#readyNs[code] = now;
    const sent = this.#parts.passes.send(task.kind as "forward" | "backward", link);
    this.#links[link].put(now, sent, (_, endNs) => stage.handle(arrivalBase + code, endNs));
  }

  #record(what: string, microBatch: number | null, now: number): void {
    this.#parts.spans.add(this.#parts.index, what, microBatch, this.#startedNs, now);
  }
}
