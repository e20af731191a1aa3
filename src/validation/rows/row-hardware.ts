/** The hardware that a row was measured on: an instance of the catalog, from an instance type or the name of a GPU. */
import type { Instance } from "../../hardware/instance.ts";
import { type Row, UnpredictableRow, unknownName } from "./row.ts";

/** Instances that carry a GPU, by words that sources write. */
const gpuInstances: readonly [pattern: RegExp, instance: string][] = [
  [/h200/i, "p5en.48xlarge"],
  [/h100/i, "p5.48xlarge"],
  [/a100.*40|40.*a100/i, "p4d.24xlarge"],
  [/a100/i, "p4de.24xlarge"],
  [/v100/i, "p3dn.24xlarge"],
  [/a10g/i, "g5.48xlarge"],
];

/**
 * The instance that `row` names, or the largest one with the chip it names (of a GPU its whole NVLink domain: eight GB200s are
 * two instances of four behind one switch), in `instance`, `gpu`, `system`, `instance_like` or `hardware`.
 */
export function rowInstance(row: Row, instances: readonly Instance[]): Instance {
  const written = ["instance", "gpu", "system", "instance_like", "hardware"]
    .map((column) => row.text(column))
    .find((text) => text !== undefined);
  if (written === undefined) throw new UnpredictableRow("no instance or gpu");
  const [first = ""] = written.split(/[\s(,]/);
  const byName = instances.find(({ name }) => name === first || name === `${first}.48xlarge`);
  if (byName !== undefined) return byName;
  const chip = first.toLowerCase().replace(/_(sxm|pcie|nvl)\d*$|-(\d{3,}|1chip)$/, "");
  const byChip = largestCarrier(chip, instances);
  if (byChip !== undefined) return byChip;
  const gpu = gpuInstances.find(([pattern]) => pattern.test(written));
  const found = instances.find(({ name }) => name === gpu?.[1]) ?? carrierOfWritten(written, instances);
  if (found === undefined) {
    const known = instances.flatMap(({ name, chip }) => [name, chip.name]);
    throw unknownName(`no instance "${written}" in the catalog`, first, known);
  }
  return found;
}

/** The largest instance with `chip`; of a GPU its whole NVLink domain. */
function largestCarrier(chip: string, instances: readonly Instance[]): Instance | undefined {
  return instances
    .filter((each) => each.chip.name === chip && (each.kind === "instance" || each.chip.kind === "gpu"))
    .sort((a, b) => b.chips - a.chips)[0];
}

/** The same of the chip with the longest name that stands in `written`, such as `rtx_pro_6000_server` or `NVIDIA B200 180GB`. */
function carrierOfWritten(written: string, instances: readonly Instance[]): Instance | undefined {
  const plain = (text: string) => text.toLowerCase().replace(/[^a-z\d]/g, "");
  const [longest] = instances
    .map(({ chip }) => chip.name)
    .filter((name) => plain(written).includes(plain(name)))
    .sort((a, b) => b.length - a.length);
  return longest === undefined ? undefined : largestCarrier(longest, instances);
}
