/** The ways in which a layer can mix tokens, and how a shape finds the one that answers for it. */
import { z } from "zod";
import { cross } from "./attention/cross.ts";
import { gatedDelta } from "./attention/gated-delta.ts";
import { grouped } from "./attention/grouped.ts";
import { kimiDelta } from "./attention/kimi-delta.ts";
import { latent } from "./attention/latent.ts";
import { lightning } from "./attention/lightning.ts";
import { selectiveState } from "./attention/selective-state.ts";
import { slidingWindow } from "./attention/sliding-window.ts";
import { stateSpace } from "./attention/state-space.ts";
import type { AttentionKind } from "./attention-kind.ts";

/** Every kind of attention. */
export const attentionKinds = [
  grouped,
  slidingWindow,
  latent,
  cross,
  gatedDelta,
  kimiDelta,
  lightning,
  stateSpace,
  selectiveState,
] as const;

/** What every part of a layer may say of the norms around it. */
interface Normed {
  /** Norms over the width of the model around the part: 2 where its output is normalised too; 1 when absent. */
  norms?: number;
}

type ShapeOf<Kind> = Kind extends AttentionKind<infer Shape> ? Shape : never;

/** A shape of attention. */
export type AttentionShape = ShapeOf<(typeof attentionKinds)[number]> & Normed;

/** Who answers for shapes of this kind. */
export function attentionOf({ kind }: AttentionShape): AttentionKind<AttentionShape> {
  const found = attentionKinds.find((each) => each.kind === kind);
  if (found === undefined) throw new Error(`no attention of kind ${kind}`);
  return found as unknown as AttentionKind<AttentionShape>;
}

/** Schema of attention in a written-out model. */
export const attentionSchema = z.discriminatedUnion(
  "kind",
  attentionKinds.map(({ schema }) =>
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
) as unknown as z.ZodType<AttentionShape, unknown>;
