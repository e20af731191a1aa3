/** Turns a catalog file's figures, written with units and sources, into a `Chip` with its sources by path. */
import { type Unmade, unmade } from "../base/named-list.ts";
import { uncompiled } from "../base/uncompiled.ts";
import type { Chip } from "./chip.ts";
import { chipShape, type WrittenChip } from "./chip-schema.ts";
import { deriveChip } from "./derive-chip.ts";
import { type Figured, splitFigures } from "./figure-table.ts";

/** A chip as a catalog file writes it: every number a figure with its source, labels as plain text. */
export type CatalogChip = Figured<WrittenChip>;

/**
 * The chip a catalog file describes, on top of `base` where it is a variant. Made when it is asked for, which throws where the
 * entry is wrong or incomplete.
 */
export function defineChip(entry: CatalogChip & { name: string }, base?: Unmade<Chip>): Unmade<Chip> {
  return unmade(entry, () => {
    const { values, sources } = splitFigures(entry);
    const result = deriveChip(chipShape().parse(values, uncompiled), base?.make(), (key) => sources.get(key));
    if (result.problems) throw new Error(`chip ${entry.name}: ${JSON.stringify(result.problems)}`);
    return result.chip;
  });
}
