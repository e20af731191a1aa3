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
 * Events: two per stage, micro-batch, chunk and direction, one a stage at the end; more for exchanges that share links. Where
 * nothing overlaps and nobody else is met, one in all: `lone-pipeline.ts` tells the step.
 */
import { Simulator, type Worker } from "../../../kernel/simulator.ts";
import type { Target } from "../../../kernel/target.ts";
import type { PipelineShape, Schedule } from "../schedules/schedule.ts";
import type { StageTimes } from "../stage/stage-times.ts";
import { isLone, LoneStage, runAlone } from "./lone-pipeline.ts";
import type { PipelineOptions } from "./pipeline-options.ts";
import { PipelineStage } from "./pipeline-stage.ts";
import { StageAccount, type TimeName } from "./stage-account.ts";
import { StagePasses } from "./stage-passes.ts";
import { type StageSpan, StageSpans } from "./stage-spans.ts";

/** A pipeline that runs one step. */
export class Pipeline implements Worker, Target {
  /** Stages that are played by events, or those of a step that is told without: one of the two is empty. */
  readonly played: readonly PipelineStage[] = [];
  readonly #lone: readonly LoneStage[] = [];
  readonly #plan: { times: readonly StageTimes[]; schedule: Schedule; microBatches: number };
  readonly #options: PipelineOptions;
  /** What stages did; undefined where no event tells it. */
  readonly #spans: StageSpans | undefined;
  #finished = 0;
  #simulator: Simulator | undefined;
  #startNs = 0;

  constructor(
    times: readonly StageTimes[],
    schedule: Schedule,
    microBatches: number,
    options: PipelineOptions = {},
  ) {
    this.#plan = { times, schedule, microBatches };
    this.#options = options;
    const { links, meeting, timeline, byEvents = false } = options;
    const shape: PipelineShape = { stages: times.length, microBatches };
    const passes = times.map((_, index) => new StagePasses(times, index, schedule));
    const meets = links !== undefined || meeting !== undefined;
    if (!meets && !byEvents && timeline === undefined && passes.every(isLone)) {
      this.#lone = passes.map((each, index) => {
        const account = accountOf(index, options);
        return new LoneStage(index, { shape, passes: each, schedule, account });
      });
      return;
    }
    const spans = new StageSpans();
    this.#spans = spans;
    const finished = () => {
      this.#finished++;
      if (this.done) this.#end();
    };
    this.played = passes.map((each, index) => {
      const account = accountOf(index, options);
      return new PipelineStage({ index, shape, passes: each, schedule, options, account, spans, finished });
    });
  }

  get stages(): readonly (PipelineStage | LoneStage)[] {
    return this.#lone.length > 0 ? this.#lone : this.played;
  }

  /** All stages have finished their optimizer. */
  get done(): boolean {
    return this.#finished === this.stages.length;
  }

  /** What stages did and when, in the order in which it ended; of a step told without events, which is played again for it. */
  get spans(): Iterable<StageSpan> {
    if (this.#spans !== undefined) return this.#spans;
    if (!this.done) return [];
    const { times, schedule, microBatches } = this.#plan;
    const { dataStallNs } = this.#options;
    const played = new Pipeline(times, schedule, microBatches, { dataStallNs, byEvents: true });
    const simulator = new Simulator("a step again");
    simulator.scheduleAt(this.#startNs, { handle: () => played.start(simulator) }, 0);
    simulator.run();
    return played.spans;
  }

  #end(): void {
    const simulator = this.#simulator as Simulator;
    simulator.unwatch(this);
    this.#options.done?.(simulator.now);
  }

  start(simulator: Simulator): void {
    this.#simulator = simulator;
    this.#startNs = simulator.now;
    simulator.watch(this);
    for (const stage of this.played) stage.start(simulator, this.played);
    if (this.#lone.length === 0) return;
    const endNs = runAlone(this.#lone, simulator.now, this.#options.dataStallNs ?? 0);
    if (endNs !== undefined) simulator.scheduleAt(endNs, this, 0);
  }

  /** The step that was told without events is over. */
  handle(): void {
    this.#finished = this.stages.length;
    this.#end();
  }

  unfinished(): string[] {
    return this.done ? [] : this.stages.flatMap((stage) => stage.waiting());
  }

  /** Time of all stages by where it went, ns, once the step is over at `endNs`; sums to stages x step. */
  timesNs(endNs: number): Map<TimeName, number> {
    const all = new Map<TimeName, number>();
    for (const { account } of this.stages) {
      account.upTo(endNs, "pipeline bubble");
      for (const [name, ns] of account.timesNs) all.set(name, (all.get(name) ?? 0) + ns);
    }
    return all;
  }
}

function accountOf(index: number, { ranksOf, timeline }: PipelineOptions): StageAccount {
  return new StageAccount(ranksOf ? `stage ${index} (${ranksOf(index)})` : `stage ${index}`, timeline);
}
