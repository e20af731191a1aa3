/** The feed-forward parts a layer can have, and how a shape finds the one that answers for it. */
import { z } from "zod";
import { dense } from "./feed-forward/dense.ts";
import { experts } from "./feed-forward/experts.ts";
import type { FeedForwardKind } from "./feed-forward-kind.ts";

/** Every kind of feed-forward part. */
export const feedForwardKinds = [dense, experts] as const;

type ShapeOf<Kind> = Kind extends FeedForwardKind<infer Shape> ? Shape : never;

/** A shape of a feed-forward part; `norms` as of attention. */
export type FeedForwardShape = ShapeOf<(typeof feedForwardKinds)[number]> & { norms?: number };

/** Who answers for shapes of this kind. */
export function feedForwardOf({ kind }: FeedForwardShape): FeedForwardKind<FeedForwardShape> {
  const found = feedForwardKinds.find((each) => each.kind === kind);
  if (found === undefined) throw new Error(`no feed-forward part of kind ${kind}`);
  return found as unknown as FeedForwardKind<FeedForwardShape>;
}

/** Schema of a feed-forward part in a written-out model. */
export const feedForwardSchema = z.discriminatedUnion(
  "kind",
  feedForwardKinds.map(({ schema }) =>
    (schema as unknown as z.ZodObject).extend({
      norms: z
        .union([z.literal(0), z.literal(1), z.literal(2)])
        .optional()
        .meta({
          description:
            "Norms around the part: 1 before it, 2 before and after, 0 none; as the model has them when absent.",
        }),
    }),
  ) as unknown as [z.ZodObject<{ kind: z.ZodLiteral<string> }>],
) as unknown as z.ZodType<FeedForwardShape, unknown>;
