import { describe, expect, test } from "vitest";
import type { DataType } from "../../src/hardware/chip.ts";
import {
  chip,
  GiB,
  instance,
  KiB,
  MiB,
  memoryBandwidth,
  memoryGib,
  networkGbps,
  sparseTflops,
  tflops,
} from "./catalog.ts";

/** A published total may be rounded: within 1 % of the sum. */
function expectAbout(sum: number, printed: number) {
  expect(Math.abs(sum / printed - 1)).toBeLessThan(0.01);
}

describe("Trn2", () => {
  test.each<[DataType, number, number, number]>([
    ["fp8", 1299, 20_800, 83_200],
    ["bf16", 667, 10_700, 42_800],
    ["fp32", 181, 2_900, 11_600],
  ])(
    "%s TFLOPS of 16 and 64 chips come to the totals of the instance and the UltraServer",
    (type, perChip, box, ultra) => {
      expect(tflops("trn2.48xlarge", type)).toBeCloseTo(16 * perChip, 6);
      expect(tflops("trn2u-ultraserver", type)).toBeCloseTo(64 * perChip, 6);
      expectAbout(16 * perChip, box);
      expectAbout(64 * perChip, ultra);
    },
  );

  test("sparse peaks come to 41 PFLOPS an instance and 164 PFLOPS an UltraServer", () => {
    expect(sparseTflops("trn2.48xlarge", "fp8")).toBeCloseTo(16 * 2563, 6);
    expectAbout(sparseTflops("trn2.48xlarge", "fp8"), 41_000);
    expectAbout(sparseTflops("trn2u-ultraserver", "fp8"), 164_000);
  });

  test("HBM comes to 46.4 and 185.6 TB/s, 1536 and 6144 GiB", () => {
    expect(memoryBandwidth("trn2.48xlarge")).toBeCloseTo(16 * 2900, 6);
    expect(memoryBandwidth("trn2u-ultraserver")).toBeCloseTo(185_600, 6);
    expect(memoryGib("trn2.48xlarge")).toBe(16 * 96);
    expect(memoryGib("trn2u-ultraserver")).toBe(6144);
  });

  test("sixteen 200 Gb/s cards make 3200 Gb/s, and four instances 12800", () => {
    expect(networkGbps("trn2.48xlarge")).toBe(16 * 200);
    expect(instance("trn2.48xlarge").scaleOut.interfaces).toBe(16);
    expect(networkGbps("trn2u-ultraserver")).toBe(4 * 3200);
  });

  test("1024 GB/s in the plane and 256 GB/s along Z make 1280 GB/s a chip, both directions", () => {
    const { scaleUp } = instance("trn2u-ultraserver");
    if (scaleUp.kind !== "torus") throw new Error("not a torus");
    const [x, y, z] = scaleUp.linkBandwidth.map((oneWay) => 2 * 2 * oneWay);
    expect(x! + y!).toBe(1024);
    expect(z).toBe(256);
    expect(2 * (chip("trainium2").scaleUp?.bandwidth ?? 0)).toBe(x! + y! + z!);
  });

  test("an UltraServer is four trn2u instances in hosts, chips, network and price", () => {
    const [quarter, whole] = [instance("trn2u.48xlarge"), instance("trn2u-ultraserver")];
    expect(whole.servers).toBe(4);
    expect(whole.chips).toBe(4 * quarter.chips);
    expect(whole.vcpus).toBe(4 * quarter.vcpus);
    expect(whole.hostMemoryBytes).toBe(4 * quarter.hostMemoryBytes);
    expect(whole.scaleOut.interfaces).toBe(4 * quarter.scaleOut.interfaces);
    expect(whole.storage.nvmeBytes).toBe(4 * quarter.storage.nvmeBytes);
    expect(whole.prices[0]!.usdPerHour).toBe(4 * quarter.prices[0]!.usdPerHour);
  });
});

