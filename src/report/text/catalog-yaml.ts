/** Catalog entries as YAML to paste into a scenario: the same keys and units, the source of each figure as a comment. */
import { Document, isMap, isScalar, type Pair } from "yaml";
import type { FigureSource } from "../../base/figure.ts";
import type { Chip } from "../../hardware/chip.ts";
import type { Instance } from "../../hardware/instance.ts";
import {
  chipFigures,
  instanceFigures,
  type WrittenFigure,
  writtenChip,
  writtenInstance,
} from "../../hardware/written-form.ts";

/** A chip as `cluster.instance.chip` takes it. */
export function chipYaml(chip: Chip): string {
  const document = new Document({ chip: writtenChip(chip) });
  comment(document, ["chip"], chipFigures(chip), chip.sources);
  return ` # below cluster.instance\n${text(document)}`.trimStart();
}

/** An instance as `cluster.instance` takes it, chip and prices included. */
export function instanceYaml(instance: Instance): string {
  const document = new Document({ instance: writtenInstance(instance) });
  comment(document, ["instance"], instanceFigures(instance), instance.sources);
  comment(document, ["instance", "chip"], chipFigures(instance.chip), instance.chip.sources);
  return ` # below cluster\n${text(document)}`.trimStart();
}

function comment(
  document: Document,
  place: readonly string[],
  figures: readonly WrittenFigure[],
  sources: Readonly<Record<string, FigureSource>>,
): void {
  for (const { key, path } of figures) {
    const source = sources[path];
    const keys = [...place, ...key.split(".")];
    const holder = document.getIn(keys.slice(0, -1));
    if (source === undefined || !isMap(holder)) continue;
    const isIt = ({ key: own }: Pair) => isScalar(own) && own.value === keys.at(-1);
    const value = (holder.items as Pair[]).find(isIt)?.value as
      | { comment?: string; flow?: boolean }
      | undefined;
    if (value) Object.assign(value, { comment: ` ${source.status}: ${source.source}`, flow: true });
  }
}

const text = (document: Document) => document.toString({ lineWidth: 0 }).trimEnd();
