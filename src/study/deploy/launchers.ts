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
  /** Software profile that was simulated. */
  software: string;
  /** Programs of the simulated software first. */
  launches: Launch[];
  /** Where there are none, why. */
  why: string | null;
}

/** How every launcher for its hardware and its model starts `setting`; where there is none, that nothing is known, and of what. */
export function deploymentOf(setting: Setting): Deployment {
  const { stack, chipKind, family, model, software } = setting;
  const onChip = launchers.filter((each) => each.stack === stack && each.chips.includes(chipKind));
  const suiting = onChip.filter(({ models }) => models.includes(family));
  const launches = suiting.map((each) => launch(each, setting));
  return {
    generated: true,
    model,
    software,
    launches: [
      ...launches.filter(({ simulated }) => simulated),
      ...launches.filter(({ simulated }) => !simulated),
    ],
    why: launches.length > 0 ? null : whyNone(setting, onChip),
  };
}

function whyNone({ stack, chipKind, family, model, software }: Setting, onChip: readonly Launcher[]): string {
  const does = stack === "inference" ? "serves" : "trains";
  if (onChip.length === 0) return `no program is known here that ${does} models on chips of kind ${chipKind}`;
  const names = onChip.map(({ title }) => title).join(", ");
  return `no flags are known here for ${software} with ${model}, of the family ${family} (known: ${names}, with ${onChip[0]?.models.join(" and ")} models)`;
}