describe("Inf1, Inf2 and Trn1", () => {
  test.each<[string, Partial<Record<DataType, number>>, number, number]>([
    ["inf2.48xlarge", { bf16: 12 * 190, fp32: 12 * 47.5 }, 12 * 32, 12 * 820],
    ["inf2.24xlarge", { bf16: 6 * 190 }, 6 * 32, 6 * 820],
    ["trn1.32xlarge", { bf16: 16 * 190, fp32: 16 * 47.5 }, 16 * 32, 16 * 820],
    ["trn1n.32xlarge", { bf16: 3040, fp32: 760 }, 512, 13_120],
    ["inf1.24xlarge", { bf16: 16 * 64, int8: 16 * 128 }, 16 * 8, (16 * 50 * GiB) / 1e9],
  ])("%s adds up to its published TFLOPS, GiB and GB/s", (name, peaks, gib, gbPerSecond) => {
    for (const [type, total] of Object.entries(peaks))
      expect(tflops(name, type as DataType)).toBeCloseTo(total, 6);
    expect(memoryGib(name)).toBe(gib);
    expect(memoryBandwidth(name)).toBeCloseTo(gbPerSecond, 6);
  });

  test("the links of a Trainium add up to 384 GB/s in trn1 and 768 GB/s in trn1n, both directions", () => {
    for (const [name, total] of [
      ["trn1.32xlarge", 384],
      ["trn1n.32xlarge", 768],
    ] as const) {
      const { scaleUp, chip } = instance(name);
      if (scaleUp.kind !== "torus") throw new Error("not a torus");
      expect(scaleUp.linkBandwidth.reduce((sum, oneWay) => sum + 2 * 2 * oneWay, 0)).toBe(total);
      expect(2 * (chip.scaleUp?.bandwidth ?? 0)).toBe(total);
    }
  });

  test("the two links of an Inferentia2 add up to 192 GiB/s, both directions", () => {
    const { scaleUp, chip } = instance("inf2.48xlarge");
    if (scaleUp.kind !== "ring") throw new Error("not a ring");
    expect(2 * 2 * scaleUp.linkBandwidth).toBeCloseTo((192 * GiB) / 1e9, 6);
    expect(2 * (chip.scaleUp?.bandwidth ?? 0)).toBeCloseTo((192 * GiB) / 1e9, 6);
  });

  test("sixteen trn1.2xlarge cost what one trn1.32xlarge does", () => {
    const [small, large] = [instance("trn1.2xlarge"), instance("trn1.32xlarge")];
    expect(16 * small.prices[0]!.usdPerHour).toBe(large.prices[0]!.usdPerHour);
  });

  test("a trn2 capacity block costs sixteen times that of its single chip", () => {
    expectAbout(16 * instance("trn2.3xlarge").prices[0]!.usdPerHour, 35.76);
    expectAbout(instance("trn2.48xlarge").prices[0]!.usdPerHour, 16 * 2.235);
  });
});

describe("Trn3 UltraServers", () => {
  test.each([
    ["trn3-gen1-ultraserver", 64, { fp8: 161_088, bf16: 42_944, fp32: 11_712 }, 9216, 313_600, 12_800],
    ["trn3-gen2-ultraserver", 144, { fp8: 362_448, bf16: 96_624, fp32: 26_352 }, 20_736, 705_600, 28_800],
  ] as const)("%s adds up to its published totals", (name, chips, peaks, gib, gbPerSecond, gbps) => {
    expect(instance(name).chips).toBe(chips);
    for (const [type, total] of Object.entries(peaks))
      expect(tflops(name, type as DataType)).toBeCloseTo(total, 6);
    expect(memoryGib(name)).toBe(gib);
    expect(memoryBandwidth(name)).toBeCloseTo(gbPerSecond, 6);
    expect(networkGbps(name)).toBe(gbps);
    expect(gbps / chips).toBe(200);
  });

  test("the levels of Gen2 add up to the links of a chip, 4 + 5 + 2 of 64 GB/s each way", () => {
    const { scaleUp, chip } = instance("trn3-gen2-ultraserver");
    if (scaleUp.kind !== "two-level-switch") throw new Error("not a two-level switch");
    expect([scaleUp.serverBandwidth, scaleUp.rackBandwidth, scaleUp.interRackBandwidth]).toEqual([
      4 * 64,
      5 * 64,
      2 * 64,
    ]);
    expect(chip.scaleUp?.bandwidth).toBe((4 + 5 + 2) * 64);
  });
});

