/**
 * What every schedule must keep: each stage runs every pass of every micro-batch and chunk once, a backward pass after its
 * forward pass and a gradient of weights after its backward pass, holds at most as many micro-batches as it says, and no stage
 * waits for another that waits for it.
 */

import type { Contract, FamilyContract } from "../../../base/contract.ts";
import { counted } from "../../../base/counted.ts";
import type { PipelineShape, Schedule, Task } from "./schedule.ts";

/** Passes of micro-batches whose order is kept for the next who asks; beyond, all are forgotten. */
const passesKeptMost = 2 ** 17;

/** Checks each shape once, when its first stage is asked for. */
export const scheduleContract: FamilyContract<Schedule> = {
  family: "schedule",
  guard(schedule, contract) {
    contract.functions(schedule, ["order", "inFlight"]);
    if (schedule.chunks !== undefined) contract.whole(schedule.chunks, "chunks", 1);
    const orders = new Map<string, Task[][]>();
    let passesKept = 0;
    const ordersOf = (shape: PipelineShape): Task[][] => {
      const key = `${shape.stages} ${shape.microBatches}`;
      const known = orders.get(key);
      if (known !== undefined) return known;
      const made = Array.from({ length: shape.stages }, (_, stage) =>
        tasksIn(
          contract.call("order", () => schedule.order(stage, shape)),
          contract,
        ),
      );
      for (const [stage, order] of made.entries()) checkStage({ schedule, contract, shape, stage }, order);
      checkProgress({ schedule, contract, shape }, made);
      const passes = shape.stages * shape.microBatches;
      if (passesKept + passes > passesKeptMost) {
        orders.clear();
        passesKept = 0;
      }
      passesKept += passes;
      orders.set(key, made);
      return made;
    };
    return {
      ...schedule,
      order: (stage, shape) => ordersOf(shape)[stage] as Task[],
      inFlight: (stage, shape) => {
        const held = contract.call("inFlight", () => schedule.inFlight(stage, shape));
        contract.atLeast(held, `inFlight on stage ${stage} is`, 0);
        if (held > shape.microBatches)
          throw contract.breach(
            `inFlight on stage ${stage} is ${held}`,
            `at most the ${counted(shape.microBatches, "micro-batch", "micro-batches")} of a step`,
          );
        return held;
      },
      ...(schedule.unfit && {
        unfit: (shape, layers) => {
          const wanted = contract.call("unfit", () => schedule.unfit?.(shape, layers));
          if (wanted === undefined || typeof wanted === "string") return wanted;
          throw contract.breach(`unfit: ${typeof wanted}`, "words for what it asks for, or nothing");
        },
      }),
    };
  },
};

interface Checked {
  schedule: Schedule;
  contract: Contract;
  shape: PipelineShape;
}

/** `order`, which is a list of tasks. */
function tasksIn(order: Task[], contract: Contract): Task[] {
  const isTask = (value: unknown) => typeof value === "object" && value !== null;
  if (!Array.isArray(order)) throw contract.breach(`order: ${typeof order}`, "a list of tasks");
  const isWhole = (task: Task) => isTask(task) && (task.beside === undefined || isTask(task.beside));
  if (!order.every(isWhole)) throw contract.breach("order: a list with something else", "tasks alone");
  return order;
}

/** Passes in the order in which they begin. */
function passesOf(order: readonly Task[]): readonly Task[] {
  if (!order.some(({ beside }) => beside)) return order;
  return order.flatMap((task) => (task.beside ? [task, task.beside] : [task]));
}

function nameOf({ kind, microBatch, chunk = 0 }: Task): string {
  return `${kind} ${microBatch}${chunk > 0 ? ` of chunk ${chunk}` : ""}`;
}

