/**
 * A step of a pipeline, told without its events. Where nothing runs beside passes, and nobody else meets what stages send, all
 * of it is settled by who waits for whom alone, whatever the order in which it is told:
 *
 *     a pass begins when the one before it on its stage is over and its inputs have come
 *     an input comes when its sender is done, the link is free, and it is sent
 *
 * Stages are worked through in turn, each as far as its inputs are known. Times and accounts are those of the play of events
 * (`pipeline.ts`) to the last digit, at a fifth of the cost.
 */
import { RingBuffer } from "../../../kernel/ring-buffer.ts";
import { Simulator } from "../../../kernel/simulator.ts";
import type { PipelineShape, Schedule } from "../schedules/schedule.ts";
import type { StageTimes } from "../stage/stage-times.ts";
import { Pipeline } from "./pipeline.ts";
import { bookPass, noPass } from "./running-pass.ts";
import { StageAccount, timesOf } from "./stage-account.ts";
import { type PricedTask, StagePasses } from "./stage-passes.ts";
import type { StageSpans } from "./stage-spans.ts";
import type { StepRun } from "./step-run.ts";
import { nowhere, sendKinds, type TaskTable, taskTable } from "./task-table.ts";
import { inputsOf } from "./task-ways.ts";

/** What is known of a step before it begins. */
export interface LoneStep {
  times: readonly StageTimes[];
  schedule: Schedule;
  microBatches: number;
  /** Time at its start in which there is no data to work on, ns. */
  dataStallNs?: number;
}

/** Time of a step, ns; undefined where something runs beside passes, or stages would wait for each other for ever. */
export function loneStepNs(step: LoneStep): number | undefined {
  return walked(step, 0)?.endNs;
}

/** A step that was told as it began. */
export class LonePipeline implements StepRun {
  readonly #step: LoneStep;
  readonly #startNs: number;
  readonly #accounts: readonly StageAccount[];

  private constructor(step: LoneStep, startNs: number, accounts: readonly StageAccount[]) {
    this.#step = step;
    this.#startNs = startNs;
    this.#accounts = accounts;
  }

  /** Starts `step`, in one event at its end, where it can be told; `done` is called then. */
  static start(simulator: Simulator, step: LoneStep, done: (now: number) => void): LonePipeline | undefined {
    const { now: startNs } = simulator;
    const accounts = step.times.map(() => new StageAccount());
    const told = walked(step, startNs, accounts);
    if (told === undefined) return undefined;
    const { endNs, events } = told;
    const end = (_: number, now: number) => {
      simulator.passOver(events - 1);
      done(now);
    };
    simulator.scheduleAt(endNs, { handle: end }, 0);
    return new LonePipeline(step, startNs, accounts);
  }

  get stageCount(): number {
    return this.#accounts.length;
  }

