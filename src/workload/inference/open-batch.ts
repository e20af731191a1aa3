/**
 * How many requests run at once where the scenario leaves it open: as many as the server of its software admits. A server
 * bounds the batch by its KV cache long before that number, but for states, which are set aside for every place of the batch
 * and do not grow: the places are then at most those whose states fill a tenth of a device.
 *
 *     places = min(admitted, memory / 10 / states of one sequence)      80 GB, 77.3 MB a sequence: 103 of 1,024
 *
 * Software that compiles its batch sets a cache of the compiled length aside for each place, so that there are at most those
 * whose caches fit; which is known when the replica's degree is.
 */
import type { AnyPlugin, PluginChoice } from "../../base/plugin.ts";
import { stateBytesPerSequence } from "../../models/kv-cache.ts";
import type { WorkloadSetting } from "../workload.ts";
import { type BatchingPolicy, batchDefault } from "./replica/batching/batching-policy.ts";
import type { PlacedReplicas } from "./replica/placed-replicas.ts";

/** Part of a device's usable memory that states may take for places that nobody asked for. */
const stateShareMax = 0.1;

/** `choice` with the software's own limit where its policy leaves the batch open, the default where the software has none. */
export function settledBatch(
  plugins: readonly AnyPlugin<BatchingPolicy>[],
  choice: PluginChoice,
  setting: Pick<WorkloadSetting, "profile" | "cluster" | "model">,
): PluginChoice {
  if (!leavesBatchOpen(plugins, choice)) return choice;
  return { ...choice, maxBatch: admittedBatch(setting) ?? batchDefault };
}

/** Whether `choice` is of a policy that takes a batch and names none. */
export function leavesBatchOpen(
  plugins: readonly AnyPlugin<BatchingPolicy>[],
  choice: PluginChoice,
): boolean {
  const policy = plugins.find(({ name }) => name === choice.kind);
  return policy !== undefined && "maxBatch" in policy.options && choice.maxBatch === undefined;
}

/** `choice`, which left the batch open, with no more places than the graphs of `placed` have slots. */
export function heldBatch(choice: PluginChoice, placed: readonly PlacedReplicas[]): PluginChoice {
  const slots = Math.min(...placed.map(({ compiled }) => compiled.batch));
  return { ...choice, maxBatch: Math.min(Number(choice.maxBatch), slots) };
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
