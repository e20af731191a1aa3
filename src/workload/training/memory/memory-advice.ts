/** What would make a job fit that does not, found by trying: more of one kind of parallelism, more recomputation, less state. */

import type { TrainingJob } from "../job/training-job.ts";
import type { Schedule } from "../schedules/schedule.ts";
import { totalBytes, trainingMemory } from "./training-memory.ts";

interface Change {
  text: string;
  job: TrainingJob;
}

/** Changes, each alone, with which `job` fits `capacityBytes` under `schedule`. */
export function whatFits(job: TrainingJob, capacityBytes: number, schedule: Schedule): string[] {
  const { degrees, cluster, microBatch } = job;
  const { tensor, pipeline, data, context = 1 } = degrees;
  const changes: Change[] = [];
  const ranksLeft = (factor: number) => data % factor === 0;
  for (let factor = 2; tensor * factor <= cluster.ranksPerInstance && ranksLeft(factor); factor *= 2) {
    changes.push({
      text: `tensor ${tensor * factor}`,
      job: { ...job, degrees: { ...degrees, tensor: tensor * factor, data: data / factor } },
    });
  }
  const layers = job.model.stack?.layers ?? 1;
  for (
    let factor = 2;
    layers % (pipeline * factor) === 0 && !job.stageLayers && ranksLeft(factor);
    factor *= 2
  ) {
    changes.push({
      text: `pipeline ${pipeline * factor}`,
      job: { ...job, degrees: { ...degrees, pipeline: pipeline * factor, data: data / factor } },
    });
  }
  if (job.recompute !== "full") changes.push({ text: "recompute: full", job: { ...job, recompute: "full" } });
  for (const zero of [1, 2, 3] as const) {
    if (zero > job.zero && data > 1) changes.push({ text: `zero: ${zero}`, job: { ...job, zero } });
  }
  if (microBatch > 1) changes.push({ text: "microBatch: 1", job: { ...job, microBatch: 1 } });
  if (context === 1 && ranksLeft(2)) {
    changes.push({ text: "context 2", job: { ...job, degrees: { ...degrees, context: 2, data: data / 2 } } });
  }
  const fitting = changes.filter(
    ({ job: changed }) => totalBytes(trainingMemory(changed, schedule)) <= capacityBytes,
  );
  // Of several degrees of one kind the smallest says enough.
  const kinds = new Map<string, string>();
  for (const { text } of fitting) {
    const kind = text.replace(/[\d ]+$/, "");
    if (!kinds.has(kind)) kinds.set(kind, text);
  }
  return [...kinds.values()];
}
