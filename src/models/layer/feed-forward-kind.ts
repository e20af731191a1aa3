/** What a layer's feed-forward part must answer; one file in `feed-forward/` answers for one kind. */
import type { z } from "zod";
import type { LayerWork } from "../operators/layer-work.ts";
import type { Operator } from "../operators/operator.ts";
import type { Shard } from "../shard.ts";
import type { Weight } from "./weight.ts";

/** Answers of one kind of feed-forward part about a shape of it. `hidden` is the width of the model. */
export interface FeedForwardKind<Shape> {
  /** Name in written-out models; equals the file name. */
  readonly kind: string;
  /** One line for people. */
  readonly help: string;
  /** Schema of its shape, `kind` included. */
  readonly schema: z.ZodType<Shape>;
  /** Word before `layers` in names of groups; none where it is the common case. */
  adjective(shape: Shape): string | undefined;
  /** Weights that one rank of `shard` holds. */
  weights(shape: Shape, hidden: number, shard: Shard): Weight[];
  /** Work of one rank, without the norm before and the residual after. */
  operators(shape: Shape, hidden: number, work: LayerWork, shard: Shard): Operator[];
  /** Copies of a token that are sent to experts on other ranks; 0 where there are none. */
  routedCopies(shape: Shape): number;
  /** A part of it sees every token beside what tokens are routed to. */
  hasShared(shape: Shape): boolean;
  /** Experts that expert ranks divide; 0 where there are none. */
  experts(shape: Shape): number;
  /** Inner width of one of them; 0 where there are none. */
  expertWidth(shape: Shape): number;
  /** Elements a token that a step works on beside the input, on one rank. */
  workingElements(shape: Shape, shard: Shard): number;
  /** Elements a token that the backward pass needs on one rank. */
  savedElements(shape: Shape, hidden: number, shard: Shard): number;
}

/** Types a kind by its own schema. */
export function defineFeedForward<Schema extends z.ZodType<{ kind: string }>>(
  definition: Omit<FeedForwardKind<z.output<Schema>>, "schema" | "kind"> & {
    kind: z.output<Schema>["kind"];
    schema: Schema;
  },
): FeedForwardKind<z.output<Schema>> {
  return definition as unknown as FeedForwardKind<z.output<Schema>>;
}
