/**
 * How a scenario names an instance: by its catalog name, as a change of a catalog instance
 * (`{ from: trn2.48xlarge, chip: { memoryBandwidth: "5.8 TB/s" } }`), or written out whole. The schema's output is the
 * finished `Instance`.
 */
import { z } from "zod";
import { named, namesIn } from "../base/named-list.ts";
import { power } from "../base/quantity.ts";
import type { Chip } from "./chip.ts";
import { addProblems, chipChange, chooseChip } from "./chip-choice.ts";
import { deriveInstance } from "./derive-instance.ts";
import { scenarioSource } from "./figure-table.ts";
import type { Instance } from "./instance.ts";
import { instanceChangeShape, priceSchema } from "./instance-schema.ts";
import { nearestInstance } from "./meant-instance.ts";
import { capped } from "./power-cap.ts";
import type { NamedWiring } from "./scale-up-schema.ts";
import { nameOf, orName } from "./short-form.ts";

/** The hardware a scenario can name. */
export interface HardwareCatalog {
  readonly chips: readonly Chip[];
  readonly instances: readonly Instance[];
  /** Topologies that can join the chips of an instance; none when absent. */
  readonly wirings?: readonly NamedWiring[] | undefined;
}

/** Schema of an instance in a scenario: a name, a change of a catalog instance, or whole. */
export function instanceChoice(catalog: HardwareCatalog): z.ZodType<Instance> {
  const change = orName(
    instanceChangeShape(catalog.wirings ?? []).extend({
      from: nameOf(catalog.instances)
        .optional()
        .meta({ description: "Instance of the catalog that this one changes." }),
      chip: chipChange(catalog.chips)
        .optional()
        .meta({ description: "Its accelerator: a name, a change of one (from), or written out whole." }),
      prices: z
        .array(priceSchema)
        .optional()
        .meta({ description: "Newest first within an option; those of `from` when absent." }),
      powerCap: power({ positive: true })
        .optional()
        .meta({ description: "Of chips and host together: lowers the clock of the chips." }),
    }),
    {
      key: "from",
      names: namesIn(catalog.instances),
      expected: "an instance type or an UltraServer",
      nearestTo: (word) => nearestInstance(word, catalog),
    },
  );
  return change.transform((written, context): Instance => {
    const { from, chip, prices, powerCap, ...fields } = written;
    const base = named(catalog.instances, from);
    const underCap = (instance: Instance): Instance => {
      const result = powerCap === undefined ? instance : capped(instance, powerCap);
      if (!("expected" in result)) return result;
      addProblems([{ path: ["powerCap"], expected: result.expected }], context);
      return z.NEVER;
    };
    if (base && Object.keys(written).every((key) => key === "from" || key === "powerCap"))
      return underCap(base);
    const chosen = chip && chooseChip(catalog.chips, chip, base?.chip);
    const result = deriveInstance(
      {
        fields,
        chip: chosen?.problems ? undefined : chosen?.chip,
        prices: prices?.map((price) => ({ ...price, ...scenarioSource })),
      },
      base,
    );
    if (chosen?.problems) addProblems(chosen.problems, context, ["chip"]);
    else if (result.problems === undefined) return underCap(result.instance);
    // A chip that is written, though wrongly, is not missing.
    const own = result.problems?.filter(({ path: [key] }) => !(chosen?.problems && key === "chip"));
    addProblems(own ?? [], context);
    return z.NEVER;
  });
}
