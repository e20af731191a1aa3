import { expect, test } from "vitest";
import { catalog } from "../../src/catalog.ts";
import { findModel } from "../../src/models/find-model.ts";
import type { Model } from "../../src/models/model.ts";
import { forwardOperators } from "../../src/models/operators/forward-operators.ts";
import { defaultProfile } from "../../src/timing/profiles.ts";
import { promptOf, replicaOf } from "../../src/validation/rows/replica.ts";
import { PassStepTimer } from "../../src/workload/inference/time/pass-step-timer.ts";

const bert = findModel(catalog.models, "bert-large") as Model;
const instanceNamed = (name: string) =>
  catalog.instances.find((each) => each.name === name) as (typeof catalog.instances)[0];

test("encoders on CPUs, GPUs and Gaudi run on PyTorch operator by operator where no software is named", () => {
  for (const name of ["c6i.4xlarge", "g5.xlarge", "dl1.24xlarge"]) {
    const need = { chip: instanceNamed(name).chip, workload: "inference", model: bert };
    expect(defaultProfile(need).name).toBe("pytorch-eager");
  }
});

test("on GPUs small encoders and networks of images are trained by PyTorch alone, language models by Megatron", () => {
  const profile = (instance: string, model: string) => {
    const need = { chip: instanceNamed(instance).chip, workload: "training" };
    return defaultProfile({ ...need, model: findModel(catalog.models, model) as Model }).name;
  };
  for (const small of ["bert-large", "resnet-50"]) {
    for (const instance of ["p3dn.24xlarge", "p4de.24xlarge", "p5.48xlarge"])
      expect(profile(instance, small), `${small} on ${instance}`).toBe("pytorch");
  }
  expect(profile("p5.48xlarge", "llama-3.1-8b")).toBe("megatron-core");
  expect(profile("p3dn.24xlarge", "llama-3.1-8b")).toBe("megatron-v100");
});

test("on Neuron the software follows the chip and what the model is", () => {
  const profile = (instance: string, model: string, workload = "inference") => {
    const need = {
      chip: instanceNamed(instance).chip,
      workload,
      model: findModel(catalog.models, model) as Model,
    };
    return defaultProfile(need).name;
  };
  expect(profile("trn2.48xlarge", "llama-3.1-8b")).toBe("nxdi");
  for (const first of ["opt-13b", "gpt-j-6b", "gpt-neox-20b", "bloom-176b"]) {
    expect(profile("inf2.48xlarge", first), first).toBe("tnx-2.14");
    expect(profile("trn1.32xlarge", first), first).toBe("tnx-2.14");
    expect(profile("trn2.48xlarge", first), first).toBe("nxdi");
  }
  for (const gated of ["mixtral-8x7b", "qwen2.5-7b", "gemma-2-9b"])
    expect(profile("inf2.48xlarge", gated), gated).toBe("nxdi");
  expect(profile("inf2.xlarge", "bert-large")).toBe("torch-neuronx");
  expect(profile("trn1.2xlarge", "bert-large")).toBe("torch-neuronx-trn1");
  expect(profile("inf1.xlarge", "bert-large")).toBe("neuron-1");
  expect(profile("inf2.xlarge", "resnet-50")).toBe("torch-neuronx-cnn");
  expect(profile("inf2.xlarge", "pixart-alpha")).toBe("torch-neuronx-diffusion");
  expect(profile("inf2.xlarge", "t5-3b")).toBe("nxd-encoder-decoder");
  expect(profile("trn1.32xlarge", "bert-large", "training")).toBe("torch-neuronx-training");
  expect(profile("trn1.32xlarge", "llama-3.1-8b", "training")).toBe("nxd-training");
});

test("launched operator by operator, a fast chip waits for its host: layers x operators x launch time", () => {
  const instance = instanceNamed("dl1.24xlarge");
  const profile = defaultProfile({ chip: instance.chip, workload: "inference", model: bert });
  const parts = { model: bert, instance, profile, tensor: 1, weights: "bf16", kvCache: "bf16" } as const;
  const { plan } = replicaOf({ ...parts, batch: 1, tokens: 256 });
  const { totalNs } = new PassStepTimer(plan).prefill([promptOf(256, 1)]);
  const groups = forwardOperators(bert, { kind: "forward", sequences: 1, tokens: 256, logitTokens: 0 });
  const launches = groups.reduce((sum, { repeat, operators }) => sum + repeat * operators.length, 0);
  const launchNs = launches * profile.constants.hostLaunchNs;
  const copyNs = (256 * 8 + 256 * 1024 * 4) / instance.chip.hostBandwidth;
  expect(totalNs).toBeGreaterThanOrEqual(launchNs + profile.constants.stepOverheadNs + copyNs);
  expect(totalNs).toBeLessThan(1.05 * (launchNs + profile.constants.stepOverheadNs + copyNs));
});
