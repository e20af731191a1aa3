/** Catalog entries written as a scenario writes them are read back as the same hardware. */
import { expect, test } from "vitest";
import { exactQuantity, parseQuantity } from "../../src/base/units.ts";
import { chipChoice } from "../../src/hardware/chip-choice.ts";
import { chips } from "../../src/hardware/chips.ts";
import { instanceChoice } from "../../src/hardware/instance-choice.ts";
import { instances } from "../../src/hardware/instances.ts";
import { writtenChip, writtenInstance } from "../../src/hardware/written-form.ts";

/** `value` without the sources of its figures and prices, and without what it was derived from. */
function bare(value: unknown): unknown {
  return JSON.parse(
    JSON.stringify(value, (key, each) =>
      ["sources", "status", "source", "derivedFrom"].includes(key) && typeof each !== "number"
        ? undefined
        : each,
    ),
  );
}

test("a quantity is written in the fewest characters that read back as exactly the same value", () => {
  expect(exactQuantity(3350, "bandwidth")).toBe("3.35 TB/s");
  expect(exactQuantity(80e9, "size")).toBe("80 GB");
  expect(exactQuantity(96 * 2 ** 30, "size")).toBe("96 GiB");
  expect(exactQuantity(667_000, "compute")).toBe("667 TFLOPS");
  expect(exactQuantity(1500, "time")).toBe("1.5 us");
  for (const value of [1 / 3, 0.1 + 0.2, 2 ** 53, 123_456_789.123]) {
    for (const kind of ["time", "size", "bandwidth", "compute", "power", "frequency"] as const) {
      expect(parseQuantity(exactQuantity(value, kind), kind), `${value} ${kind}`).toBe(value);
    }
  }
});

test.each(chips.map((chip) => [chip.name, chip] as const))("chip %s is what it is written as", (_, chip) => {
  expect(bare(chipChoice(chips).parse(writtenChip(chip)))).toEqual(bare(chip));
});

test.each(instances.map((instance) => [instance.name, instance] as const))(
  "instance %s is what it is written as",
  (_, instance) => {
    const written = writtenInstance(instance);
    expect(bare(instanceChoice({ chips, instances }).parse(written))).toEqual(bare(instance));
  },
);
