/** What operators of a training job are timed under. */
import { computeType, storageBytes } from "../../../timing/data-types.ts";
import type { ExecutionContext } from "../../../timing/forward-time.ts";
import type { TrainingJob } from "../job/training-job.ts";

/** Device, formats and software of the passes of `job`. */
export function stageContext(job: TrainingJob): Omit<ExecutionContext, "exchangeNs"> {
  const { cluster, profile, precision } = job;
  const { constants, behaviours } = profile;
  const bytes = {
    weights: storageBytes[precision],
    activations: Math.max(2, storageBytes[precision]),
    kvCache: 0,
  };
  const isWide = precision === "fp32" || precision === "tf32";
  const compute = behaviours.castsMatmuls && isWide ? "bf16" : computeType(precision, cluster.device);
  return {
    device: cluster.device,
    precision: { compute, bytes },
    constants: job.launchNs === undefined ? constants : { ...constants, hostLaunchNs: job.launchNs },
    behaviours,
    kernels: cluster.device.chip.kind === "gpu" ? profile.kernels : undefined,
    ownKernels: job.ownKernels,
  };
}
