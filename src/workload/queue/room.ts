/** What is free in a pool, in which a policy tries jobs before it starts them; trying changes nothing but the copy it was given. */
import { assert } from "../../base/errors.ts";
import type { QueuedJob } from "./queued-job.ts";

/** Accelerators that jobs take and leave. */
export interface Room {
  /** Accelerators that nobody has, in pieces or not. */
  readonly free: number;
  /** Takes place for `job`; false, and nothing taken, where there is none. */
  take(job: QueuedJob): boolean;
  /** Takes the very place that `job` has in `other`, where it is free here too. */
  takeAs(job: QueuedJob, other: Room): boolean;
  /** Takes `job` off; how many accelerators others can have instead. */
  leave(job: QueuedJob): number;
  copy(): Room;
}

/** Room in which it makes no difference where a job's accelerators are. */
export class CountedRoom implements Room {
  free: number;

  constructor(free: number) {
    this.free = free;
  }

  take({ accelerators }: QueuedJob): boolean {
    if (accelerators > this.free) return false;
    this.free -= accelerators;
    return true;
  }

  takeAs(job: QueuedJob, other: Room): boolean {
    assert(other instanceof CountedRoom, "rooms of one pool are of one kind");
    return this.take(job);
  }

  leave({ accelerators }: QueuedJob): number {
    this.free += accelerators;
    return accelerators;
  }

  copy(): CountedRoom {
    return new CountedRoom(this.free);
  }
}
