/**
 * A step of a pipeline without an event. Where nothing runs beside passes, and nobody else meets what stages send, a step is
 * settled by who waits for whom alone, whatever the order in which it is told:
 *
 *     a pass begins when the one before it on its stage is over and its inputs have come
 *     an input comes when its sender is done, the link is free, and it is sent
 *
 * Stages are worked through in turn, each as far as its inputs are known. Times and accounts are those of the play of events
 * (`pipeline-stage.ts`) to the last digit, at a fifth of the time.
 */
import { RingBuffer } from "../../../kernel/ring-buffer.ts";
import type { PipelineShape, Schedule, Task } from "../schedules/schedule.ts";
import { passNs } from "../stage/pass-time.ts";
import { bookPass, noPass, waitText } from "./running-pass.ts";
import type { StageAccount } from "./stage-account.ts";
import type { StagePasses, Way } from "./stage-passes.ts";
import { TaskWays } from "./task-ways.ts";

/** Whether nothing of a stage runs beside its passes: gradients are exchanged once, after all of them, and no weights collected. */
export function isLone({ times }: StagePasses): boolean {
  const { gatherNs, teacherGatherNs, scatterNs, buckets } = times;
  return gatherNs + teacherGatherNs + scatterNs === 0 && buckets === 1;
}

/** A stage of such a pipeline. */
export class LoneStage {
  readonly account: StageAccount;
  readonly #index: number;
  readonly #passes: StagePasses;
  readonly #ways: TaskWays;
  readonly #order: readonly Task[];
  /** When inputs came and when their sender had them ready; NaN where they have not come. */
  readonly #arrivedNs: Float64Array;
  readonly #readyNs: Float64Array;
  readonly #linkFreeNs: Record<Way, number> = { down: 0, up: 0 };
  readonly #running = noPass();
  #position = 0;
  /** Whether it is in line to go on. */
  #isDue = true;
  /** When the pass before is over. */
  #freeNs = 0;

  constructor(
    index: number,
    parts: { shape: PipelineShape; passes: StagePasses; schedule: Schedule; account: StageAccount },
  ) {
    const { shape, passes, schedule, account } = parts;
    this.account = account;
    this.#index = index;
    this.#passes = passes;
    this.#ways = new TaskWays(index, shape, schedule);
    this.#order = schedule.order(index, shape);
    this.#arrivedNs = new Float64Array(this.#ways.inputs).fill(Number.NaN);
    this.#readyNs = new Float64Array(this.#ways.inputs);
  }

  /** The step begins at `now`, with work to do after `dataStallNs`. */
  begin(now: number, dataStallNs: number): void {
    this.account.begins(now);
    this.#freeNs = now + dataStallNs;
    this.account.upTo(this.#freeNs, "data stall");
  }

  /** Runs the passes whose inputs are known, and puts the stages that get something of them on `due`. */
  goOn(stages: readonly LoneStage[], due: RingBuffer<LoneStage>): void {
    this.#isDue = false;
    for (; this.#position < this.#order.length; this.#position++) {
      const task = this.#order[this.#position] as Task;
      const startNs = this.#startOf(task);
      if (startNs === undefined) return;
      this.#run(task, startNs);
      this.#send(task, stages, due);
      if (task.beside) this.#send(task.beside, stages, due);
    }
  }

  /** Exchanges gradients and steps the optimizer after the last pass; result: when it is done, undefined where passes are left. */
  end(): number | undefined {
    if (this.#position < this.#order.length) return undefined;
    const { bucket, times } = this.#passes;
    const { optimizerNs, stepOverheadNs } = times;
    const exchangedNs = this.#freeNs + bucket.aloneNs;
    this.account.upTo(exchangedNs, "gradient exchange");
    const endNs = exchangedNs + (optimizerNs + stepOverheadNs);
    this.account.upTo(endNs - stepOverheadNs, "optimizer");
    this.account.upTo(endNs, "step overhead");
    return endNs;
  }

  waiting(): string[] {
    const task = this.#order[this.#position];
    return task === undefined ? [] : [waitText(this.#index, task)];
  }

  /** When `task` begins, with what was waited for booked; undefined where that is not known yet. */
  #startOf(task: Task): number | undefined {
    let readyNs = Number.NEGATIVE_INFINITY;
    let arrivedNs = 0;
    for (const each of task.beside ? [task, task.beside] : [task]) {
      if (this.#ways.isFree(each)) continue;
      const input = this.#ways.input(each);
      readyNs = Math.max(readyNs, this.#readyNs[input] as number);
      arrivedNs = Math.max(arrivedNs, this.#arrivedNs[input] as number);
    }
    if (Number.isNaN(arrivedNs)) return undefined;
    const startNs = Math.max(this.#freeNs, arrivedNs);
    if (readyNs > Number.NEGATIVE_INFINITY) {
      this.account.upTo(Math.min(startNs, readyNs), "pipeline bubble");
      this.account.upTo(Math.min(startNs, arrivedNs), "pipeline sends");
    }
    return startNs;
  }

  #run(task: Task, startNs: number): void {
    const passes = this.#passes;
    const running = this.#running;
    running.task = task;
    running.startNs = startNs;
    running.recomputeNs = passes.recomputeNs(task);
    running.teacherNs = passes.teacherNs(task);
    running.workNs = running.recomputeNs + running.teacherNs + passes.share * passNs(passes.of(task));
    this.#freeNs = startNs + running.workNs;
    this.account.upTo(startNs, "parameter gathers");
    bookPass(this.account, passes, running, this.#freeNs);
    this.account.upTo(this.#freeNs, "parameter gathers");
  }

  #send(task: Task, stages: readonly LoneStage[], due: RingBuffer<LoneStage>): void {
    const to = task.kind === "weight" ? undefined : this.#ways.next(task);
    if (to === undefined) return;
    const { aloneNs } = this.#passes.send(task.kind as "forward" | "backward", to.link);
    const arrivedNs = Math.max(this.#freeNs, this.#linkFreeNs[to.link]) + aloneNs;
    this.#linkFreeNs[to.link] = arrivedNs;
    const stage = stages[to.stage] as LoneStage;
    const input = this.#ways.input(task, to.chunk);
    stage.#readyNs[input] = this.#freeNs;
    stage.#arrivedNs[input] = arrivedNs;
    // Whoever waits its turn already looks at this then too.
    if (stage.#isDue) return;
    stage.#isDue = true;
    due.push(stage);
  }
}

/** Lets all `stages` do the step from `now` on; result: when it is over, undefined where some wait for each other for ever. */
export function runAlone(stages: readonly LoneStage[], now: number, dataStallNs: number): number | undefined {
  const due = new RingBuffer<LoneStage>();
  for (const stage of stages) {
    stage.begin(now, dataStallNs);
    due.push(stage);
  }
  for (let stage = due.shift(); stage; stage = due.shift()) stage.goOn(stages, due);
  const endsNs = stages.map((stage) => stage.end());
  return endsNs.includes(undefined) ? undefined : Math.max(...(endsNs as number[]));
}
