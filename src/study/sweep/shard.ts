/** Shards: every n-th point, so that neighbours, which cost alike, go to different machines. */
import { ScenarioError } from "../../base/errors.ts";

/** Shard `index` (from 1) of `count`. */
export interface Shard {
  index: number;
  count: number;
}

/** Reads `3/16`. Throws a `ScenarioError` on any other form. */
export function parseShard(text: string): Shard {
  const [, index = 0, count = 0] = (/^(\d+)\/(\d+)$/.exec(text) ?? []).map(Number);
  if (index < 1 || index > count) {
    throw new ScenarioError([
      { path: "--shard", found: `"${text}"`, expected: "i/n with i from 1 to n, such as 3/16" },
    ]);
  }
  return { index, count };
}

/**
 * The shard of an array job, as Slurm (`SLURM_ARRAY_TASK_ID`, `_MIN`, `_COUNT`) and AWS Batch
 * (`AWS_BATCH_JOB_ARRAY_INDEX`, `_SIZE`) tell their tasks; undefined outside of an array job.
 */
export function shardOfJob(environment: Readonly<Record<string, string | undefined>>): Shard | undefined {
  const number = (name: string) => {
    const text = environment[name];
    return text === undefined || text === "" ? undefined : Number(text);
  };
  const task = number("SLURM_ARRAY_TASK_ID");
  const tasks = number("SLURM_ARRAY_TASK_COUNT");
  if (task !== undefined && tasks !== undefined) {
    return { index: task - (number("SLURM_ARRAY_TASK_MIN") ?? 1) + 1, count: tasks };
  }
  const child = number("AWS_BATCH_JOB_ARRAY_INDEX");
  const children = number("AWS_BATCH_JOB_ARRAY_SIZE");
  return child === undefined || children === undefined ? undefined : { index: child + 1, count: children };
}

/** Whether the point of this index is the shard's. */
export function isInShard({ index, count }: Shard, point: number): boolean {
  return point % count === index - 1;
}
