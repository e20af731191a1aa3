/** How long each task of a stage takes and what it exchanges, from the times of the layers that it works on. */
import { lazy } from "../../../base/lazy.ts";
import type { ExchangePlay } from "../../../network/graph/exchange-run.ts";
import type { Schedule, Task } from "../schedules/schedule.ts";
import { inTurn, type PassTime, passNs, sideBySide } from "../stage/pass-time.ts";
import { inSequence, type StageExchange, scaled } from "../stage/stage-exchange.ts";
import type { StageMemory } from "../stage/stage-memory.ts";
import type { StageTimes } from "../stage/stage-times.ts";

/** To the next stage of the pipeline, or to the one before. */
export type Way = "down" | "up";

const nothing: StageExchange = { aloneNs: 0 };

/** What a task takes. */
export interface PricedTask {
  pass: PassTime;
  /** Forward work that it does again first, and the teacher's forward pass before it, ns. */
  recomputeNs: number;
  teacherNs: number;
  /** All of it, alone, ns. */
  workNs: number;
}

/** The same number for tasks of a stage that take as long, but for what runs beside them. */
export function kindOf({ kind, chunk = 0, withWeights }: Task): number {
  return 4 * chunk + (kind === "forward" ? 0 : kind === "weight" ? 1 : withWeights ? 2 : 3);
}

/** Tasks of one stage, priced. */
export class StagePasses {
  /** Times of the stage's position in the model. */
  readonly times: StageTimes;
  /** Part of a pass that one chunk of layers takes. */
  readonly share: number;
  /** Exchange of one bucket of gradients of all the stage's layers, once a step. */
  readonly bucket: StageExchange;
  /** Memory that passes share with collectives; absent where none runs beside them. */
  readonly memory: StageMemory | undefined;
  readonly #mirrored: StageTimes | undefined;
  /** By chunk and kind of task: all micro-batches take as long. */
  readonly #priced: (PricedTask | undefined)[] = [];
  readonly #sends: Readonly<Record<"forward" | "backward", Readonly<Record<Way, () => StageExchange>>>>;

  /** `all` holds the times of every position; stage `index` has its own and, where the schedule is bidirectional, its mirror image's. */
  constructor(all: readonly StageTimes[], index: number, { chunks = 1, bidirectional }: Schedule) {
    this.times = all[index] as StageTimes;
    this.#mirrored = bidirectional ? all[all.length - 1 - index] : undefined;
    this.memory = this.times.plays?.memory;
    this.share = bidirectional ? 1 : 1 / chunks;
    const own = { aloneNs: this.times.bucketNs, plays: this.times.plays?.bucket };
    const mirrored = this.#mirrored && {
      aloneNs: this.#mirrored.bucketNs,
      plays: this.#mirrored.plays?.bucket,
    };
    this.bucket = mirrored ? inSequence(own, mirrored) : own;
    const { sendNs, teacherSendNs, plays } = this.times;
    const sends = {
      down: { aloneNs: sendNs, plays: plays?.send },
      up: { aloneNs: sendNs, plays: plays?.sendUp },
    };
    const taught = { aloneNs: teacherSendNs, plays: plays?.teacherSend };
    const forward = (way: Way) => lazy(() => inSequence(sends[way], taught));
    this.#sends = {
      forward: { down: forward("down"), up: forward("up") },
      backward: { down: () => sends.down, up: () => sends.up },
    };
  }

  /** What `task` takes. */
  priced(task: Task): PricedTask {
    if (task.beside !== undefined) return this.#price(task);
    const place = kindOf(task);
    const priced = this.#priced[place] ?? this.#price(task);
    this.#priced[place] = priced;
    return priced;
  }

  #price(task: Task): PricedTask {
    const pass = this.of(task);
    const again = task.kind === "backward" ? task : task.beside;
    const recomputeNs = again ? this.share * passNs(this.#timesOf(again).recompute) : 0;
    const teacherNs = task.kind === "forward" ? this.share * passNs(this.#timesOf(task).teacher) : 0;
    return { pass, recomputeNs, teacherNs, workNs: recomputeNs + teacherNs + this.share * passNs(pass) };
  }

  /** The pass of `task`, without what it computes again. */
  of(task: Task): PassTime {
    const { forward, backward, weight } = this.#timesOf(task);
    if (task.kind === "weight") return weight;
    if (task.kind === "backward") return task.withWeights ? inTurn(backward, weight) : backward;
    return task.beside ? sideBySide(forward, this.of(task.beside)) : forward;
  }

  /** Time in which the memory works for `task`, with what it does again and the teacher's pass, ns. */
  memoryNs(task: Task): number {
    const { teacher } = this.#timesOf(task);
    const backward = task.kind === "backward" ? task : task.beside;
    const all = [
      this.of(task),
      ...(backward ? [this.#timesOf(backward).recompute] : []),
      ...(task.kind === "forward" ? [teacher] : []),
    ];
    return this.share * all.reduce((sum, { memoryBusy = 0 }) => sum + memoryBusy, 0);
  }

  /** What `task` exchanges on links that others may use: recomputed, the teacher's and its own. */
  playsOf(task: Task): readonly ExchangePlay[] {
    const plays = this.#timesOf(task).plays;
    if (plays === undefined || task.kind === "weight") return [];
    const own: ("teacher" | "forward" | "recompute" | "backward")[] =
      task.kind === "forward" ? ["teacher", "forward"] : ["recompute", "backward"];
    return [
      ...own
        .flatMap((name) => plays[name])
        .map((play) => ({ ...play, times: this.share * (play.times ?? 1) })),
      ...(task.beside ? this.playsOf(task.beside) : []),
    ];
  }

  /** Collecting the weights that `task` needs, of the teacher and of a pass side by side too. */
  gather(task: Task): StageExchange {
    if (task.kind === "weight") return nothing;
    const { gatherNs, teacherGatherNs, plays } = this.#timesOf(task);
    if (gatherNs + teacherGatherNs === 0 && plays === undefined && !task.beside) return nothing;
    const isTaught = task.kind === "forward";
    const own = {
      aloneNs: gatherNs + (isTaught ? teacherGatherNs : 0),
      plays: plays && [...plays.gather, ...(isTaught ? plays.teacherGather : [])],
    };
    const all = scaled(own, this.share);
    return task.beside ? inSequence(all, this.gather(task.beside)) : all;
  }

  /** Summing gradients after a backward pass. */
  get scatter(): StageExchange {
    const { scatterNs, plays } = this.times;
    return scaled({ aloneNs: scatterNs, plays: plays?.scatter }, this.share);
  }

  /** Activations, or their gradients, on their `way` along the pipeline: those of a bidirectional one go both ways. */
  send(kind: "forward" | "backward", way: Way): StageExchange {
    return this.#sends[kind][way]();
  }

  #timesOf({ chunk }: Task): StageTimes {
    return (chunk === 1 && this.#mirrored) || this.times;
  }
}
