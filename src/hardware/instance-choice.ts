/**
 * How a scenario names an instance: by its catalog name, as a change of a catalog instance
 * (`{ from: trn2.48xlarge, chip: { memoryBandwidth: "5.8 TB/s" } }`), or written out whole. The schema's output is the
 * finished `Instance`.
 */
import { z } from "zod";
import type { Chip } from "./chip.ts";
import { addProblems, chipChange, chooseChip } from "./chip-choice.ts";
import { deriveInstance } from "./derive-instance.ts";
import { scenarioSource } from "./figure-table.ts";
import type { Instance } from "./instance.ts";
import { instanceChangeShape, priceSchema } from "./instance-schema.ts";
import { nameOf, orName } from "./short-form.ts";

/** The hardware a scenario can name. */
export interface HardwareCatalog {
  readonly chips: readonly Chip[];
  readonly instances: readonly Instance[];
}

/** Schema of an instance in a scenario: a name, a change of a catalog instance, or whole. */
export function instanceChoice(catalog: HardwareCatalog): z.ZodType<Instance> {
  const change = orName(
    instanceChangeShape.extend({
      from: nameOf(catalog.instances).optional(),
      chip: chipChange(catalog.chips).optional(),
      prices: z.array(priceSchema).optional(),
    }),
    {
      key: "from",
      names: catalog.instances.map(({ name }) => name),
      expected: "an instance type or an UltraServer",
    },
  );
  return change.transform((written, context): Instance => {
    const { from, chip, prices, ...fields } = written;
    const base = catalog.instances.find(({ name }) => name === from);
    if (base && Object.keys(written).length === 1) return base;
    const chosen = chip && chooseChip(catalog.chips, chip, base?.chip);
    if (chosen?.problems) {
      addProblems(chosen.problems, context, ["chip"]);
      return z.NEVER;
    }
    const result = deriveInstance(
      { fields, chip: chosen?.chip, prices: prices?.map((price) => ({ ...price, ...scenarioSource })) },
      base,
    );
    if (result.problems === undefined) return result.instance;
    addProblems(result.problems, context);
    return z.NEVER;
  });
}
