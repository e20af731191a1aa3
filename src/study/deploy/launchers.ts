/** Every launcher, and the configuration of a run in all of them that can start it. */
import { type Launch, type Launcher, launch } from "./launcher.ts";
import { megatronLm } from "./launchers/megatron-lm.ts";
import { nemo } from "./launchers/nemo.ts";
import { nxdTraining } from "./launchers/nxd-training.ts";
import { sglang } from "./launchers/sglang.ts";
import { trtllmServe } from "./launchers/trtllm-serve.ts";
import { vllm } from "./launchers/vllm.ts";
import { vllmNeuron } from "./launchers/vllm-neuron.ts";
import type { Setting } from "./setting.ts";

export const launchers: readonly Launcher[] = [
  vllm,
  sglang,
  trtllmServe,
  vllmNeuron,
  megatronLm,
  nemo,
  nxdTraining,
];

/** What to deploy: generated, not tried. */
export interface Deployment {
  generated: true;
  /** What the variables of the commands stand for. */
  model: string;
  launches: Launch[];
}

/** How every launcher for its hardware starts `setting`; none where there is none. */
export function deploymentOf(setting: Setting): Deployment {
  const suiting = launchers.filter(
    ({ stack, chips }) => stack === setting.stack && chips.includes(setting.chipKind),
  );
  return { generated: true, model: setting.model, launches: suiting.map((each) => launch(each, setting)) };
}
