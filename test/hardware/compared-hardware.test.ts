/** The hardware that Trainium is compared with: its figures are those of datasheets, each with a source, prices where listed. */
import { expect, test } from "vitest";
import type { Chip } from "../../src/hardware/chip.ts";
import { chips } from "../../src/hardware/chips.ts";
import { instances } from "../../src/hardware/instances.ts";

/** Dense bf16 and 8-bit peak in TFLOPS, memory in GB (GiB of Trainium), GB/s of memory and of links, one direction. */
type Datasheet = [bf16: number, eight: number, memory: number, memoryGbPerS: number, linkGbPerS: number];

const datasheets: Readonly<Record<string, Datasheet>> = {
  b200: [2250, 4500, 180, 7700, 900],
  gb200: [2500, 5000, 185, 8000, 900],
  b300: [2250, 4500, 268, 8000, 900],
  gb300: [2500, 5000, 279, 8000, 900],
  "rtx-pro-6000": [480, 960, 96, 1597, 64],
  h200: [989, 1979, 141, 4800, 450],
  h20: [148, 296, 96, 4000, 450],
  l40s: [362, 733, 48, 864, 32],
  l4: [121, 242.5, 24, 300, 32],
  mi300x: [1307.4, 2614.9, 192, 5300, 448],
  "tpu-v5e": [197, 394, 16, 819, 200],
  "tpu-v5p": [459, 918, 95, 2765, 600],
  "tpu-v6e": [918, 1836, 32, 1640, 400],
  trainium3: [671, 2517, 144 * 1.024 ** 3, 4900, 704],
};

test.each(Object.entries(datasheets))(
  "%s has the figures of its datasheet, each with its source",
  (name, sheet) => {
    const chip = chips.find((each) => each.name === name) as Chip;
    const { peaks, memory, scaleUp } = chip;
    const eight = peaks.fp8 ?? peaks.int8 ?? Number.NaN;
    const gbPerS = [memory.bytes / 1e9, memory.bandwidth, scaleUp?.bandwidth];
    expect([(peaks.bf16 ?? 0) / 1e3, eight / 1e3, ...gbPerS].map((each) => Number(each?.toFixed(6)))).toEqual(
      sheet.map((each) => Number(each.toFixed(6))),
    );
    for (const path of ["peaks.bf16", "memory.bytes", "memory.bandwidth", "scaleUp.bandwidth"]) {
      expect(chip.sources[path]!.status).not.toBe("assumed");
    }
  },
);

/** What can be rented or bought: its chip, how many, and whether a price is listed. */
const boxes: Readonly<Record<string, [chip: string, chips: number, priced: boolean]>> = {
  "p6-b200.48xlarge": ["b200", 8, true],
  "p6e-gb200.36xlarge": ["gb200", 4, true],
  "u-p6e-gb200x72": ["gb200", 72, true],
  "p6-b300.48xlarge": ["b300", 8, true],
  "u-p6e-gb300x72": ["gb300", 72, false],
  "g7e.48xlarge": ["rtx-pro-6000", 8, true],
  "g7e.24xlarge": ["rtx-pro-6000", 4, true],
  "g7e.12xlarge": ["rtx-pro-6000", 2, true],
  "g7e.2xlarge": ["rtx-pro-6000", 1, true],
  "p5en.48xlarge": ["h200", 8, true],
  "g6e.48xlarge": ["l40s", 8, true],
  "g6e.12xlarge": ["l40s", 4, true],
  "g6e.xlarge": ["l40s", 1, true],
  "g6.48xlarge": ["l4", 8, true],
  "g6.12xlarge": ["l4", 4, true],
  "g6.xlarge": ["l4", 1, true],
  "hgx-h20": ["h20", 8, false],
  "mi300x-8": ["mi300x", 8, false],
  "tpu-v5e-8": ["tpu-v5e", 8, true],
  "tpu-v5p-4": ["tpu-v5p", 4, true],
  "tpu-v6e-8": ["tpu-v6e", 8, true],
  "trn3-gen1-ultraserver": ["trainium3", 64, false],
  "trn3-gen2-ultraserver": ["trainium3", 144, false],
};

test.each(Object.entries(boxes))(
  "%s holds as many of its chip, with a price where one is listed",
  (name, box) => {
    const instance = instances.find((each) => each.name === name);
    expect([instance?.chip.name, instance?.chips, (instance?.prices.length ?? 0) > 0]).toEqual(box);
  },
);

test("every compared chip stands in a box, and every box of such a chip is looked at", () => {
  const compared = instances.filter(({ chip }) => chip.name in datasheets).map(({ name }) => name);
  expect(compared.sort()).toEqual(Object.keys(boxes).sort());
  expect(new Set(Object.values(boxes).map(([chip]) => chip))).toEqual(new Set(Object.keys(datasheets)));
});

test("an eighteenth of a GB200 NVL72 costs an eighteenth of it", () => {
  const price = (name: string) => instances.find((each) => each.name === name)?.prices[0]?.usdPerHour ?? 0;
  expect(18 * price("p6e-gb200.36xlarge")).toBeCloseTo(price("u-p6e-gb200x72"), 6);
});
