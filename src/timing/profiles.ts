/** The software profiles known by name, and which one a chip and workload get when the scenario names none. */

import { elementAt } from "../base/element-at.ts";
import type { Chip } from "../hardware/chip.ts";
import type { Model } from "../models/model.ts";
import { parameterCount } from "../models/parameters.ts";
import type { LayerRun } from "../models/transformer-stack.ts";
import { measuredEvidence } from "./measured-evidence.ts";
import { megatronCore } from "./profiles/megatron-core.ts";
import { megatronDeepspeed } from "./profiles/megatron-deepspeed.ts";
import { megatronLm } from "./profiles/megatron-lm.ts";
import { megatronV100 } from "./profiles/megatron-v100.ts";
import { nccomTest } from "./profiles/nccom-test.ts";
import { nemoNeuron } from "./profiles/nemo-neuron.ts";
import { neuron1 } from "./profiles/neuron-1.ts";
import { nxdEncoderDecoder } from "./profiles/nxd-encoder-decoder.ts";
import { nxdTraining } from "./profiles/nxd-training.ts";
import { nxdi } from "./profiles/nxdi.ts";
import { optimum02 } from "./profiles/optimum-0.2.ts";
import { pytorch } from "./profiles/pytorch.ts";
import { pytorchEager } from "./profiles/pytorch-eager.ts";
import { pytorchFsdp } from "./profiles/pytorch-fsdp.ts";
import { sglang } from "./profiles/sglang.ts";
import { splitwiseA100 } from "./profiles/splitwise-a100.ts";
import { splitwiseH100 } from "./profiles/splitwise-h100.ts";
import { tnx214 } from "./profiles/tnx-2.14.ts";
import { tnx2181 } from "./profiles/tnx-2.18.1.ts";
import { tnx218 } from "./profiles/tnx-2.18.ts";
import { tnxContinuous } from "./profiles/tnx-continuous.ts";
import { tnxTgi } from "./profiles/tnx-tgi.ts";
import { tnxTgi220 } from "./profiles/tnx-tgi-2.20.ts";
import { torchNeuronx } from "./profiles/torch-neuronx.ts";
import { torchNeuronx213 } from "./profiles/torch-neuronx-2.13.ts";
import { torchNeuronxCnn } from "./profiles/torch-neuronx-cnn.ts";
import { torchNeuronxDiffusion } from "./profiles/torch-neuronx-diffusion.ts";
import { torchNeuronxTraining } from "./profiles/torch-neuronx-training.ts";
import { torchNeuronxTrn1 } from "./profiles/torch-neuronx-trn1.ts";
import { trtllm } from "./profiles/trtllm.ts";
import { vllm } from "./profiles/vllm.ts";
import { alias, defineProfile, type SoftwareProfile } from "./software-profile.ts";

export { softwareChoice } from "./software-choice.ts";

/** Every shipped profile, with what measurements say of it. */
export const profiles: readonly SoftwareProfile[] = [
  tnx214,
  tnx218,
  tnx2181,
  tnxContinuous,
  tnxTgi,
  tnxTgi220,
  optimum02,
  nxdi,
  nxdEncoderDecoder,
  nxdTraining,
  torchNeuronxTraining,
  nemoNeuron,
  alias("neuronx-nemo-megatron", nemoNeuron),
  nccomTest,
  neuron1,
  torchNeuronx213,
  torchNeuronx,
  torchNeuronxTrn1,
  torchNeuronxDiffusion,
  torchNeuronxCnn,
  vllm,
  trtllm,
  sglang,
  megatronCore,
  pytorchFsdp,
  pytorch,
  alias("vllm-h100", vllm),
  alias("trtllm-h100", trtllm),
  alias("sglang-h100", sglang),
  splitwiseA100,
  splitwiseH100,
  pytorchEager,
  megatronLm,
  alias("megatron-a100", megatronLm),
  megatronV100,
  megatronDeepspeed,
  alias("megatron-deepspeed-a100", megatronDeepspeed),
  alias("megatron-h100", megatronCore),
].map(withEvidence);

function withEvidence(profile: SoftwareProfile): SoftwareProfile {
  const { aliasOf, name, onNeuron } = profile;
  return {
    ...profile,
    evidence: measuredEvidence.get(aliasOf ?? name),
    ...(onNeuron !== undefined && { onNeuron: withEvidence(onNeuron) }),
  };
}

/** What a default profile is chosen for. */
export interface SoftwareNeed {
  chip: Chip;
  /** `training` or `inference`. */
  workload: string;
  model: Model;
}

/** The newest profile for `need`, out of `known`. */
export function defaultProfile(
  need: SoftwareNeed,
  known: readonly SoftwareProfile[] = profiles,
): SoftwareProfile {
  const name = defaultName(need);
  return known.find((profile) => profile.name === name) ?? elementAt(known, 0);
}

function defaultName({ chip, workload, model }: SoftwareNeed): string {
  const isTraining = workload === "training";
  if (chip.kind === "neuron") return isTraining ? neuronTraining(model) : neuronInference(chip, model);
  const name = chip.derivedFrom ?? chip.name;
  if (isTraining) return gpuTraining(name, model);
  if (isEncoder(model) || model.item || chip.kind === "cpu") return "pytorch-eager";
  return /gaudi/.test(name) ? "splitwise-a100" : "vllm";
}

function gpuTraining(chip: string, model: Model): string {
  if (isTrainedAlone(model)) return "pytorch";
  return /v100/.test(chip) ? "megatron-v100" : "megatron-core";
}

/** Models up to this size are trained data parallel by PyTorch alone; larger ones take a framework that splits them. */
const dataParallelParameters = 2e9;

function isTrainedAlone(model: Model): boolean {
  return (isEncoder(model) || model.item !== undefined) && parameterCount(model) < dataParallelParameters;
}

function neuronTraining(model: Model): string {
  return isTrainedAlone(model) ? "torch-neuronx-training" : "nxd-training";
}

function neuronInference(chip: Chip, model: Model): string {
  const name = chip.derivedFrom ?? chip.name;
  if (/^inferentia$/.test(name)) return "neuron-1";
  if (model.family === "encoder-decoder") return "nxd-encoder-decoder";
  if (model.family === "diffusion") return "torch-neuronx-diffusion";
  if (model.family === "cnn") return "torch-neuronx-cnn";
  if (!isEncoder(model) && !model.item) {
    return isFirstKindOfDecoder(model) && /^(inferentia2|trainium)$/.test(name) ? "tnx-2.14" : "nxdi";
  }
  return /^trainium$/.test(name) ? "torch-neuronx-trn1" : "torch-neuronx";
}

/**
 * Layer norms and plain feed-forward parts: GPT-2, GPT-J, GPT-NeoX, OPT, BLOOM, which Transformers NeuronX was written for. NxD
 * Inference has no code for them, and Transformers NeuronX does not know chips after Trainium.
 */
function isFirstKindOfDecoder({ stack }: Model): boolean {
  const isPlain = ({ layer: { feedForward } }: LayerRun) =>
    feedForward?.kind === "dense" && !feedForward.gated;
  return stack?.norm === "layernorm" && stack.runs.every(isPlain);
}

function isEncoder({ family }: Model): boolean {
  return family === "encoder" || family === "vision" || family === "dual-encoder";
}

/** For workloads that run no model: nothing is added to what the hardware does. */
export const plainProfile: SoftwareProfile = defineProfile({
  name: "none",
  title: "No model software",
  constants: {},
  basis: "nothing runs a model",
});
