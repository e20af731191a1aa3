/** What a job moved between regions, in dollars: its input, and checkpoints saved, copied and loaded again. */
import { type Storage, usdPerByte } from "../../../cluster/volume.ts";
import type { TrainingJob } from "../job/training-job.ts";
import type { TrainingOptions } from "../training-options.ts";
import { checkpointBytes } from "./checkpoint-place.ts";

/** USD of a run of so many steps, checkpoints and interruptions; undefined where all its volumes are where it is. */
export function transferUsd(
  { dataLoading, checkpoints, globalBatch }: TrainingOptions,
  job: TrainingJob,
  storage: Storage,
  run: { steps: number; saves: number; interruptions: number },
): number | undefined {
  const perByte = (name: string | undefined) => {
    const volume = name === undefined ? undefined : storage[name];
    return volume === undefined ? 0 : usdPerByte(volume, job.cluster.region);
  };
  const bytes = checkpointBytes(job);
  const [input, saved, copied] = [dataLoading?.volume, checkpoints?.volume, checkpoints?.copyTo].map(perByte);
  const usd =
    run.steps * globalBatch * (dataLoading?.sampleBytes ?? 0) * (input ?? 0) +
    (run.saves + run.interruptions) * bytes * (saved ?? 0) +
    (run.saves + run.interruptions) * bytes * (copied ?? 0);
  return usd > 0 ? usd : undefined;
}
