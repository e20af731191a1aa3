/**
 * What the graphs of a replica are compiled for: slots of the batch, tokens of the longest sequence, and the buckets between
 * them. Software that compiles pads a prompt to the bucket of contexts above it, and a batch to the bucket of batches.
 */
import { z } from "zod";
import { count } from "../../../base/quantity.ts";
import type { Behaviours } from "../../../timing/behaviours.ts";

/** Largest batch and longest sequence that a replica's graphs hold. */
export interface CompiledShape {
  batch: number;
  tokens: number;
  /** Lengths that prompts are padded to, rising; powers of two, or what the software does, when absent. */
  contextBuckets?: readonly number[] | undefined;
  /** Batches that a decode step costs, rising; the largest alone when absent. */
  batchBuckets?: readonly number[] | undefined;
}

const buckets = z
  .array(count())
  .min(1)
  .refine((list) => list.every((each, index) => index === 0 || each > list[index - 1]!), "rising numbers");

/** Options of every batching policy that say what is compiled. */
export const compiledOptions = {
  compiledContext: count().optional().meta({
    description: "Longest sequence the graphs hold; the power of two above the longest request when absent.",
  }),
  contextBuckets: buckets.optional().meta({
    description: "Lengths that prompts are padded to, such as [1024, 4096], by software that compiles.",
  }),
  batchBuckets: buckets.optional().meta({
    description:
      "Batches that decode steps are compiled for, such as [1, 8, 32]; the largest alone when absent.",
  }),
};

/** What a scenario says under `batching` beside its policy. */
export type CompiledChoice = {
  readonly [Key in keyof typeof compiledOptions]?: z.output<(typeof compiledOptions)[Key]>;
};

/**
 * `shape` with no more slots than whole caches fit in room for `kvTokens`: software that compiles a batch sets a cache of the
 * compiled length aside for each of its slots. 32 slots of 131,072 tokens in room for 700,000: 5.
 */
export function heldShape(shape: CompiledShape, kvTokens: number): CompiledShape {
  const held = Math.max(1, Math.floor(kvTokens / shape.tokens));
  return held < shape.batch ? { ...shape, batch: held } : shape;
}

/** Tokens of the KV cache that a decode step reads over a context of `tokens`, of software that reads it in buckets. */
export function readTokens(shape: CompiledShape, kvBuckets: Behaviours["kvBuckets"], tokens: number): number {
  const { contextBuckets, tokens: limit } = shape;
  if (kvBuckets === "compiled") return Math.max(limit, tokens);
  return contextBuckets ? bucketAbove(contextBuckets, tokens) : bucketOf(tokens, limit);
}

/** Length that a prompt of `tokens` is padded to. */
export function paddedTokens(
  { tokens: limit, batch, contextBuckets }: CompiledShape,
  padding: Behaviours["prefillToContext"],
  tokens: number,
): number {
  if (contextBuckets) return bucketAbove(contextBuckets, tokens);
  const toContext = padding === "always" || (padding === "batched" && batch > 1);
  return toContext ? Math.max(limit, tokens) : bucketOf(tokens, limit);
}

/** The least of `list` that holds `value`; `value` itself where none does. */
export function bucketAbove(list: readonly number[], value: number): number {
  return list.find((each) => each >= value) ?? value;
}

/** Smallest bucket of contexts and prompts, tokens. */
const bucketTokensMin = 128;

/** The power of two above `tokens`, at most `limit` where that still holds them: 1,500 of 4,096 is 2,048. */
export function bucketOf(tokens: number, limit: number): number {
  let power = bucketTokensMin;
  while (power < tokens) power *= 2;
  return Math.max(tokens, Math.min(power, limit));
}
