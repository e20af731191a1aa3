/**
 * How a scenario names a chip: by its catalog name, as a change of a catalog chip (`from`), or written out whole.
 * The schema's output is the finished `Chip`.
 */
import { z } from "zod";
import { named, namesIn } from "../base/named-list.ts";
import type { Chip } from "./chip.ts";
import { chipChangeShape } from "./chip-schema.ts";
import { deriveChip, type HardwareProblem } from "./derive-chip.ts";
import { nameOf, orName } from "./short-form.ts";

/** Keys of a chip in a scenario: those of a written chip, and `from`. */
export function chipChange(chips: readonly Chip[]) {
  return orName(
    chipChangeShape().extend({
      from: nameOf(chips).optional().meta({ description: "Chip of the catalog that this one changes." }),
    }),
    {
      key: "from",
      names: namesIn(chips),
      expected: "a chip",
    },
  );
}

/** Adds problems to a schema's issues, `prefix` before their paths. */
export function addProblems(
  problems: readonly HardwareProblem[],
  context: z.core.$RefinementCtx,
  prefix: readonly string[] = [],
) {
  for (const { path, expected } of problems) {
    const params = { expected };
    context.addIssue({ code: "custom", message: expected, path: [...prefix, ...path], params });
  }
}

/** Schema of a chip in a scenario: `trainium2`, `{ from: trainium2, memoryBandwidth: "5.8 TB/s" }`, or whole. */
export function chipChoice(chips: readonly Chip[]): z.ZodType<Chip> {
  return chipChange(chips).transform((change, context): Chip => {
    const result = chooseChip(chips, change);
    if (result.problems === undefined) return result.chip;
    addProblems(result.problems, context);
    return z.NEVER;
  });
}

/** The chip a parsed choice means: the named one itself when nothing is changed, else a derived one. */
export function chooseChip(
  chips: readonly Chip[],
  change: z.output<ReturnType<typeof chipChange>>,
  fallback?: Chip,
) {
  const { from, ...fields } = change;
  const base = from === undefined ? fallback : named(chips, from);
  return base && Object.keys(fields).length === 0 ? { chip: base } : deriveChip(fields, base);
}
