/** The kinds of measurements, in the order in which a file's columns are asked. */
import { collectives } from "./kinds/collectives.ts";
import { decode } from "./kinds/decode.ts";
import { diffusion } from "./kinds/diffusion.ts";
import { encoder } from "./kinds/encoder.ts";
import { encoderDecoder } from "./kinds/encoder-decoder.ts";
import { gpuInference } from "./kinds/gpu-inference.ts";
import { gpuServing } from "./kinds/gpu-serving.ts";
import { gpuTraining } from "./kinds/gpu-training.ts";
import { operators } from "./kinds/operators.ts";
import { operatorsNeuron } from "./kinds/operators-neuron.ts";
import { published } from "./kinds/published.ts";
import { servingEffects } from "./kinds/serving-effects.ts";
import { servingNeuron } from "./kinds/serving-neuron.ts";
import { training } from "./kinds/training.ts";
import { visionCnn } from "./kinds/vision-cnn.ts";
import { vtrain } from "./kinds/vtrain.ts";
import type { MeasurementKind } from "./measurement-kind.ts";

export const measurementKinds: readonly MeasurementKind[] = [
  operators,
  operatorsNeuron,
  published,
  gpuServing,
  gpuInference,
  servingNeuron,
  encoderDecoder,
  decode,
  diffusion,
  visionCnn,
  encoder,
  training,
  gpuTraining,
  vtrain,
  collectives,
  servingEffects,
];
