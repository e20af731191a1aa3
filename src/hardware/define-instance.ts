/** Turns a catalog file's figures, written with units and sources, into an `Instance` with its sources by path. */
import type { Figure } from "../base/figure.ts";
import { type Unmade, unmade } from "../base/named-list.ts";
import { uncompiled } from "../base/uncompiled.ts";
import type { Chip } from "./chip.ts";
import { deriveInstance } from "./derive-instance.ts";
import { type Figured, splitFigures } from "./figure-table.ts";
import type { Instance, Price, PurchaseOption } from "./instance.ts";
import { instanceShape, type WrittenInstance } from "./instance-schema.ts";

/** An instance as a catalog file writes it: every number a figure with its source, labels as plain text. */
export interface CatalogInstance extends Figured<WrittenInstance> {
  name: string;
  chip: Unmade<Chip>;
  /** Newest first within a purchase option. */
  prices: readonly Price[];
}

/** The instance a catalog file describes. Made when it is asked for, which throws where the entry is wrong or incomplete. */
export function defineInstance(entry: CatalogInstance): Unmade<Instance> {
  return unmade(entry, () => {
    const { chip, prices, ...figured } = entry;
    const { values, sources } = splitFigures(figured);
    const fields = instanceShape().parse(values, uncompiled);
    const parts = { fields, chip: chip.make(), prices };
    const result = deriveInstance(parts, undefined, (key) => sources.get(key));
    if (result.problems) throw new Error(`instance ${entry.name}: ${JSON.stringify(result.problems)}`);
    return result.instance;
  });
}

/** A price with its source, as read on `date` for `region`. */
export function price(
  option: PurchaseOption,
  usdPerHour: Figure<number>,
  date: string,
  region = "us-east-1",
): Price {
  const { value, status, source } = usdPerHour;
  return { option, usdPerHour: value, date, region, status, source };
}
