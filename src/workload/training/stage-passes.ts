/** How long each task of a stage takes, from the times of the layers that it works on. */
import type { Schedule, Task } from "./schedules/schedule.ts";
import { inTurn, type PassTime, passNs, type StageTimes, sideBySide } from "./stage-times.ts";

/** Tasks of one stage, priced. */
export class StagePasses {
  /** Times of the stage's position in the model. */
  readonly times: StageTimes;
  /** Part of a pass that one chunk of layers takes. */
  readonly share: number;
  /** Exchange of one bucket of gradients of all the stage's layers, once a step, ns. */
  readonly bucketNs: number;
  readonly #mirrored: StageTimes | undefined;

  /** `all` holds the times of every position; stage `index` has its own and, where the schedule is bidirectional, its mirror image's. */
  constructor(all: readonly StageTimes[], index: number, { chunks = 1, bidirectional }: Schedule) {
    this.times = all[index] as StageTimes;
    this.#mirrored = bidirectional ? all[all.length - 1 - index] : undefined;
    this.share = bidirectional ? 1 : 1 / chunks;
    this.bucketNs = this.times.bucketNs + (this.#mirrored?.bucketNs ?? 0);
  }

  /** The pass of `task`, without what it computes again. */
  of(task: Task): PassTime {
    const { forward, backward, weight } = this.#timesOf(task);
    if (task.kind === "weight") return weight;
    if (task.kind === "backward") return task.withWeights ? inTurn(backward, weight) : backward;
    return task.beside ? sideBySide(forward, this.of(task.beside)) : forward;
  }

  /** Forward work that `task` does again first, ns. */
  recomputeNs(task: Task): number {
    const backward = task.kind === "backward" ? task : task.beside;
    return backward ? this.share * passNs(this.#timesOf(backward).recompute) : 0;
  }

  /** The teacher's forward pass before that of `task`, ns. */
  teacherNs(task: Task): number {
    return task.kind === "forward" ? this.share * passNs(this.#timesOf(task).teacher) : 0;
  }

  /** Collecting the weights that `task` needs, of the teacher and of a pass side by side too, ns. */
  gatherNs(task: Task): number {
    if (task.kind === "weight") return 0;
    const { gatherNs, teacherGatherNs } = this.#timesOf(task);
    const taughtNs = task.kind === "forward" ? teacherGatherNs : 0;
    return this.share * (gatherNs + taughtNs) + (task.beside ? this.gatherNs(task.beside) : 0);
  }

  #timesOf({ chunk }: Task): StageTimes {
    return (chunk === 1 && this.#mirrored) || this.times;
  }
}
