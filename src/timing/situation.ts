/** What a prediction is made for. */

/** What a prediction is made for; parts that are not known are taken as covered. */
export interface Situation {
  /** Catalog name of the chip; its own where the asker's peaks or memory bandwidth are quite other. */
  chip: string;
  /** Name of the model. */
  model?: string | undefined;
  /** Kinds of layers that the model is made of. */
  kinds?: readonly string[] | undefined;
  /** Parameters of the model. */
  parameters?: number | undefined;
  tensor?: number | undefined;
  /** Sequences in a step. */
  batch?: number | undefined;
  /** Tokens of the longest sequence. */
  tokens?: number | undefined;
  /** Experts of a layer and the inner width of one, where the model is a mixture of experts. */
  experts?: { count: number; width: number } | undefined;
  /** Storage of the weights. */
  weights?: string | undefined;
  /** Whether figures of the hardware are the asker's own. */
  isOwnHardware?: boolean;
  /** Whether nobody said which software runs, so that it is the default of the chip and the work. */
  isSoftwareOpen?: boolean;
  /** In words, what is asked for beside the ordinary, such as `LoRA adapters`. */
  features?: readonly string[];
}

/** The feature of training adapters beside weights that stay as they are. */
export const fineTuning = "LoRA fine-tuning";
