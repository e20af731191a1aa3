/** Who published the measurements, with addresses; the files of each stand in the head of each table. */
import type { MeasurementSource } from "./validate.ts";

const repository = (name: string): MeasurementSource => ({
  title: name,
  address: `https://github.com/${name}`,
});

const paper = (id: string, title: string): MeasurementSource => ({
  title: `${title} (arXiv ${id})`,
  address: `https://arxiv.org/abs/${id}`,
});

export const neuronSdk = repository("aws-neuron/aws-neuron-sdk");
export const optimumNeuron = repository("huggingface/optimum-neuron");
export const megatronLm = repository("NVIDIA/Megatron-LM");
export const torchTitanOnAws = repository("awslabs/awsome-distributed-training");
export const vTrain = repository("VIA-Research/vTrain");
export const splitwise = repository("Mutinifni/splitwise-sim");
export const tensorRtLlm = repository("NVIDIA/TensorRT-LLM");
export const aiConfigurator = repository("ai-dynamo/aiconfigurator");
export const calculon = repository("calculon-ai/calculon");
export const mtNlg = paper("2201.11990", "Using DeepSpeed and Megatron to train Megatron-Turing NLG 530B");
export const megatronClusters = paper(
  "2104.04473",
  "Efficient large-scale language model training on GPU clusters",
);
export const lessRecomputation = paper(
  "2205.05198",
  "Reducing activation recomputation in large transformer models",
);
export const nim: MeasurementSource = {
  title: "NVIDIA NIM, LLM benchmarking",
  address: "https://docs.nvidia.com/nim/benchmarking/llm/",
};

/** The repository that a row's `source` begins with, `owner/name path@commit`; undefined where it names none. */
export function sourceOfRow(source: string): MeasurementSource | undefined {
  const [, name] = /^([\w.-]+\/[\w.-]+)(?:[ @:]|$)/.exec(source) ?? [];
  return name === undefined ? undefined : repository(name);
}
