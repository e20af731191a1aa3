/** What an alignment scenario can say: the load of an iteration, the serving engine that answers, the training step. */
import { z } from "zod";
import { count } from "../../base/quantity.ts";
import type { Chip } from "../../hardware/chip.ts";
import type { Model } from "../../models/model.ts";
import { softwareChoice } from "../../timing/software-choice.ts";
import type { SoftwareProfile } from "../../timing/software-profile.ts";
import {
  type InferenceCatalog,
  type InferencePlugins,
  type InferenceShape,
  lengthChoice,
} from "../inference/inference.ts";
import type { TrainingPlugins, TrainingShape } from "../training/training-options.ts";

/** Catalog entries and plug-ins that an alignment scenario chooses from. */
export interface AlignmentCatalog extends InferenceCatalog {
  plugins: InferencePlugins & TrainingPlugins;
  /** The profile that serves `model` on `chip` where the scenario names none. */
  servingProfile(chip: Chip, model: Model): SoftwareProfile;
}

/** The options over this catalog, made of those of the two kinds of workload in a round. */
export function alignmentOptions(
  { inference, training }: { inference: InferenceShape; training: TrainingShape },
  catalog: AlignmentCatalog,
) {
  const { plugins } = catalog;
  const { parallelism, precision, batching, kvCache, speculation } = inference;
  // The load follows from the answers, and the reference model takes the teacher's place.
  const {
    tokens: _tokens,
    samples: _samples,
    globalBatch: _globalBatch,
    imageSize: _imageSize,
    distillation: _distillation,
    ...step
  } = training;
  return {
    iterations: count().meta({ description: "Rounds of answering and learning in the whole run." }),
    simulated: count()
      .default(3)
      .meta({ description: "Rounds that are simulated, each with answers of its own lengths." }),
    prompts: count().meta({ description: "Prompts of a round." }),
    answers: count().default(8).meta({ description: "Answers to each prompt; one training sequence each." }),
    input: lengthChoice(plugins.lengths).meta({ description: "Tokens of a prompt." }),
    output: lengthChoice(plugins.lengths).meta({ description: "Tokens of an answer." }),
    reference: z
      .boolean()
      .default(true)
      .meta({ description: "A frozen copy of the model reads every answer too." }),
    generation: z
      .strictObject({
        instances: count().optional().meta({
          description:
            "Instances of the cluster that only answer, a round ahead; absent: all chips answer, then all learn.",
        }),
        software: softwareChoice(catalog.profiles)
          .optional()
          .meta({ description: "That serves; the usual for the chip when absent." }),
        parallelism,
        precision,
        batching,
        kvCache,
        speculation,
      })
      .prefault({} as never)
      .meta({ description: "The serving engine that answers." }),
    training: z.strictObject(step).meta({ description: "The step that learns from the answers." }),
  };
}

/** Parsed options of an alignment workload. */
export type AlignmentOptions = z.output<z.ZodObject<ReturnType<typeof alignmentOptions>>>;
