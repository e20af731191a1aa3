/**
 * What a software stack does beside being slow or fast: choices of compilers, runtimes and servers that change how much
 * work there is. Padding of heads to a multiple of the tensor ranks is not among them, because every stack that splits by
 * head does it; it is part of `Shard`.
 */
import { z } from "zod";

/** Schema of the behaviours, each with what it means. */
export const behavioursSchema = z.strictObject({
  kvPerQueryHead: z.boolean().meta({
    description:
      "Where tensor ranks exceed KV heads, keys and values are kept once per query head (Transformers NeuronX).",
  }),
  ffnMultiple: z
    .int()
    .positive()
    .meta({ description: "Feed-forward columns of a rank are padded to a multiple of this." }),
  kvBuckets: z.enum(["exact", "power-of-two", "compiled"]).meta({
    description:
      "Decode reads the KV cache up to: the context itself, the power of two above it, or the compiled length.",
  }),
  compiledBatch: z
    .boolean()
    .meta({ description: "A decode step costs the compiled batch, whatever is active." }),
  prefill: z.enum(["packed", "padded", "serial"]).meta({
    description:
      "Prompts of a step are packed, or padded to a power of two and computed together or one after the other.",
  }),
  prefillToContext: z.enum(["never", "batched", "always"]).meta({
    description:
      "Prompts are padded to the compiled context: never, always, or where the graph holds more than one sequence.",
  }),
  flashFromTokens: z.int().nonnegative().nullable().meta({
    description:
      "Prefills of at least this many tokens use a fused attention kernel; 0 always, `null` never.",
  }),
  flashFromTokensLnc2: z.int().nonnegative().nullable().meta({
    description:
      "The same on ranks of two physical cores (LNC 2), for which a stack may have a kernel of its own; `null` where it has none and `flashFromTokens` counts, as it does where a scenario sets that alone.",
  }),
  flashSequencesMax: z
    .number()
    .positive()
    .meta({ description: "Prefills of more sequences at once do without the fused kernel." }),
  unfusedModels: z.array(z.string()).readonly().meta({
    description:
      "Models, by the beginning of their names, that the stack writes in code of their own which calls no fused kernel; the compiler makes one of the attention of one sequence from `compilerFlashFromTokens` on (Mistral in Transformers NeuronX).",
  }),
  compilerFlashFromTokens: z.int().nonnegative().nullable().meta({
    description:
      "Of `unfusedModels`: prefills of at least this many tokens get a fused kernel from the compiler; 0 always, `null` never.",
  }),
  keepsScoresOnChip: z.boolean().meta({
    description: "Scores of a prefill that the on-chip memory holds do not pass through device memory.",
  }),
  headUnquantised: z
    .boolean()
    .meta({ description: "The output head stays in 16 bits where weights are quantised." }),
  gathersLogits: z.boolean().meta({
    description:
      "Every rank gathers the logits of all words to choose tokens; else each looks at those of its own part (on-device sampling).",
  }),
  streamAllExperts: z
    .boolean()
    .meta({ description: "A decode step reads the weights of every expert, chosen or not." }),
  replicatesSharedExpert: z.boolean().meta({
    description:
      "On wide expert parallelism every rank holds the whole shared expert (vLLM, SGLang with DeepEP, TensorRT-LLM with attention data parallelism); else the tensor ranks share it.",
  }),
  padsInPart: z.boolean().meta({
    description:
      "Heads and columns that ranks do not divide are padded, but not those of routed experts and of latent attention.",
  }),
  expertBlockTokens: z.int().positive().nullable().meta({
    description:
      "Prompts of more tokens than this compute experts in blocks of as many, each block of one expert alone. Fewer tokens pass through all experts, or fetch the weights of those that they chose for each choice where that is less often; `null` without blocks.",
  }),
  expertMatmuls: z.enum(["fused", "grouped"]).meta({
    description:
      "Experts run in one kernel that gathers their tokens, activates and sums what they give (servers), or as matmuls like others, one for each expert side by side, with kernels of their own for the rest (Transformer Engine's grouped linear layers).",
  }),
  schedulesAhead: z.boolean().meta({
    description:
      "The host makes up a step while the one before it runs: a request joins the step after next (overlap scheduling).",
  }),
  sendsOncePerInstance: z.boolean().meta({
    description:
      "A token goes to an instance once, however many experts it chose there, and is passed on inside (DeepEP).",
  }),
  overlap: z
    .boolean()
    .meta({ description: "Operators of a layer overlap compute with memory; where false the two add up." }),
  castsMatmuls: z.boolean().meta({
    description:
      "Matmuls of 32-bit values run in bf16, as the Neuron compiler casts them unless told otherwise.",
  }),
  gradientExchange: z.enum(["fused", "per-tensor"]).meta({
    description:
      "Data-parallel ranks sum gradients together in 16 bits, or each tensor by itself in 32 (autocast of torch-neuronx).",
  }),
});

/** Behaviours of a software stack. */
export type Behaviours = Readonly<z.output<typeof behavioursSchema>>;

/** A stack that does no more than the model asks for. */
export const plainBehaviours: Behaviours = {
  kvPerQueryHead: false,
  ffnMultiple: 1,
  kvBuckets: "exact",
  compiledBatch: false,
  prefill: "packed",
  prefillToContext: "never",
  flashFromTokens: 0,
  flashFromTokensLnc2: null,
  flashSequencesMax: Number.POSITIVE_INFINITY,
  unfusedModels: [],
  compilerFlashFromTokens: null,
  keepsScoresOnChip: false,
  headUnquantised: false,
  gathersLogits: true,
  streamAllExperts: false,
  replicatesSharedExpert: false,
  padsInPart: false,
  expertBlockTokens: null,
  expertMatmuls: "fused",
  schedulesAhead: false,
  sendsOncePerInstance: false,
  overlap: true,
  castsMatmuls: false,
  gradientExchange: "fused",
};

/** What `behaviours` come to for the model called `name`. */
export function behavioursFor(name: string, behaviours: Behaviours): Behaviours {
  const { unfusedModels, compilerFlashFromTokens } = behaviours;
  if (!unfusedModels.some((beginning) => name.toLowerCase().startsWith(beginning))) return behaviours;
  return { ...behaviours, flashFromTokens: compilerFlashFromTokens, flashSequencesMax: 1 };
}
