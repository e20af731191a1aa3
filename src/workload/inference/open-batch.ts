/**
 * How many requests run at once where the scenario leaves it open: as many as the server of its software admits. A server
 * bounds the batch by its KV cache long before that number, but for states, which are set aside for every place of the batch
 * and do not grow: the places are then at most those whose states fill a tenth of a device.
 *
 *     places = min(admitted, memory / 10 / states of one sequence)      80 GB, 77.3 MB a sequence: 103 of 1,024
 */
import type { AnyPlugin, PluginChoice } from "../../base/plugin.ts";
import { stateBytesPerSequence } from "../../models/kv-cache.ts";
import type { WorkloadSetting } from "../workload.ts";
import { type BatchingPolicy, batchDefault } from "./replica/batching/batching-policy.ts";

/** Part of a device's usable memory that states may take for places that nobody asked for. */
const stateShareMax = 0.1;

/** `choice` with the software's own limit where its policy leaves the batch open, the default where the software has none. */
export function settledBatch(
  plugins: readonly AnyPlugin<BatchingPolicy>[],
  choice: PluginChoice,
  setting: Pick<WorkloadSetting, "profile" | "cluster" | "model">,
): PluginChoice {
  const policy = plugins.find(({ name }) => name === choice.kind);
  const takesBatch = policy !== undefined && "maxBatch" in policy.options;
  if (!takesBatch || choice.maxBatch !== undefined) return choice;
  return { ...choice, maxBatch: admittedBatch(setting) ?? batchDefault };
}

/** Requests that the server of the software takes at once unless told otherwise; undefined where it names no number. */
function admittedBatch({
  profile,
  cluster,
  model,
}: Pick<WorkloadSetting, "profile" | "cluster" | "model">): number | undefined {
  const admitted = profile.admits?.(cluster.instance.chip);
  const stateBytes = stateBytesPerSequence(model);
  if (admitted === undefined || stateBytes === 0) return admitted;
  const held = Math.floor((stateShareMax * cluster.device.usableMemoryBytes) / stateBytes);
  return Math.max(1, Math.min(admitted, held));
}