  timesNs(endNs: number) {
    return timesOf(this.#accounts, endNs);
  }

  /** Played for those who ask: few do, and a step has two spans for every micro-batch of every stage. */
  get spans(): StageSpans {
    const { times, schedule, microBatches, dataStallNs } = this.#step;
    const simulator = new Simulator("a step told before");
    const pipeline = new Pipeline(times, schedule, microBatches, { dataStallNs });
    simulator.scheduleAt(this.#startNs, { handle: () => pipeline.start(simulator) }, 0);
    simulator.run();
    return pipeline.spans;
  }
}

/** When a step that begins at `startNs` ends, and how many events its play has; `accounts` of its stages are kept if there are any. */
function walked(
  { times, schedule, microBatches, dataStallNs = 0 }: LoneStep,
  startNs: number,
  accounts: readonly StageAccount[] = [],
): { endNs: number; events: number } | undefined {
  const passes = times.map((_, index) => new StagePasses(times, index, schedule));
  if (!passes.every(isLone)) return undefined;
  const shape = { stages: times.length, microBatches };
  const inputs = new Inputs(shape, schedule);
  const from = { startNs, freeNs: startNs + dataStallNs };
  const stages = passes.map((each, index) => {
    const parts = { table: taskTable(schedule, index, shape), passes: each, account: accounts[index] };
    return new LoneStage(parts, inputs, from);
  });
  const due = new RingBuffer<LoneStage>();
  for (const stage of stages) due.push(stage);
  for (let stage = due.shift(); stage; stage = due.shift()) stage.goOn(stages, due);
  if (!stages.every(({ isOver }) => isOver)) return undefined;
  const endNs = Math.max(...stages.map((stage) => stage.end()));
  return { endNs, events: stages.reduce((sum, { events }) => sum + events, 0) };
}

/** Whether nothing of a stage runs beside its passes: gradients are exchanged once, after all of them, and no weights collected. */
function isLone({ times }: StagePasses): boolean {
  const { gatherNs, teacherGatherNs, scatterNs, buckets, plays } = times;
  return gatherNs + teacherGatherNs + scatterNs === 0 && buckets === 1 && plays === undefined;
}

/** Inputs of all stages by number: when they came, NaN where they have not come, and when their sender had them ready. */
class Inputs {
  readonly ofStage: number;
  readonly arrivedNs: Float64Array;
  readonly readyNs: Float64Array;

  constructor(shape: PipelineShape, schedule: Schedule) {
    this.ofStage = inputsOf(shape, schedule);
    this.arrivedNs = new Float64Array(shape.stages * this.ofStage).fill(Number.NaN);
    this.readyNs = new Float64Array(shape.stages * this.ofStage);
  }
}

/** What a stage of such a pipeline is made of; without an account only its time is told. */
interface LoneParts {
  table: TaskTable;
  passes: StagePasses;
  account: StageAccount | undefined;
}

/** Events of a stage beside its passes and what it sends: its data have come, gradients are exchanged, the optimizer is done. */
const eventsBeside = 3;

/** A stage of such a pipeline. */
class LoneStage {
  /** Events that its play has. */
  events = eventsBeside;
  readonly #passes: StagePasses;
  readonly #table: TaskTable;
  readonly #inputs: Inputs;
  readonly #account: StageAccount | undefined;
  /** By kind. */
  readonly #priced: readonly PricedTask[];
  readonly #sendNs: readonly number[];
  /** When the links down and up are free. */
  readonly #linkFreeNs = [0, 0];
  readonly #running = noPass();
  #position = 0;
  /** Whether it is in line to go on. */
  #isDue = true;
  /** When the pass before is over. */
  #freeNs: number;

  constructor(
    { table, passes, account }: LoneParts,
    inputs: Inputs,
    { startNs, freeNs }: { startNs: number; freeNs: number },
  ) {
    this.#passes = passes;
    this.#table = table;
    this.#inputs = inputs;
    this.#account = account;
    this.#priced = table.samples.map((task) => passes.priced(task));
    this.#sendNs = sendKinds.map(([kind, way]) => passes.send(kind, way).aloneNs);
    this.#freeNs = freeNs;
    account?.begins(startNs);
    account?.upTo(freeNs, "data stall");
  }

  /** Runs the passes whose inputs are known, and puts the stages that get something of them on `due`. */
  goOn(stages: readonly LoneStage[], due: RingBuffer<LoneStage>): void {
    this.#isDue = false;
    for (; !this.isOver; this.#position++) {
      const entry = 2 * this.#position;
      const arrivedNs = this.#latest(this.#inputs.arrivedNs, entry);
      if (Number.isNaN(arrivedNs)) return;
      this.#run(arrivedNs, entry);
      this.#send(entry, stages, due);
      this.#send(entry + 1, stages, due);
    }
  }

  /** Whether all its passes are. */
  get isOver(): boolean {
    return this.#position === this.#table.kinds.length;
  }

  /** Exchanges gradients after the last pass; when the optimizer is done, ns. */
  end(): number {
    const { bucket, times } = this.#passes;
    const exchangedNs = this.#freeNs + bucket.aloneNs;
    const endNs = exchangedNs + (times.optimizerNs + times.stepOverheadNs);
    this.#account?.upTo(exchangedNs, "gradient exchange");
    this.#account?.upTo(endNs - times.stepOverheadNs, "optimizer");
    this.#account?.upTo(endNs, "step overhead");
    return endNs;
  }

  /** The latest of `timesNs` of the inputs of the task at `entry`; before all else where it has none. */
  #latest(timesNs: Float64Array, entry: number): number {
    const { inputs } = this.#table;
    const [own, beside] = [inputs[entry] as number, inputs[entry + 1] as number];
    const ns = own === nowhere ? Number.NEGATIVE_INFINITY : (timesNs[own] as number);
    return beside === nowhere ? ns : Math.max(ns, timesNs[beside] as number);
  }

  /** Works on the task at `entry`, whose inputs have come at `arrivedNs`. */
  #run(arrivedNs: number, entry: number): void {
    const priced = this.#priced[this.#table.kinds[this.#position] as number] as PricedTask;
    const startNs = Math.max(this.#freeNs, arrivedNs);
    const endNs = startNs + priced.workNs;
    this.#freeNs = endNs;
    this.events++;
    const account = this.#account;
    if (account === undefined) return;
    account.upTo(Math.min(startNs, this.#latest(this.#inputs.readyNs, entry)), "pipeline bubble");
    account.upTo(Math.min(startNs, arrivedNs), "pipeline sends");
    const running = this.#running;
    running.startNs = startNs;
    running.pass = priced.pass;
    running.workNs = priced.workNs;
    running.recomputeNs = priced.recomputeNs;
    running.teacherNs = priced.teacherNs;
    bookPass(account, this.#passes.share, running, endNs);
    // What rounding leaves between the sum of the parts and the whole goes where the play of events puts it.
    account.upTo(endNs, "parameter gathers");
  }

  #send(entry: number, stages: readonly LoneStage[], due: RingBuffer<LoneStage>): void {
    const { outputs, sends } = this.#table;
    const output = outputs[entry] as number;
    if (output === nowhere) return;
    const send = sends[entry] as number;
    const link = send & 1;
    const endNs = Math.max(this.#freeNs, this.#linkFreeNs[link] as number) + (this.#sendNs[send] as number);
    this.#linkFreeNs[link] = endNs;
    this.events++;
    const { readyNs, arrivedNs, ofStage } = this.#inputs;
    readyNs[output] = this.#freeNs;
    arrivedNs[output] = endNs;
    const stage = stages[Math.floor(output / ofStage)] as LoneStage;
    // Whoever waits its turn already looks at this then too.
    if (stage.#isDue) return;
    stage.#isDue = true;
    due.push(stage);
  }
}
