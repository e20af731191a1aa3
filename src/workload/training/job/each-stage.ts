/** Stages of a pipeline that are alike are looked at once. */

import { layersOf, positionsOf } from "./stage-layers.ts";
import type { TrainingJob } from "./training-job.ts";

/** What `of` says of every stage; inner stages that hold as many layers are alike, and asked for once. */
export function eachStage<T>(
  job: Pick<TrainingJob, "model" | "degrees" | "stageLayers">,
  { bidirectional }: { bidirectional?: boolean | undefined },
  of: (stage: number) => T,
): T[] {
  const { pipeline } = job.degrees;
  const kinds = new Map<string, T>();
  return Array.from({ length: pipeline }, (_, stage) => {
    const isEnd = stage === 0 || stage === pipeline - 1;
    const held = positionsOf(stage, pipeline, bidirectional).map((each) => layersOf(job, each));
    const alike = `${isEnd ? stage : "inner"} ${held.join(" ")}`;
    const value = kinds.get(alike) ?? of(stage);
    kinds.set(alike, value);
    return value;
  });
}
