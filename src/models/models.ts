/** The models known by name. */
import { namedList } from "../base/named-list.ts";
import { bertModels } from "./catalog/bert.ts";
import { clipModels } from "./catalog/clip.ts";
import { dbrxModels } from "./catalog/dbrx.ts";
import { deepSeekModels } from "./catalog/deepseek.ts";
import { diffusionModels } from "./catalog/diffusion.ts";
import { earlierDecoderModels } from "./catalog/earlier-decoders.ts";
import { embeddingAndSpeechModels } from "./catalog/embedding-and-speech.ts";
import { gemmaModels } from "./catalog/gemma.ts";
import { glmModels } from "./catalog/glm.ts";
import { gpt2Models, gpt3Models, openGptModels, optModels } from "./catalog/gpt.ts";
import { gptOssModels } from "./catalog/gpt-oss.ts";
import { llamaModels } from "./catalog/llama.ts";
import { mistralModels } from "./catalog/mistral.ts";
import { multimodalModels } from "./catalog/multimodal.ts";
import { nemotronModels } from "./catalog/nemotron.ts";
import { openDecoderModels } from "./catalog/open-decoders.ts";
import { phiModels } from "./catalog/phi.ts";
import { portedDecoderModels } from "./catalog/ported-decoders.ts";
import { qwenModels } from "./catalog/qwen.ts";
import { qwenHybridModels } from "./catalog/qwen-hybrid.ts";
import { qwen2Models } from "./catalog/qwen2.ts";
import { t5Models } from "./catalog/t5.ts";
import { visionModels } from "./catalog/vision.ts";
import type { Model } from "./model.ts";

/** Every catalog model, family by family. */
export const models: readonly Model[] = namedList<Model>([
  ...llamaModels,
  ...multimodalModels,
  ...mistralModels,
  ...dbrxModels,
  ...qwenModels,
  ...qwenHybridModels,
  ...gptOssModels,
  ...deepSeekModels,
  ...glmModels,
  ...gemmaModels,
  ...phiModels,
  ...openDecoderModels,
  ...portedDecoderModels,
  ...earlierDecoderModels,
  ...qwen2Models,
  ...nemotronModels,
  ...optModels,
  ...gpt2Models,
  ...gpt3Models,
  ...openGptModels,
  ...t5Models,
  ...bertModels,
  ...embeddingAndSpeechModels,
  ...visionModels,
  ...clipModels,
  ...diffusionModels,
]);
