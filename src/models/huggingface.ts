/**
 * A model from the `config.json` that Hugging Face stores beside its weights. Each `model_type` names its fields in its
 * own way; files in `huggingface/` read them family by family, those of the diffusers library by their class. Behaviour
 * that a file leaves out (biases, windows, shared embeddings) is that of the transformers library; sizes are not guessed,
 * but for language models within a larger file, where that library leaves out what it takes for granted.
 *
 * A field that says something and that no reader used is named: it may change size or speed.
 */
import { type Problem, ScenarioError } from "../base/errors.ts";
import { ConfigFields } from "./config-fields.ts";
import { classicReaders } from "./huggingface/classic-decoders.ts";
import { customReaders } from "./huggingface/custom-decoders.ts";
import { decoderReaders } from "./huggingface/decoders.ts";
import { diffusionReaders } from "./huggingface/diffusion.ts";
import { encoderDecoderReaders } from "./huggingface/encoder-decoders.ts";
import { encoderReaders } from "./huggingface/encoders.ts";
import { isHarmless } from "./huggingface/harmless-fields.ts";
import { hybridReaders } from "./huggingface/hybrid-decoders.ts";
import { latentReaders } from "./huggingface/latent-decoders.ts";
import { matformerReaders } from "./huggingface/matformer.ts";
import { nestedReader, nestedTypes } from "./huggingface/multimodal.ts";
import { storedFormats } from "./huggingface/quantization.ts";
import type { Reader } from "./huggingface/reader.ts";
import { stateSpaceReaders } from "./huggingface/state-space-decoders.ts";
import { nearestShapes } from "./huggingface/unknown-type.ts";
import type { Model } from "./model.ts";
import { listProblems, shapeProblems } from "./shape-problems.ts";

const plainReaders: Readonly<Record<string, Reader>> = {
  ...decoderReaders,
  ...latentReaders,
  ...hybridReaders,
  ...stateSpaceReaders,
  ...matformerReaders,
  ...classicReaders,
  ...customReaders,
  ...encoderReaders,
  ...encoderDecoderReaders,
  ...diffusionReaders,
};

const readers: Readonly<Record<string, Reader>> = {
  ...plainReaders,
  ...Object.fromEntries(
    Object.entries(nestedTypes).map(([type, [text, tower]]) => [
      type,
      { read: nestedReader(plainReaders, text, tower) },
    ]),
  ),
};

/** The `model_type`s (and classes of diffusers) that can be imported. */
export const huggingFaceModelTypes: readonly string[] = Object.keys(readers);

/**
 * The model that `config`, the parsed `config.json`, describes, under `name`. Throws a `ScenarioError` that lists every
 * field missing or wrong, or says what an unknown `model_type` is like.
 */
export function modelFromHuggingFace(config: unknown, name: string): Model {
  const problems: Problem[] = [];
  const fields = new ConfigFields(config, problems);
  fields.throwProblems();
  const type = fields.text("model_type") ?? fields.text("_class_name");
  const reader = type !== undefined && Object.hasOwn(readers, type) ? readers[type] : undefined;
  if (reader === undefined) throw unknownType(type, config as Record<string, unknown>);
  const stored = storedFormats(fields, problems);
  const model = reader.read(fields, { name, title: name, source: `config.json of type ${type}` });
  fields.throwProblems();
  problems.push(...listProblems(config, model), ...shapeProblems(model));
  fields.throwProblems();
  const unusedFields = fields.unread(isHarmless);
  return {
    ...model,
    ...(stored === undefined ? {} : { stored }),
    reading: { unusedFields, notes: fields.notes },
  };
}

function unknownType(type: string | undefined, config: Record<string, unknown>): ScenarioError {
  return new ScenarioError([
    {
      path: "model_type",
      found: type === undefined ? "nothing" : `"${String(type).slice(0, 60)}"`,
      expected:
        `a type that can be read (${huggingFaceModelTypes.join(", ")}); ` +
        `${nearestShapes(config)}; a shape can be written out in the scenario instead: ` +
        "model: { hidden, vocabulary, layers: [{ repeat, attention, feedForward }] }",
    },
  ]);
}
