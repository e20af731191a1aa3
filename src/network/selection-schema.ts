/**
 * How a scenario says which algorithms collectives use, in place of what the usual runtime would choose:
 *
 *     collectives: best                                            the fastest each time
 *     collectives:
 *       inside: [{ upTo: 1 MB, algorithms: [mesh] }, { algorithms: [multi-ring, ring] }]
 *       across: [{ algorithms: [hierarchical, { kind: tree-of, fanout: 4 }] }]
 */
import { z } from "zod";
import { nearest } from "../base/nearest.ts";
import type { PluginChoice } from "../base/plugin.ts";
import { size } from "../base/quantity.ts";
import type { CollectiveRegistry } from "./collective-registry.ts";
import type { CollectiveChoice, Selection } from "./selection.ts";

/** Schema of a written selection of the algorithms of `registry`. */
export function selectionSchema(registry: CollectiveRegistry): z.ZodType<CollectiveChoice, unknown> {
  const names = registry.plugins.map(({ name }) => name);
  const expected = `one of ${names.join(", ")}`;
  const named = z.string({ error: expected }).superRefine((name, context) => {
    if (names.includes(name)) return;
    const params = { expected, nearest: nearest(name, names) };
    context.addIssue({ code: "custom", message: expected, params, input: name });
  });
  const algorithm = named
    .or(z.looseObject({ kind: named.meta({ description: "A collective algorithm." }) }))
    .pipe(registry.choice as z.ZodType<PluginChoice, string | { kind: string }>)
    .meta({ description: "A name, or kind and options of a collective plug-in." })
    .transform((choice) => registry.make(choice));
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
        table.every((rule, index) => index === 0 || limit(rule) > limit(table[index - 1]!)) &&
        table[table.length - 1]?.upTo === undefined,
      { error: risingError },
    );
  const ruleOf = (rule: z.output<typeof rules>[number]) => {
    return { bytesMax: limit(rule), algorithms: rule.algorithms.map(({ name }) => name) };
  };
  return z
    .union(
      [
        z.literal("best"),
        z.strictObject({
          inside: rules.optional().meta({
            description:
              "Among ranks of one instance: rules by size, smallest first; the fastest when absent.",
          }),
          across: rules.optional().meta({
            description: "Among ranks of several: rules by size, smallest first; the fastest when absent.",
          }),
        }),
      ],
      {
        error: "best, or a map with inside or across",
      },
    )
    .transform((written): CollectiveChoice => {
      if (written === "best") return { selection: "best", algorithms: registry.usual };
      const { inside = [], across = [] } = written;
      const selection: Selection = { inside: inside.map(ruleOf), across: across.map(ruleOf) };
      const chosen = [...inside, ...across].flatMap(({ algorithms }) => algorithms);
      return { selection, algorithms: [...new Set([...registry.usual, ...chosen])] };
    })
    .meta({
      description: "Which collective algorithms are used; what the usual runtime chooses when absent.",
    });
}
