/** A pass of a stage while it runs, and the weights that are collected for it. */
import type { ExchangePlay } from "../../../network/graph/exchange-run.ts";
import type { Task } from "../schedules/schedule.ts";
import { exchangeNs, noTime, type PassTime } from "../stage/pass-time.ts";
import { aloneNsOf } from "../stage/stage-exchange.ts";
import type { StageAccount } from "./stage-account.ts";

/** A pass under way. */
export interface RunningPass {
  task: Task;
  startNs: number;
  pass: PassTime;
  /** Of the pass alone. */
  workNs: number;
  /** Of that, what is no exchange, and the part of it in which the memory is busy. */
  computeNs: number;
  memoryBusy: number;
  recomputeNs: number;
  teacherNs: number;
  /** Time that the last layer still works when its weights have come. */
  layerNs: number;
  gather: Gather;
  /** Exchanges on shared links. */
  plays: readonly ExchangePlay[];
  /** Of computation and exchanges, what is still to end. */
  due: number;
  workEndNs: number | undefined;
  /** How much longer it computed because others used its memory, ns. */
  memoryWaitNs: number;
}

/** Weights that are collected for a task. */
export interface Gather {
  isNeeded: boolean;
  firstDue: boolean;
  /** Collectives still to end. */
  due: number;
  /** When all are over, or expected to be, ns. */
  endNs: number;
  /** The pass has done all else. */
  waiting: boolean;
}

/** Nothing to collect. */
export function noGather(): Gather {
  return { isNeeded: false, firstDue: false, due: 0, endNs: 0, waiting: false };
}

/** A place for the passes of a stage, which run one after the other. */
export function noPass(): RunningPass {
  return {
    task: { kind: "forward", microBatch: 0 },
    startNs: 0,
    pass: noTime,
    workNs: 0,
    computeNs: 0,
    memoryBusy: 0,
    recomputeNs: 0,
    teacherNs: 0,
    layerNs: 0,
    gather: noGather(),
    plays: [],
    due: 0,
    workEndNs: undefined,
    memoryWaitNs: 0,
  };
}

/**
 * A pass over the part `share` of its stage's layers as it went until `workEndNs`: operators that waited longer for memory than
 * alone, and exchanges that took longer. What operators wait for beside exchanges that end later than they holds up nothing.
 */
export function asItWent(
  share: number,
  { pass, startNs, workNs, memoryWaitNs }: RunningPass,
  workEndNs: number,
): PassTime {
  const heldUpNs = Math.max(0, workEndNs - startNs - workNs);
  const onMemoryNs = Math.min(memoryWaitNs, heldUpNs);
  return slowed(longer(pass, (heldUpNs - onMemoryNs) / share), onMemoryNs / share);
}

/** Books a pass that ended its work at `workEndNs`: what it did again, the teacher's, and its own. */
export function bookPass(
  account: StageAccount,
  share: number,
  running: RunningPass,
  workEndNs: number,
): void {
  const { task, startNs, recomputeNs, teacherNs } = running;
  account.upTo(startNs + recomputeNs, "recompute");
  account.upTo(startNs + recomputeNs + teacherNs, "teacher");
  account.work(nameOf(task), asItWent(share, running, workEndNs), share, task.microBatch);
}

/** A pass whose exchanges took `ns` longer than alone. */
function longer(pass: PassTime, ns: number): PassTime {
  const exchangesNs = exchangeNs(pass);
  if (ns <= 0) return pass;
  if (exchangesNs === 0) return { ...pass, tensor: ns };
  const factor = 1 + ns / exchangesNs;
  return {
    ...pass,
    tensor: pass.tensor * factor,
    context: pass.context * factor,
    expert: pass.expert * factor,
  };
}

/** A pass whose operators waited `ns` longer for memory than alone. */
function slowed(pass: PassTime, ns: number): PassTime {
  return ns > 0 ? { ...pass, memory: pass.memory + ns } : pass;
}

/** When the exchanges of a pass begin after its start where nothing holds it up: so that they would end with it, ns. */
export function playsAfterNs({ workNs, plays }: RunningPass): number {
  return Math.max(0, workNs - plays.reduce((sum, play) => sum + aloneNsOf(play), 0));
}

/** How much later than alone `pass` has computed at `now`, ns; roundings of the clock are none. */
export function waitOf({ startNs, computeNs }: RunningPass, now: number): number {
  const waitedNs = now - startNs - computeNs;
  return waitedNs > 1e-9 * computeNs + 2 ** -50 * now ? waitedNs : 0;
}

/** What people call `task`. */
export function nameOf({ kind, beside }: Task): string {
  if (kind === "weight") return "weight gradient";
  return beside ? "forward beside backward" : kind;
}

/** What a stage that does not go on waits for. */
export function waitText(stage: number, { kind, microBatch }: Task): string {
  const from = kind === "forward" ? "activations" : "gradients";
  return `stage ${stage} waits for the ${from} of micro-batch ${microBatch}`;
}
