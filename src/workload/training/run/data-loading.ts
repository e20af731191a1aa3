/**
 * Input of a step: sequences are read from storage and prepared by the host's vCPUs while the step before runs, or, without
 * prefetch, before the step. What that takes beyond the step it runs beside is a stall at the start of the next one:
 *
 *     load  = max(sequences x CPU time / vCPUs, sequences x bytes / storage bandwidth)     of one instance
 *     stall = max(0, load - step)          with prefetch, else the whole load
 */
import type { Instance } from "../../../hardware/instance.ts";
import type { TrainingOptions } from "../training-options.ts";

/** Time to load what one instance needs for a step of `sequences` sequences over `instances` instances, ns. */
export function loadNs(
  loading: NonNullable<TrainingOptions["dataLoading"]>,
  { instance, instances, sequences }: { instance: Instance; instances: number; sequences: number },
): number {
  const each = sequences / instances;
  const cpuNs = (each * loading.cpuTime) / instance.vcpus;
  const storageNs = loading.storageBandwidth ? (each * loading.sampleBytes) / loading.storageBandwidth : 0;
  return Math.max(cpuNs, storageNs);
}
