/**
 * How a scenario says which algorithms collectives use, in place of what the usual runtime would choose:
 *
 *     collectives: best                                            the fastest each time
 *     collectives:
 *       inside: [{ upTo: 1 MB, algorithms: [mesh] }, { algorithms: [multi-ring, ring] }]
 *       across: [{ algorithms: [hierarchical] }]
 */
import { z } from "zod";
import { nearest } from "../base/nearest.ts";
import { size } from "../base/quantity.ts";
import type { Selection } from "./selection.ts";

/** Schema of a written selection; algorithms are those named `names`. */
export function selectionSchema(names: readonly string[]): z.ZodType<Selection, unknown> {
  const expected = `one of ${names.join(", ")}`;
  const algorithm = z.string({ error: expected }).superRefine((name, context) => {
    if (names.includes(name)) return;
    const params = { expected, nearest: nearest(name, names) };
    context.addIssue({ code: "custom", message: expected, params, input: name });
  });
  const risingError = "rules whose upTo rises, the last without upTo";
  const limit = ({ upTo = Number.POSITIVE_INFINITY }) => upTo;
  const rules = z
    .array(
      z.strictObject({
        upTo: size({ positive: true })
          .optional()
          .meta({ description: "Largest buffer that the rule is for; absent in the last rule." }),
        algorithms: z
          .array(algorithm)
          .min(1, { error: "an algorithm or more" })
          .meta({ description: "The first that suits the group is taken, the fastest where none does." }),
      }),
    )
    .min(1, { error: risingError })
    .refine(
      (table) =>
        table.every((rule, index) => index === 0 || limit(rule) > limit(table[index - 1])) &&
        table[table.length - 1]?.upTo === undefined,
      { error: risingError },
    )
    .transform((table) => table.map((rule) => ({ bytesMax: limit(rule), algorithms: rule.algorithms })));
  return z
    .union([z.literal("best"), z.strictObject({ inside: rules, across: rules })], {
      error: "best, or a map with inside and across",
    })
    .meta({
      description: "Which collective algorithms are used; what the usual runtime chooses when absent.",
    });
}
