/** Who starts next in a queue of jobs that each need several accelerators at once (gangs). */

import type { FamilyContract } from "../../base/contract.ts";
import { definePlugin } from "../../base/plugin.ts";
import { JobLine, type LineOrder } from "./job-line.ts";
import type { QueuedJob } from "./queued-job.ts";
import { CountedRoom, type Room } from "./room.ts";

/** A job that runs. */
export interface RunningJob {
  readonly job: QueuedJob;
  readonly startNs: number;
  readonly endNs: number;
  /** It has been told to stop, and leaves before its work is done. */
  readonly isLeaving?: boolean;
}

/** By their ends; equal ends in the order of submission. */
export function compareEnds(one: RunningJob, other: RunningJob): number {
  return one.endNs - other.endNs || one.job.index - other.job.index;
}

/** What a policy sees of one pool when jobs have come or gone. */
export interface QueueView {
  readonly now: number;
  /** Accelerators that nobody has. */
  readonly free: number;
  /** A copy of what is free, to try jobs in: where they need whole instances, fewer fit than `free` says. Only that counts when absent. */
  readonly room?: (() => Room) | undefined;
  /** Those that may run in this pool, in the order of submission. */
  readonly waiting: readonly QueuedJob[];
  /** In the order of their ends; equal ends in the order of submission. */
  readonly running: readonly RunningJob[];
  /** Accelerator-ns that a user's jobs have had, those of running jobs up to now. */
  used(user: string): number;
}

/** Running jobs to stop, so that `job` can start when they are gone. */
export interface Preemption {
  readonly job: QueuedJob;
  readonly stops: readonly RunningJob[];
}

/** Chooses jobs to start now: waiting ones, each once, that fit together into what is free. A pure function of the view. */
export interface QueuePolicy {
  choose(view: QueueView): readonly QueuedJob[];
  /** Asked when no pool has room for those that still wait; nobody is stopped when absent. */
  preempt?(view: QueueView): readonly Preemption[];
}

/** What a policy sees that says how it looks at the line: that line, kept from one decision to the next. Plug-ins see none. */
export interface LinedView extends QueueView {
  readonly line?: JobLine | undefined;
}

/** A policy that says how it looks at the line. */
export interface LinedPolicy extends QueuePolicy {
  readonly order?: LineOrder;
  choose(view: LinedView): readonly QueuedJob[];
  preempt?(view: LinedView): readonly Preemption[];
}

/** A policy starts jobs that wait, each once, that fit together into what is free; it stops jobs that run, each once. */
export const queueContract: FamilyContract<QueuePolicy> = {
  family: "queue policy",
  guard(policy: LinedPolicy, contract): LinedPolicy {
    contract.functions(policy, ["choose"]);
    const { preempt, order } = policy;
    const shown = (view: QueueView) => (contract.isForeign ? forReading(view) : view);
    return {
      ...(order && !contract.isForeign && { order }),
      ...(preempt && {
        preempt(view: LinedView) {
          const wanted = contract.call("preempt", () => preempt.call(policy, shown(view)));
          if (!Array.isArray(wanted)) throw contract.breach(`${typeof wanted}`, "a list of { job, stops }");
          if (wanted.length === 0) return wanted;
          const waiting = ofThese(
            view,
            wanted.map(({ job }) => job),
          );
          const running = new Set(view.running.filter(({ isLeaving }) => !isLeaving));
          for (const { job, stops } of wanted) {
            if (!waiting.delete(job)) {
              throw contract.breach(`a stop for ${job?.name}`, "stops for jobs that wait, each once");
            }
            for (const stopped of stops) {
              if (running.delete(stopped)) continue;
              throw contract.breach(`a stop of ${stopped?.job?.name}`, "stops of jobs that run, each once");
            }
          }
          return wanted;
        },
      }),
      choose(view: LinedView) {
        const chosen = contract.call("choose", () => policy.choose(shown(view)));
        if (!Array.isArray(chosen)) throw contract.breach(`${typeof chosen}`, "a list of jobs");
        if (chosen.length === 0) return chosen;
        const waiting = ofThese(view, chosen);
        const room = roomOf(view);
        for (const job of chosen) {
          if (!waiting.delete(job)) {
            throw contract.breach(
              `a start of ${job?.name}, which does not wait`,
              "jobs that wait, each once",
            );
          }
          if (!room.take(job)) {
            const needed = chosen.reduce((sum, each) => sum + each.accelerators, 0);
            const isMore = needed > view.free;
            const found = isMore
              ? `jobs of ${needed} accelerators at once`
              : `${job.name}, which finds no room`;
            throw contract.breach(
              found,
              `no more than ${isMore ? "" : "finds room of "}the ${view.free} that are free`,
            );
          }
        }
        return chosen;
      },
    };
  },
};

/** Of a long line, those that were chosen. */
function ofThese(view: LinedView, chosen: readonly QueuedJob[]): Set<QueuedJob> {
  const { line } = view;
  if (line) return new Set(chosen.filter((job) => line.has(job)));
  const wanted = new Set(chosen);
  const found = new Set<QueuedJob>();
  for (const job of view.waiting) {
    if (found.size === wanted.size) break;
    if (wanted.has(job)) found.add(job);
  }
  return found;
}

/** `view` with nothing to write in it: lists and jobs are those of the queue. */
function forReading(view: QueueView): QueueView {
  const { now, free, room } = view;
  const waiting = view.waiting.map((job) => Object.freeze(job));
  return Object.freeze({
    now,
    free,
    room,
    waiting: Object.freeze(waiting),
    running: Object.freeze([...view.running]),
    used: (user: string) => view.used(user),
  });
}

/** Types a queue policy. */
export const defineQueuePolicy = definePlugin<QueuePolicy>();

/** Types one that says how it looks at the line. */
export const defineLinedPolicy = definePlugin<LinedPolicy>();

/** Lanes of jobs of one size. */
export const bySize: LineOrder = { laneOf: ({ accelerators }) => accelerators };

/** The line of `view` as `order` has it. */
export function lineOf(view: LinedView, order: LineOrder): JobLine {
  if (view.line) return view.line;
  const line = new JobLine(view.waiting, order);
  for (const job of view.waiting) line.add(job);
  return line;
}

/** What is free in the pool of `view`, to try jobs in. */
export function roomOf({ room, free }: Pick<QueueView, "room" | "free">): Room {
  return room?.() ?? new CountedRoom(free);
}

/** The jobs from the front of `order` that find room, up to the first that does not. */
export function fromTheFront(order: Iterable<QueuedJob>, room: Room): QueuedJob[] {
  const started: QueuedJob[] = [];
  for (const job of order) {
    if (!room.take(job)) break;
    started.push(job);
  }
  return started;
}
