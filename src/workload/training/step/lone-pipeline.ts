/**
 * How long a step of a pipeline takes, without an event. Where nothing runs beside passes, and nobody else meets what stages
 * send, that is settled by who waits for whom alone, whatever the order in which it is told:
 *
 *     a pass begins when the one before it on its stage is over and its inputs have come
 *     an input comes when its sender is done, the link is free, and it is sent
 *
 * Stages are worked through in turn, each as far as its inputs are known. The time is that of the play of events
 * (`pipeline.ts`) to the last digit, at a fifth of the cost: for choosing among jobs, not for what a run reports.
 */
import { RingBuffer } from "../../../kernel/ring-buffer.ts";
import type { PipelineShape, Schedule, Task } from "../schedules/schedule.ts";
import { passNs } from "../stage/pass-time.ts";
import type { StageTimes } from "../stage/stage-times.ts";
import { StagePasses, type Way } from "./stage-passes.ts";
import { TaskWays } from "./task-ways.ts";

/** Time of a step, ns; undefined where something runs beside passes, or stages would wait for each other for ever. */
export function loneStepNs(
  times: readonly StageTimes[],
  schedule: Schedule,
  microBatches: number,
): number | undefined {
  const passes = times.map((_, index) => new StagePasses(times, index, schedule));
  if (!passes.every(isLone)) return undefined;
  const shape = { stages: times.length, microBatches };
  const stages = passes.map((each, index) => new LoneStage(index, { shape, passes: each, schedule }));
  const due = new RingBuffer<LoneStage>();
  for (const stage of stages) due.push(stage);
  for (let stage = due.shift(); stage; stage = due.shift()) stage.goOn(stages, due);
  const endsNs = stages.map((stage) => stage.endNs);
  return endsNs.includes(undefined) ? undefined : Math.max(...(endsNs as number[]));
}

/** Whether nothing of a stage runs beside its passes: gradients are exchanged once, after all of them, and no weights collected. */
function isLone({ times }: StagePasses): boolean {
  const { gatherNs, teacherGatherNs, scatterNs, buckets } = times;
  return gatherNs + teacherGatherNs + scatterNs === 0 && buckets === 1;
}

/** A stage of such a pipeline. */
class LoneStage {
  readonly #passes: StagePasses;
  readonly #ways: TaskWays;
  readonly #order: readonly Task[];
  /** When inputs came; NaN where they have not come. */
  readonly #arrivedNs: Float64Array;
  readonly #linkFreeNs: Record<Way, number> = { down: 0, up: 0 };
  #position = 0;
  /** Whether it is in line to go on. */
  #isDue = true;
  /** When the pass before is over. */
  #freeNs = 0;

  constructor(
    index: number,
    { shape, passes, schedule }: { shape: PipelineShape; passes: StagePasses; schedule: Schedule },
  ) {
    this.#passes = passes;
    this.#ways = new TaskWays(index, shape, schedule);
    this.#order = schedule.order(index, shape);
    this.#arrivedNs = new Float64Array(this.#ways.inputs).fill(Number.NaN);
  }

  /** Runs the passes whose inputs are known, and puts the stages that get something of them on `due`. */
  goOn(stages: readonly LoneStage[], due: RingBuffer<LoneStage>): void {
    this.#isDue = false;
    for (; this.#position < this.#order.length; this.#position++) {
      const task = this.#order[this.#position] as Task;
      const inputsNs = this.#inputsOf(task);
      if (Number.isNaN(inputsNs)) return;
      this.#freeNs = Math.max(this.#freeNs, inputsNs) + this.#workNs(task);
      this.#send(task, stages, due);
      if (task.beside) this.#send(task.beside, stages, due);
    }
  }

  /** When gradients are exchanged and the optimizer is done, after the last pass; undefined where passes are left. */
  get endNs(): number | undefined {
    if (this.#position < this.#order.length) return undefined;
    const { bucket, times } = this.#passes;
    return this.#freeNs + bucket.aloneNs + (times.optimizerNs + times.stepOverheadNs);
  }

  /** When all inputs of `task` have come; NaN where that is not known yet. */
  #inputsOf(task: Task): number {
    let arrivedNs = 0;
    for (const each of task.beside ? [task, task.beside] : [task]) {
      if (this.#ways.isFree(each)) continue;
      arrivedNs = Math.max(arrivedNs, this.#arrivedNs[this.#ways.input(each)] as number);
    }
    return arrivedNs;
  }

  #workNs(task: Task): number {
    const passes = this.#passes;
    return passes.recomputeNs(task) + passes.teacherNs(task) + passes.share * passNs(passes.of(task));
  }

  #send(task: Task, stages: readonly LoneStage[], due: RingBuffer<LoneStage>): void {
    const to = task.kind === "weight" ? undefined : this.#ways.next(task);
    if (to === undefined) return;
    const { aloneNs } = this.#passes.send(task.kind as "forward" | "backward", to.link);
    const arrivedNs = Math.max(this.#freeNs, this.#linkFreeNs[to.link]) + aloneNs;
    this.#linkFreeNs[to.link] = arrivedNs;
    const stage = stages[to.stage] as LoneStage;
    stage.#arrivedNs[this.#ways.input(task, to.chunk)] = arrivedNs;
    // Whoever waits its turn already looks at this then too.
    if (stage.#isDue) return;
    stage.#isDue = true;
    due.push(stage);
  }
}
