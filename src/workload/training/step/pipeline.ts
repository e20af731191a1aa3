/**
 * One training step of a pipeline as events. Each stage has a compute engine, which works through the schedule's tasks in
 * order; a link to each neighbour, which sends one thing after the other; and a collective engine beside the compute
 * engine, which gathers sharded weights ahead of the passes that need them and exchanges gradients as soon as they are
 * there, as fast as the exchanges within the pass that runs leave it time. What overlaps follows from who waits for whom:
 *
 *     forward   waits for the activations of the stage before      (and for its first layer's weights, ZeRO-3)
 *     backward  waits for the gradients of the stage after
 *     optimizer waits for the last bucket of gradients
 *
 * Ranks of a stage that do the same work at the same time (tensor, data, context, expert) are folded into one, which is
 * exact while they do not differ.
 * Events: two per stage, micro-batch, chunk and direction, one a stage at the end; more for exchanges that share links.
 */
import type { Simulator, Worker } from "../../../kernel/simulator.ts";
import type { PipelineShape, Schedule } from "../schedules/schedule.ts";
import type { StageTimes } from "../stage/stage-times.ts";
import type { PipelineOptions } from "./pipeline-options.ts";
import { PipelineStage } from "./pipeline-stage.ts";
import { StageAccount, type TimeName, timesOf } from "./stage-account.ts";
import { StagePasses } from "./stage-passes.ts";
import { StageSpans } from "./stage-spans.ts";
import type { StepRun } from "./step-run.ts";

/** A pipeline that runs one step. */
export class Pipeline implements Worker, StepRun {
  readonly spans = new StageSpans();
  readonly stages: readonly PipelineStage[];
  #finished = 0;
  #simulator: Simulator | undefined;

  constructor(
    times: readonly StageTimes[],
    schedule: Schedule,
    microBatches: number,
    options: PipelineOptions = {},
  ) {
    const shape: PipelineShape = { stages: times.length, microBatches };
    this.stages = times.map(
      (_, index) =>
        new PipelineStage({
          index,
          shape,
          passes: new StagePasses(times, index, schedule),
          schedule,
          options,
          account: accountOf(index, options),
          spans: this.spans,
          finished: () => {
            this.#finished++;
            if (this.done) this.#end(options);
          },
        }),
    );
  }

  /** All stages have finished their optimizer. */
  get done(): boolean {
    return this.#finished === this.stages.length;
  }

  #end({ done }: PipelineOptions): void {
    const simulator = this.#simulator as Simulator;
    simulator.unwatch(this);
    done?.(simulator.now);
  }

  halt(): void {
    for (const stage of this.stages) stage.halt();
    this.#simulator?.unwatch(this);
  }

  start(simulator: Simulator): void {
    this.#simulator = simulator;
    for (const stage of this.stages) stage.start(simulator, this.stages);
    simulator.watch(this);
  }

  unfinished(): string[] {
    return this.done ? [] : this.stages.flatMap((stage) => stage.waiting());
  }

  get stageCount(): number {
    return this.stages.length;
  }

  timesNs(endNs: number): Map<TimeName, number> {
    return timesOf(
      this.stages.map(({ account }) => account),
      endNs,
    );
  }
}

function accountOf(index: number, { ranksOf, timeline }: PipelineOptions): StageAccount {
  return new StageAccount(ranksOf ? `stage ${index} (${ranksOf(index)})` : `stage ${index}`, timeline);
}
