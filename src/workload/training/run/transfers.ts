/** What a job moved to and from volumes, in dollars: between regions, and for requests; its input, and checkpoints saved, copied and loaded again. */
import { type Storage, usdPerByte } from "../../../cluster/storage.ts";
import type { TrainingJob } from "../job/training-job.ts";
import type { TrainingOptions } from "../training-options.ts";
import { checkpointBytes } from "./checkpoint-place.ts";

/** USD of a run of so many steps, checkpoints and interruptions; undefined where nothing of it costs any. */
export function transferUsd(
  { dataLoading, checkpoints, globalBatch }: TrainingOptions,
  job: TrainingJob,
  storage: Storage,
  run: { steps: number; saves: number; interruptions: number },
): number | undefined {
  const perByte = (name: string | undefined, way: "read" | "write") => {
    const volume = name === undefined ? undefined : storage[name];
    return volume === undefined ? 0 : usdPerByte(volume, job.cluster.region, way);
  };
  const bytes = checkpointBytes(job);
  const saved = (name: string | undefined) =>
    bytes * (run.saves * perByte(name, "write") + run.interruptions * perByte(name, "read"));
  const usd =
    run.steps * globalBatch * (dataLoading?.sampleBytes ?? 0) * perByte(dataLoading?.volume, "read") +
    saved(checkpoints?.volume) +
    saved(checkpoints?.copyTo);
  return usd > 0 ? usd : undefined;
}
