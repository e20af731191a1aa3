import { expect, test } from "vitest";
import type { Instance, PurchaseOption } from "../../src/hardware/instance.ts";
import { chip, instance, memoryBandwidth, memoryGib, tflops } from "./catalog.ts";

/** The ratio as a talk quotes it, to `digits` decimals. */
function expectQuoted(ratio: number, quoted: number, digits = 2) {
  expect(Math.abs(ratio - quoted)).toBeLessThanOrEqual(0.5 * 10 ** -digits + 1e-9);
}

test("one Trainium2 in fp8 is 1.27 times a whole inf1.24xlarge in bf16", () => {
  expectQuoted((chip("trainium2").peaks.fp8 ?? 0) / 1e3 / tflops("inf1.24xlarge", "bf16"), 1.27);
});

test("trn2.48xlarge has 1.31 times the dense fp8 of p5en.48xlarge", () => {
  expectQuoted(tflops("trn2.48xlarge", "fp8") / tflops("p5en.48xlarge", "fp8"), 1.31);
});

test("trn2.48xlarge has 1.21 times the HBM bandwidth and 1.46 times the capacity of p5en.48xlarge", () => {
  expectQuoted(memoryBandwidth("trn2.48xlarge") / memoryBandwidth("p5en.48xlarge"), 1.21);
  expectQuoted(memoryGib("trn2.48xlarge") / memoryGib("p5en.48xlarge"), 1.46);
});

test("an UltraServer is four trn2.48xlarge in compute and memory", () => {
  for (const type of ["fp32", "bf16", "fp8"] as const) {
    expect(tflops("trn2u-ultraserver", type)).toBe(4 * tflops("trn2.48xlarge", type));
  }
  expect(memoryGib("trn2u-ultraserver")).toBe(4 * memoryGib("trn2.48xlarge"));
  expect(memoryBandwidth("trn2u-ultraserver")).toBe(4 * memoryBandwidth("trn2.48xlarge"));
});

test("sparse peaks of a Trainium2 are 3.84 times dense bf16 and 1.97 times dense fp8", () => {
  const { peaks, sparsePeaks = {} } = chip("trainium2");
  expectQuoted((sparsePeaks.bf16 ?? 0) / (peaks.bf16 ?? 1), 3.84);
  expectQuoted((sparsePeaks.fp8 ?? 0) / (peaks.fp8 ?? 1), 1.97);
});

test("inf2.48xlarge has 4.1 times the bf16 and 2.0 times the fp32 of eight A10G, not the 2.1 and 4.3 of a 2022 talk", () => {
  expectQuoted(tflops("inf2.48xlarge", "bf16") / tflops("g5.48xlarge", "bf16"), 4.1, 1);
  expectQuoted(tflops("inf2.48xlarge", "fp32") / tflops("g5.48xlarge", "fp32"), 2.0, 1);
});

test("p4d has 2.5 times the compute, 1.73 times the HBM bandwidth and 4 times the network of p3dn", () => {
  expectQuoted(tflops("p4d.24xlarge", "fp16") / tflops("p3dn.24xlarge", "fp16"), 2.5, 1);
  expectQuoted(memoryBandwidth("p4d.24xlarge") / memoryBandwidth("p3dn.24xlarge"), 1.73);
  expect(instance("p4d.24xlarge").scaleOut.bandwidth / instance("p3dn.24xlarge").scaleOut.bandwidth).toBe(4);
});

const newest = (entry: Instance, option: PurchaseOption, skip = 0) =>
  entry.prices.filter((price) => price.option === option)[skip]!.usdPerHour;

test.each<[string, PurchaseOption, number]>([
  ["trn1.32xlarge", "on-demand", 7.07],
  ["trn1n.32xlarge", "on-demand", 8.15],
  ["trn2.48xlarge", "capacity-block", 3.35],
  ["inf2.48xlarge", "on-demand", 5.69],
  ["p4d.24xlarge", "on-demand", 8.8],
  ["p5.48xlarge", "on-demand", 6.96],
  ["p5en.48xlarge", "on-demand", 8.0],
])("a dense bf16 PFLOP-hour of %s at its %s price costs $%s", (name, option, usd) => {
  expectQuoted(newest(instance(name), option) / (tflops(name, "bf16") / 1e3), usd);
});

test("before mid-2025 a dense bf16 PFLOP-hour cost $13.1 on p4d and $12.4 on p5", () => {
  expectQuoted(
    newest(instance("p4d.24xlarge"), "on-demand", 1) / (tflops("p4d.24xlarge", "bf16") / 1e3),
    13.1,
    1,
  );
  expectQuoted(
    newest(instance("p5.48xlarge"), "on-demand", 1) / (tflops("p5.48xlarge", "bf16") / 1e3),
    12.4,
    1,
  );
});

test("the price cuts of mid-2025 took a third off p4d, 44 % off p5 and 25 % off p5en", () => {
  const cut = (name: string) =>
    1 - newest(instance(name), "on-demand") / newest(instance(name), "on-demand", 1);
  expectQuoted(cut("p4d.24xlarge"), 0.33);
  expectQuoted(cut("p4de.24xlarge"), 0.33);
  expectQuoted(cut("p5.48xlarge"), 0.44);
  expectQuoted(cut("p5en.48xlarge"), 0.25);
});

test("capacity blocks of trn1.32xlarge were listed between $9.53 and $15.49", () => {
  const rates = instance("trn1.32xlarge")
    .prices.filter(({ option }) => option === "capacity-block")
    .map(({ usdPerHour }) => usdPerHour);
  expect(rates).toEqual([9.532, 15.49]);
});