function checkStage(
  { schedule, contract, shape, stage }: Checked & { stage: number },
  order: readonly Task[],
) {
  const { chunks = 1, bidirectional = false, splitsBackward = false } = schedule;
  const perChunk = bidirectional ? shape.microBatches / 2 : shape.microBatches;
  const whole = perChunk * chunks;
  const passes = () => ({ count: 0, done: new Uint8Array(whole) });
  const done = { forward: passes(), backward: passes(), weight: passes() };
  const keyOf = ({ microBatch, chunk = 0 }: Task) => chunk * perChunk + microBatch;
  let [held, most] = [0, 0];
  for (const task of passesOf(order)) {
    const of = () => `${nameOf(task)} on stage ${stage}`;
    if (!isIn(task.microBatch, perChunk))
      contract.whole(task.microBatch, `on stage ${stage} ${task.kind} of micro-batch`, 0, perChunk - 1);
    if (!isIn(task.chunk ?? 0, chunks))
      contract.whole(task.chunk ?? 0, `on stage ${stage} chunk`, 0, chunks - 1);
    const kind = done[task.kind];
    if (kind === undefined)
      throw contract.breach(`${task.kind} on stage ${stage}`, "forward, backward or weight");
    const key = keyOf(task);
    if (kind.done[key] === 1) throw contract.breach(`${of()} twice`, "every pass once");
    kind.done[key] = 1;
    kind.count++;
    if (task.kind === "backward" && done.forward.done[key] === 0)
      throw contract.breach(`${of()} before its forward pass`, "the forward pass first");
    if (task.kind === "weight" && done.backward.done[key] === 0)
      throw contract.breach(`${of()} before its backward pass`, "the backward pass first");
    const frees =
      task.kind === "weight" || (task.kind === "backward" && (!splitsBackward || task.withWeights));
    if (task.kind === "forward") most = Math.max(most, ++held);
    if (frees) {
      held--;
      if (done.weight.done[key] === 0) done.weight.count++;
      done.weight.done[key] = 1;
    }
  }
  for (const [kind, { count }] of Object.entries(done)) {
    if (count === whole) continue;
    const found = `${count} of ${whole} ${kind} passes on stage ${stage}`;
    throw contract.breach(found, "every pass once");
  }
  const said = schedule.inFlight(stage, shape);
  if (!(most / chunks <= said + 1e-9)) {
    const found = `${most / chunks} micro-batches in flight on stage ${stage}`;
    throw contract.breach(found, `at most the ${said} that it says`);
  }
}

/** Whether `value` is one of the whole numbers from 0 to `count` - 1. */
function isIn(value: unknown, count: number): boolean {
  return Number.isInteger(value) && (value as number) >= 0 && (value as number) < count;
}

/** Runs all stages as far as what they wait for lets them; every pass must come to its turn. */
function checkProgress({ schedule, contract, shape }: Checked, orders: readonly (readonly Task[])[]): void {
  const { stages, microBatches } = shape;
  const flows = schedule.bidirectional ? 2 : 1;
  const positions = (schedule.bidirectional ? 1 : (schedule.chunks ?? 1)) * stages;
  /** By flow, position and micro-batch. */
  const done = {
    forward: new Uint8Array(flows * positions * microBatches),
    backward: new Uint8Array(flows * positions * microBatches),
  };
  const keyOf = (task: Task, position: number) =>
    (flowOf(schedule, task) * positions + position) * microBatches + task.microBatch;
  const isReady = (task: Task, position: number): boolean => {
    if (task.kind === "forward") return position === 0 || done.forward[keyOf(task, position - 1)] === 1;
    if (task.kind === "weight" || position === positions - 1) return true;
    return done.backward[keyOf(task, position + 1)] === 1;
  };
  const place = new Array<number>(stages).fill(0);
  for (let moved = true; moved; ) {
    moved = false;
    for (let stage = 0; stage < stages; stage++) {
      const at = (task: Task) => positionOf(schedule, stages, stage, task.chunk ?? 0);
      const order = orders[stage] as readonly Task[];
      for (let task = order[place[stage] as number]; task; task = order[place[stage] as number]) {
        const { beside } = task;
        if (!isReady(task, at(task)) || (beside && !isReady(beside, at(beside)))) break;
        for (const each of beside ? [task, beside] : [task])
          if (each.kind !== "weight") done[each.kind][keyOf(each, at(each))] = 1;
        place[stage] = (place[stage] as number) + 1;
        moved = true;
      }
    }
  }
  const stuck = place.findIndex((at, stage) => at < (orders[stage] as readonly Task[]).length);
  if (stuck < 0) return;
  const task = (orders[stuck] as readonly Task[])[place[stuck] as number] as Task;
  throw contract.breach(
    `${nameOf(task)} on stage ${stuck} waits for ever`,
    "an order in which no stages wait for each other",
  );
}

/** Which of two opposite streams of micro-batches a pass belongs to; one where there is one. */
function flowOf({ bidirectional }: Schedule, { chunk = 0 }: Task): number {
  return bidirectional ? chunk : 0;
}

/** Place of a chunk of a stage in the way of its micro-batches. */
function positionOf({ bidirectional }: Schedule, stages: number, stage: number, chunk: number): number {
  if (bidirectional) return chunk === 0 ? stage : stages - 1 - stage;
  return chunk * stages + stage;
}
