/** The measurements that the repository ships, so that everyone can reproduce the accuracy table. */
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
  { name: "decode.csv", text: decodeRows },
  { name: "serving_neuron.csv", text: servingNeuronRows },
  { name: "encoder.csv", text: encoderRows },
  { name: "encoder_decoder.csv", text: encoderDecoderRows },
  { name: "vision_cnn.csv", text: visionCnnRows },
  { name: "diffusion.csv", text: diffusionRows },
  { name: "training.csv", text: trainingRows },
  { name: "gpu_training.csv", text: gpuTrainingRows },
  { name: "gpu_training_vtrain.csv", text: gpuTrainingVtrainRows },
  { name: "gpu_inference.csv", text: gpuInferenceRows },
  { name: "gpu_serving.csv", text: gpuServingRows },
  { name: "published.csv", text: publishedRows },
  { name: "operators.csv", text: operatorRows },
];
