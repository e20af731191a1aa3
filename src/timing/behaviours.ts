/**
 * What a software stack does beside being slow or fast: choices of compilers, runtimes and servers that change how much
 * work there is. Padding of heads to a multiple of the tensor ranks is not among them, because every stack that splits by
 * head does it; it is part of `Shard`.
 */
import { z } from "zod";

/** Schema of the behaviours, each with what it means. */
export const behavioursSchema = z.strictObject({
  /** Where tensor ranks exceed KV heads, keys and values are kept once per query head (Transformers NeuronX). */
  kvPerQueryHead: z.boolean(),
  /** Feed-forward columns of a rank are padded to a multiple of this. */
  ffnMultiple: z.int().positive(),
  /** Decode reads the KV cache up to: the context itself, the power of two above it, or the compiled length. */
  kvBuckets: z.enum(["exact", "power-of-two", "compiled"]),
  /** A decode step costs the compiled batch, whatever is active. */
  compiledBatch: z.boolean(),
  /** Prompts of a step are packed, or padded to a power of two and computed together or one after the other. */
  prefill: z.enum(["packed", "padded", "serial"]),
  /** Prompts are padded to the compiled context: never, always, or where the graph holds more than one sequence. */
  prefillToContext: z.enum(["never", "batched", "always"]),
  /** Prefills of at least this many tokens use a fused attention kernel; 0 always, `null` never. */
  flashFromTokens: z.int().nonnegative().nullable(),
  /** Prefills of more sequences at once do without the fused kernel. */
  flashSequencesMax: z.number().positive(),
  /**
   * Models, by the beginning of their names, that the stack writes in code of their own which calls no fused kernel; the
   * compiler makes one of the attention of one sequence from `compilerFlashFromTokens` on (Mistral in Transformers NeuronX).
   */
  unfusedModels: z.array(z.string()).readonly(),
  compilerFlashFromTokens: z.int().nonnegative().nullable(),
  /** Scores of a prefill that the on-chip memory holds do not pass through device memory. */
  keepsScoresOnChip: z.boolean(),
  /** The output head stays in 16 bits where weights are quantised. */
  headUnquantised: z.boolean(),
  /** Every rank gathers the logits of all words to choose tokens; else each looks at those of its own part (on-device sampling). */
  gathersLogits: z.boolean(),
  /** A decode step reads the weights of every expert, chosen or not. */
  streamAllExperts: z.boolean(),
  /**
   * On wide expert parallelism every rank holds the whole shared expert (vLLM, SGLang with DeepEP, TensorRT-LLM with attention
   * data parallelism); else the tensor ranks share it.
   */
  replicatesSharedExpert: z.boolean(),
  /** Heads and columns that ranks do not divide are padded, but not those of routed experts and of latent attention. */
  padsInPart: z.boolean(),
  /** Prefills compute experts in blocks of this many tokens, each block of one expert alone; `null` without blocks. */
  expertBlockTokens: z.int().positive().nullable(),
  /**
   * Experts run in one kernel that gathers their tokens, activates and sums what they give (servers), or as matmuls like others,
   * one for each expert side by side, with kernels of their own for the rest (Transformer Engine's grouped linear layers).
   */
  expertMatmuls: z.enum(["fused", "grouped"]),
  /** The host makes up a step while the one before it runs: a request joins the step after next (overlap scheduling). */
  schedulesAhead: z.boolean(),
  /** A token goes to an instance once, however many experts it chose there, and is passed on inside (DeepEP). */
  sendsOncePerInstance: z.boolean(),
  /** Operators of a layer overlap compute with memory; where false the two add up. */
  overlap: z.boolean(),
  /** Matmuls of 32-bit values run in bf16, as the Neuron compiler casts them unless told otherwise. */
  castsMatmuls: z.boolean(),
  /** Data-parallel ranks sum gradients together in 16 bits, or each tensor by itself in 32 (autocast of torch-neuronx). */
  gradientExchange: z.enum(["fused", "per-tensor"]),
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
