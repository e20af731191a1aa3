/**
 * What every schedule must keep: each stage runs every pass of every micro-batch and chunk once, a backward pass after its
 * forward pass and a gradient of weights after its backward pass, holds at most as many micro-batches as it says, and no stage
 * waits for another that waits for it.
 */
import type { Contract, FamilyContract } from "../../../base/contract.ts";
import type { PipelineShape, Schedule, Task } from "./schedule.ts";

/** Checks each shape once, when its first stage is asked for. */
export const scheduleContract: FamilyContract<Schedule> = {
  family: "schedule",
  guard(schedule, contract) {
    contract.functions(schedule, ["order", "inFlight"]);
    if (schedule.chunks !== undefined) contract.whole(schedule.chunks, "chunks", 1);
    const orders = new Map<string, Task[][]>();
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
      orders.set(key, made);
      return made;
    };
    return {
      ...schedule,
      order: (stage, shape) => ordersOf(shape)[stage] as Task[],
      inFlight: (stage, shape) => {
        const held = contract.call("inFlight", () => schedule.inFlight(stage, shape));
        contract.atLeast(held, `inFlight on stage ${stage} is`, 0);
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
function passesOf(order: readonly Task[]): Task[] {
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
  const done = { forward: new Set<number>(), backward: new Set<number>(), weight: new Set<number>() };
  const keyOf = ({ microBatch, chunk = 0 }: Task) => chunk * perChunk + microBatch;
  let [held, most] = [0, 0];
  for (const task of passesOf(order)) {
    const of = `${nameOf(task)} on stage ${stage}`;
    contract.whole(task.microBatch, `on stage ${stage} ${task.kind} of micro-batch`, 0, perChunk - 1);
    contract.whole(task.chunk ?? 0, `on stage ${stage} chunk`, 0, chunks - 1);
    const kind = done[task.kind];
    if (kind === undefined)
      throw contract.breach(`${task.kind} on stage ${stage}`, "forward, backward or weight");
    const key = keyOf(task);
    if (kind.has(key)) throw contract.breach(`${of} twice`, "every pass once");
    kind.add(key);
    if (task.kind === "backward" && !done.forward.has(key))
      throw contract.breach(`${of} before its forward pass`, "the forward pass first");
    if (task.kind === "weight" && !done.backward.has(key))
      throw contract.breach(`${of} before its backward pass`, "the backward pass first");
    const frees =
      task.kind === "weight" || (task.kind === "backward" && (!splitsBackward || task.withWeights));
    if (task.kind === "forward") most = Math.max(most, ++held);
    if (frees) {
      held--;
      done.weight.add(key);
    }
  }
  const whole = perChunk * chunks;
  for (const [kind, passes] of Object.entries(done)) {
    if (passes.size === whole) continue;
    const found = `${passes.size} of ${whole} ${kind} passes on stage ${stage}`;
    throw contract.breach(found, "every pass once");
  }
  const said = schedule.inFlight(stage, shape);
  if (!(most / chunks <= said + 1e-9)) {
    const found = `${most / chunks} micro-batches in flight on stage ${stage}`;
    throw contract.breach(found, `at most the ${said} that it says`);
  }
}

/** Runs all stages as far as what they wait for lets them; every pass must come to its turn. */
function checkProgress({ schedule, contract, shape }: Checked, orders: readonly (readonly Task[])[]): void {
  const { stages } = shape;
  const done = new Set<string>();
  const place = new Array<number>(stages).fill(0);
  const waitsFor = (stage: number, task: Task): string | undefined => {
    const position = positionOf(schedule, stages, stage, task.chunk ?? 0);
    const last = (schedule.bidirectional ? 1 : (schedule.chunks ?? 1)) * stages - 1;
    const key = (kind: string, at: number) => `${kind} ${task.microBatch} ${flowOf(schedule, task)} ${at}`;
    if (task.kind === "forward") return position > 0 ? key("forward", position - 1) : undefined;
    if (task.kind === "backward" && position < last) return key("backward", position + 1);
    return undefined;
  };
  for (let moved = true; moved; ) {
    moved = false;
    for (let stage = 0; stage < stages; stage++) {
      const order = orders[stage] as readonly Task[];
      for (let task = order[place[stage] as number]; task; task = order[place[stage] as number]) {
        const passes = passesOf([task]);
        if (!passes.every((each) => isReady(waitsFor(stage, each), done))) break;
        for (const each of passes) {
          const at = positionOf(schedule, stages, stage, each.chunk ?? 0);
          done.add(`${each.kind} ${each.microBatch} ${flowOf(schedule, each)} ${at}`);
        }
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

function isReady(needed: string | undefined, done: ReadonlySet<string>): boolean {
  return needed === undefined || done.has(needed);
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
