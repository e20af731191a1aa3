/**
 * The three ways most transformers are built, each as a function from the numbers that differ to a whole `Model`:
 *
 * | | norm | feed-forward | biases | positions | output |
 * |---|---|---|---|---|---|
 * | Llama (Touvron et al. 2023) | RMS | gated | none | rotary | head of its own |
 * | GPT (Brown et al. 2020) | layer norm | plain, 4 x hidden | all | learned | head tied to the embedding |
 * | BERT (Devlin et al. 2019) | layer norm | plain, 4 x hidden | all | learned | pooler |
 *
 * Models that differ in a point say so in `stack` or `model`.
 */
import type { DenseLayer, Model } from "./model.ts";
import { expandStack } from "./short-stack.ts";
import type { ShortStack } from "./transformer-stack.ts";

/** The numbers that make one model of an architecture. */
export interface ArchitectureShape {
  name: string;
  title: string;
  source: string;
  layers: number;
  hidden: number;
  heads: number;
  /** As many as `heads` when absent. */
  kvHeads?: number | undefined;
  /** `hidden / heads` when absent. */
  headDim?: number | undefined;
  /** Inner width of the feed-forward part; 4 x `hidden` when absent. */
  ffn?: number | undefined;
  vocabulary: number;
  maxTokens: number;
  aliases?: readonly string[];
  publishedParameters?: number;
  /** Where the stack departs from the architecture. */
  stack?: Partial<ShortStack>;
  /** Where the rest of the model departs from it. */
  model?: Partial<Model>;
}

function build(
  shape: ArchitectureShape,
  stack: Omit<ShortStack, "layers" | "hidden" | "heads" | "kvHeads" | "headDim" | "ffn">,
  model: Pick<Model, "family" | "positions" | "tiedEmbeddings" | "head" | "outputLayers">,
): Model {
  const { name, title, source, layers, hidden, heads, vocabulary, maxTokens } = shape;
  return {
    name,
    title,
    ...(shape.aliases === undefined ? {} : { aliases: shape.aliases }),
    vocabulary,
    maxTokens,
    otherParameters: 0,
    ...model,
    stack: expandStack({
      layers,
      hidden,
      heads,
      kvHeads: shape.kvHeads ?? heads,
      headDim: shape.headDim ?? hidden / heads,
      ffn: shape.ffn ?? 4 * hidden,
      ...stack,
      ...shape.stack,
    }),
    ...(shape.publishedParameters === undefined ? {} : { publishedParameters: shape.publishedParameters }),
    source,
    ...shape.model,
  };
}

/** A decoder in the manner of Llama. */
export function llamaModel(shape: ArchitectureShape): Model {
  return build(
    shape,
    { gated: true, causal: true, biases: "none", norm: "rmsnorm", rotary: true },
    { family: "decoder", positions: 0, tiedEmbeddings: false, head: true },
  );
}

/** A decoder in the manner of GPT-2 and GPT-3. */
export function gptModel(shape: ArchitectureShape): Model {
  return build(
    shape,
    { gated: false, causal: true, biases: "all", norm: "layernorm", rotary: false },
    { family: "decoder", positions: shape.maxTokens, tiedEmbeddings: true, head: true },
  );
}

/** An encoder in the manner of BERT. Its masked-language head is asked for by `logitTokens`, and shares the embedding. */
export function bertModel(shape: ArchitectureShape): Model {
  return build(
    shape,
    { gated: false, causal: false, biases: "all", norm: "layernorm", rotary: false },
    {
      family: "encoder",
      positions: shape.maxTokens,
      tiedEmbeddings: true,
      head: false,
      outputLayers: [pooler(shape.hidden)],
    },
  );
}

/** BERT's pooler: a square dense layer on the first token. */
export function pooler(hidden: number): DenseLayer {
  return { name: "pooler", inputs: hidden, outputs: hidden, bias: true };
}
