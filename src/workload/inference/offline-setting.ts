/** Offline work: where all requests are there at the start, no server stands before the software that batches them. */
import { profileOffline } from "../../timing/software-profile.ts";
import type { WorkloadSetting } from "../workload.ts";
import type { InferenceOptions } from "./inference-options.ts";
import { batch } from "./load/arrivals/batch.ts";

/** `setting` with its software as it is offline, where `arrivals` come at once. */
export function offlineSetting(
  setting: WorkloadSetting,
  { arrivals }: Pick<InferenceOptions, "arrivals">,
): WorkloadSetting {
  return arrivals?.kind === batch.name ? { ...setting, profile: profileOffline(setting.profile) } : setting;
}
