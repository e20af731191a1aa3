/**
 * The tasks of a stage as columns: what each waits for and where what it makes goes, by numbers of inputs of the whole pipeline.
 * They hang on the schedule and the shape of the pipeline alone, so that the jobs of a search that are alike in these share them.
 */
import type { PipelineShape, Schedule, Task } from "../schedules/schedule.ts";
import { kindOf } from "./stage-passes.ts";
import { TaskWays } from "./task-ways.ts";

/** Where nothing is waited for, or nothing goes. */
export const nowhere = -1;

/** Sends are told apart by what is sent (0 activations, 2 gradients) and the way it goes (0 down, 1 up). */
export const sendKinds = [
  ["forward", "down"],
  ["forward", "up"],
  ["backward", "down"],
  ["backward", "up"],
] as const;

/** By place in the order; two entries a task, the second of what runs beside it. */
export interface TaskTable {
  /** Which of `samples` takes as long. */
  kinds: Uint16Array;
  samples: readonly Task[];
  inputs: Int32Array;
  outputs: Int32Array;
  /** Which of `sendKinds`. */
  sends: Uint8Array;
}

/** Of each order the last table, and whose it is: a schedule may give several stages one list. */
const known = new WeakMap<
  readonly Task[],
  { schedule: Schedule; stage: number; stages: number; table: TaskTable }
>();

/** The table of `stage`. */
export function taskTable(schedule: Schedule, stage: number, shape: PipelineShape): TaskTable {
  const order = schedule.order(stage, shape);
  const { stages } = shape;
  const last = known.get(order);
  if (last?.schedule === schedule && last.stage === stage && last.stages === stages) return last.table;
  const table = tableOf(order, new TaskWays(stage, shape, schedule), stage);
  known.set(order, { schedule, stage, stages, table });
  return table;
}

function tableOf(order: readonly Task[], ways: TaskWays, stage: number): TaskTable {
  const kinds = new Uint16Array(order.length);
  const samples: Task[] = [];
  const places = new Map<number, number>();
  const inputs = new Int32Array(2 * order.length).fill(nowhere);
  const outputs = new Int32Array(2 * order.length).fill(nowhere);
  const sends = new Uint8Array(2 * order.length);
  const enter = (task: Task, place: number) => {
    if (!ways.isFree(task)) inputs[place] = stage * ways.inputs + ways.input(task);
    const to = task.kind === "weight" ? undefined : ways.next(task);
    if (to === undefined) return;
    outputs[place] = to.stage * ways.inputs + ways.input(task, to.chunk);
    sends[place] = (task.kind === "forward" ? 0 : 2) + (to.link === "down" ? 0 : 1);
  };
  for (const [place, task] of order.entries()) {
    const kind = kindOf(task) + (task.beside ? 2 ** 16 * (1 + kindOf(task.beside)) : 0);
    const sample = places.get(kind) ?? samples.push(task) - 1;
    places.set(kind, sample);
    kinds[place] = sample;
    enter(task, 2 * place);
    if (task.beside) enter(task.beside, 2 * place + 1);
  }
  return { kinds, samples, inputs, outputs, sends };
}
