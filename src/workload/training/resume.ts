/**
 * Going on from a checkpoint, on whatever hardware it was saved. What is left of the run is trained; before that the state is
 * loaded, and where it was saved in another layout (tensor ranks, stages, ranks that share the optimizer's state) rewritten
 * first: read once and written once, by all instances together, beside nothing else.
 *
 *     load = bytes / reads        resharding = bytes / reads + bytes / writes
 *
 * Neither the accelerator nor their count changes the bytes: 14 for each parameter with AdamW.
 */
import type { Storage } from "../../cluster/storage.ts";
import type { TrainingJob } from "./job/training-job.ts";
import { checkpointBytes, checkpointPlace, movedBytes, movingNs } from "./run/checkpoint-place.ts";
import type { TrainingOptions } from "./training-options.ts";

/** Share of the run that is left. */
export function shareLeft({ resume }: Pick<TrainingOptions, "resume">): number {
  return 1 - (resume?.done ?? 0);
}

/** Time to load the checkpoint that a job goes on from, and to rewrite it in the job's layout, ns; none without one. */
export function resumeNs(
  options: TrainingOptions,
  job: TrainingJob,
  storage: Storage = {},
): { loadNs: number; reshardNs: number } {
  const { resume } = options;
  if (resume === undefined) return { loadNs: 0, reshardNs: 0 };
  const bytes = checkpointBytes(job);
  const place = checkpointPlace(options, job, storage);
  const loadNs = movingNs(place, "reads", { bytes: movedBytes(options, job).loaded });
  if (!isOtherLayout(resume.from, job)) return { loadNs, reshardNs: 0 };
  // Rewritten at once after it was read: no credits are left to gather.
  const restNs = 0;
  const reshardNs =
    movingNs(place, "reads", { bytes, restNs }) + movingNs(place, "writes", { bytes, restNs });
  return { loadNs, reshardNs };
}

/** Data-parallel ranks matter where they share the optimizer's state. */
function isOtherLayout(from: NonNullable<TrainingOptions["resume"]>["from"], job: TrainingJob): boolean {
  if (from === undefined) return false;
  const { tensor, pipeline, data } = job.degrees;
  return from.tensor !== tensor || from.pipeline !== pipeline || (job.zero > 0 && from.data !== data);
}