describe("engines", () => {
  test.each([
    ["trainium", 92],
    ["trainium2", 79],
    ["trainium3", 79],
  ] as const)("the TensorE peak of %s is its array x 2 x clock", (name, printed) => {
    const { rows = 0, columns = 0, clockPerNs = 0, peaks = {} } = chip(name).tensor ?? {};
    expect(peaks.bf16).toBeCloseTo(printed * 1e3, 6);
    expectAbout((rows * columns * 2 * clockPerNs) / 1e3, printed);
  });

  test("fp8 runs at twice the array's rate on Trainium2 and MX formats at four times on Trainium3", () => {
    expectAbout((2 * 128 * 128 * 2 * 2.4) / 1e3, (chip("trainium2").tensor?.peaks.fp8 ?? 0) / 1e3);
    expectAbout((4 * 128 * 128 * 2 * 2.4) / 1e3, (chip("trainium3").tensor?.peaks.fp8 ?? 0) / 1e3);
  });

  test("the headline peak of a chip is not the sum of its TensorE peaks, but for MX formats", () => {
    const cores = (name: string, type: DataType) =>
      (chip(name).cores * (chip(name).tensor?.peaks[type] ?? 0)) / (chip(name).peaks[type] ?? 0);
    expect(cores("trainium2", "bf16")).toBeCloseTo(632 / 667, 9);
    expect(cores("trainium2", "fp8")).toBeCloseTo(1264 / 1299, 9);
    expect(cores("trainium", "bf16")).toBeCloseTo(184 / 190, 9);
    expectAbout(cores("trainium3", "fp8"), 1);
  });

  test("DMA engines add up to 3.5 TB/s on Trainium2, 4.9 on Trainium3 and 16 a core", () => {
    for (const [name, total] of [
      ["trainium2", 3500],
      ["trainium3", 4900],
    ] as const) {
      const { count = 0, bandwidth = 0 } = chip(name).dma ?? {};
      expectAbout(count * bandwidth, total);
      expect(count / chip(name).cores).toBe(16);
    }
    expect((chip("trainium").dma?.count ?? 0) / chip("trainium").cores).toBe(16);
  });

  test("SBUF is cores x 128 partitions, PSUM cores x 128 partitions of 8 banks of 512 fp32", () => {
    for (const [name, partition] of [
      ["trainium", 192 * KiB],
      ["inferentia2", 192 * KiB],
      ["trainium2", 224 * KiB],
      ["trainium3", 256 * KiB],
    ] as const) {
      expect(chip(name).onChipBytes).toBe(chip(name).cores * 128 * partition);
      expect(chip(name).accumulatorBytes).toBe(chip(name).cores * 128 * 8 * 512 * 4);
    }
    expect(chip("trainium2").onChipBytes).toBe(224 * MiB);
    expect(chip("trainium").accumulatorBytes).toBe(4 * MiB);
  });
});

describe("tori", () => {
  test.each([
    ["trn2.48xlarge", 32, 4, 4],
    ["trn1.32xlarge", 32, 4, 4],
    ["trn2u-ultraserver", 192, 6, 6],
  ] as const)(
    "the torus of %s has the links, diameter and neighbours of its dimensions",
    (name, links, diameter, neighbours) => {
      const { scaleUp, chips } = instance(name);
      if (scaleUp.kind !== "torus") throw new Error("not a torus");
      const { dimensions } = scaleUp;
      expect(dimensions.length * 2).toBe(neighbours);
      expect((chips * neighbours) / 2).toBe(links);
      expect(dimensions.reduce((hops, size) => hops + Math.floor(size / 2), 0)).toBe(diameter);
    },
  );
});
