/**
 * What a layer's way of mixing tokens must answer, whatever it is: attention, a state that every token updates, or
 * attention to another sequence. One file in `attention/` answers for one kind; the type asks for every answer, so a kind
 * that leaves one out does not compile.
 */
import type { z } from "zod";
import type { LayerWork } from "../operators/layer-work.ts";
import type { Operator } from "../operators/operator.ts";
import type { Shard } from "../shard.ts";
import type { Weight } from "./weight.ts";

/** What a layer keeps of a sequence from step to step, on one rank. */
export interface Kept {
  /** Elements of the KV cache that one more token adds. */
  perToken: number;
  /** Tokens after which it grows no more; never when absent. */
  window?: number;
  /** Elements of the KV cache for each token of the other sequence. */
  perSourceToken: number;
  /** Bytes of a state of fixed size, whatever the length. */
  stateBytes: number;
}

/** Heads that tensor ranks divide; KV heads fewer than the ranks are replicated. */
export interface DividedHeads {
  heads: number;
  kvHeads: number;
}

/** Answers of one kind of attention about a shape of it. `hidden` is the width of the model. */
export interface AttentionKind<Shape> {
  /** Name in written-out models; equals the file name. */
  readonly kind: string;
  /** One line for people. */
  readonly help: string;
  /** Schema of its shape, `kind` included. */
  readonly schema: z.ZodType<Shape>;
  /** What its norm and residual are called, and its sum over the tensor ranks. */
  readonly label: string;
  /** Reads the layer's own sequence; else another one, and does nothing where there is none. */
  readonly ownSequence: boolean;
  /** Word before `layers` in names of groups; none where it is the common case. */
  adjective(shape: Shape): string | undefined;
  /** Weights that one rank of `shard` holds. */
  weights(shape: Shape, hidden: number, shard: Shard): Weight[];
  /** Work of one rank, without the norm before and the residual after. */
  operators(shape: Shape, hidden: number, work: LayerWork, shard: Shard): Operator[];
  /** What one rank keeps of a sequence. */
  kept(shape: Shape, shard: Shard): Kept;
  /** It has a score for each pair of tokens, which software without a fused kernel stores. */
  readonly hasScores: boolean;
  /** Heads that tensor ranks divide. */
  divided(shape: Shape): DividedHeads;
  /** Elements a token that the backward pass needs on one rank, attention scores aside. */
  savedElements(shape: Shape, hidden: number, shard: Shard): number;
}

/** Types a kind by its own schema. */
export function defineAttention<Schema extends z.ZodType<{ kind: string }>>(
  definition: Omit<AttentionKind<z.output<Schema>>, "schema" | "kind"> & {
    kind: z.output<Schema>["kind"];
    schema: Schema;
  },
): AttentionKind<z.output<Schema>> {
  return definition as unknown as AttentionKind<z.output<Schema>>;
}
