/** The measurements that the repository ships, so that everyone can reproduce the accuracy table. */

import {
  aiConfigurator,
  calculon,
  lessRecomputation,
  megatronClusters,
  megatronLm,
  mtNlg,
  neuronSdk,
  nim,
  optimumNeuron,
  splitwise,
  tensorRtLlm,
  torchTitanOnAws,
  vTrain,
} from "./measurement-sources.ts";
import { decodeRows } from "./measurements/decode.ts";
import { diffusionRows } from "./measurements/diffusion.ts";
import { encoderRows } from "./measurements/encoder.ts";
import { encoderDecoderRows } from "./measurements/encoder-decoder.ts";
import { gpuInferenceRows } from "./measurements/gpu-inference.ts";
import { gpuServingRows } from "./measurements/gpu-serving.ts";
import { gpuTrainingRows } from "./measurements/gpu-training.ts";
import { gpuTrainingVtrainRows } from "./measurements/gpu-training-vtrain.ts";
import { operatorRows } from "./measurements/operators.ts";
import { publishedRows } from "./measurements/published.ts";
import { servingNeuronRows } from "./measurements/serving-neuron.ts";
import { trainingRows } from "./measurements/training.ts";
import { visionCnnRows } from "./measurements/vision-cnn.ts";
import type { MeasurementFile } from "./validate.ts";

export const shippedMeasurements: readonly MeasurementFile[] = [
  { name: "decode.csv", text: decodeRows, sources: [neuronSdk, optimumNeuron] },
  { name: "serving_neuron.csv", text: servingNeuronRows, sources: [optimumNeuron] },
  { name: "encoder.csv", text: encoderRows, sources: [neuronSdk] },
  { name: "encoder_decoder.csv", text: encoderDecoderRows, sources: [neuronSdk] },
  { name: "vision_cnn.csv", text: visionCnnRows, sources: [neuronSdk] },
  { name: "diffusion.csv", text: diffusionRows, sources: [neuronSdk] },
  { name: "training.csv", text: trainingRows, sources: [neuronSdk] },
  {
    name: "gpu_training.csv",
    text: gpuTrainingRows,
    sources: [megatronLm, megatronClusters, mtNlg, lessRecomputation, calculon, torchTitanOnAws],
  },
  { name: "gpu_training_vtrain.csv", text: gpuTrainingVtrainRows, sources: [vTrain] },
  { name: "gpu_inference.csv", text: gpuInferenceRows, sources: [splitwise, tensorRtLlm, nim] },
  { name: "gpu_serving.csv", text: gpuServingRows, sources: [aiConfigurator] },
  { name: "published.csv", text: publishedRows },
  { name: "operators.csv", text: operatorRows, sources: [aiConfigurator] },
];
