/** What would make a job fit that does not: more of one kind of parallelism, more recomputation, less state. */
import { counted } from "../../../base/counted.ts";
import { remedies, type Setting } from "../../../base/remedies.ts";
import type { TrainingJob } from "../job/training-job.ts";

/** Times as many instances as there are that are tried at most. */
const instancesMost = 64;

/** More ranks along an axis, each factor of two out of the data-parallel ranks, as long as `goes` lets it. */
function degree(
  axis: "tensor" | "pipeline" | "context",
  goes: (degree: number, job: TrainingJob) => boolean,
): Setting<TrainingJob> {
  return (job) => {
    const { degrees } = job;
    const now = degrees[axis] ?? 1;
    const changes: { text: string; state: TrainingJob }[] = [];
    for (let factor = 2; goes(now * factor, job) && degrees.data % factor === 0; factor *= 2) {
      const changed = { ...degrees, [axis]: now * factor, data: degrees.data / factor };
      changes.push({ text: `${axis} ${now * factor}`, state: { ...job, degrees: changed } });
    }
    return changes;
  };
}

const moreStages = degree("pipeline", divides);

/** More stages on more instances, where these have none left for them. */
const moreInstances: Setting<TrainingJob> = (job) => {
  if (moreStages(job).length > 0) return [];
  const { degrees, cluster } = job;
  const changes: { text: string; state: TrainingJob }[] = [];
  for (let factor = 2; factor <= instancesMost && divides(degrees.pipeline * factor, job); factor *= 2) {
    const pipeline = degrees.pipeline * factor;
    const text = `pipeline ${pipeline} on ${counted(cluster.count * factor, "instance")}`;
    changes.push({ text, state: { ...job, degrees: { ...degrees, pipeline } } });
  }
  return changes;
};

/** Whether so many stages have as many layers each. */
function divides(stages: number, { model, stageLayers }: TrainingJob): boolean {
  return (model.stack?.layers ?? 1) % stages === 0 && !stageLayers;
}

/** What a job may have instead, as its scenario would write it. */
const settings: readonly Setting<TrainingJob>[] = [
  degree("tensor", (tensor, { cluster }) => tensor <= cluster.ranksPerInstance),
  moreStages,
  (job) =>
    job.recompute === "full" ? [] : [{ text: "recompute: full", state: { ...job, recompute: "full" } }],
  (job) =>
    job.degrees.data === 1
      ? []
      : ([1, 2, 3] as const)
          .filter((zero) => zero > job.zero)
          .map((zero) => ({ text: `zero: ${zero}`, state: { ...job, zero } })),
  (job) => (job.microBatch === 1 ? [] : [{ text: "microBatch: 1", state: { ...job, microBatch: 1 } }]),
  degree("context", (ranks) => ranks <= 2),
  (job) => (job.offload ? [] : [{ text: "offload: true", state: { ...job, offload: "optimizer" } }]),
];

/** Changes of `job` with which it `fits` what it has, and how many more instances would do. */
export function whatFits(job: TrainingJob, fits: (changed: TrainingJob) => boolean): string[] {
  return [...remedies(job, settings, fits), ...remedies(job, [moreInstances], fits)];
}
