import { describe, expect, test } from "vitest";
import { type Chip, rankDevice } from "../../src/hardware/chip.ts";
import { chipChoice } from "../../src/hardware/chip-choice.ts";
import { chips } from "../../src/hardware/chips.ts";
import { instanceChoice } from "../../src/hardware/instance-choice.ts";
import { instances } from "../../src/hardware/instances.ts";
import { chip, GiB, instance } from "./catalog.ts";

const instanceSchema = instanceChoice({ chips, instances });
const chipSchema = chipChoice(chips);

describe("a named chip or instance", () => {
  test("is the catalog's own object", () => {
    expect(chipSchema.parse("trainium2")).toBe(chip("trainium2"));
    expect(instanceSchema.parse("trn2.48xlarge")).toBe(instance("trn2.48xlarge"));
    expect(instanceSchema.parse({ from: "trn2.48xlarge" })).toBe(instance("trn2.48xlarge"));
  });
});

describe("a changed chip", () => {
  const base = chip("trainium2");

  test("gives its ranks twice the bandwidth when its memory bandwidth doubles, and DMA to match", () => {
    const changed = instanceSchema.parse({
      from: "trn2.48xlarge",
      chip: { memoryBandwidth: "5.8 TB/s" },
    }).chip;
    expect(rankDevice(changed, 2).memoryBandwidth).toBe((5800 * 2) / 8);
    expect(changed.dma?.bandwidth).toBeCloseTo(2 * 27.2, 9);
    expect(changed.dma?.sustainedBandwidth).toBeCloseTo(2 * 23, 9);
    expect(changed.peaks).toEqual(base.peaks);
  });

  test("marks what the scenario wrote and what followed, and leaves the other sources alone", () => {
    const changed = chipSchema.parse({ from: "trainium2", memoryBandwidth: "5.8 TB/s" });
    expect(changed.sources["memory.bandwidth"]).toEqual({ status: "scenario", source: "scenario file" });
    expect(changed.sources["dma.bandwidth"]).toEqual({
      status: "scenario",
      source: "scaled with memoryBandwidth",
    });
    expect(changed.sources["peaks.bf16"]).toEqual(base.sources["peaks.bf16"]);
    expect(changed.name).toBe("trainium2-derived");
    expect(changed.derivedFrom).toBe("trainium2");
  });

  test("leaves the catalog as it was", () => {
    chipSchema.parse({ from: "trainium2", peaks: { bf16: "1 PFLOPS" } });
    expect(chip("trainium2").peaks.bf16).toBe(667_000);
  });

  test("scales the tensor engine, and with it a rank's peak, with the chip's peak of that type only", () => {
    const changed = chipSchema.parse({ from: "trainium2", peaks: { bf16: "1334 TFLOPS" } });
    expect(changed.tensor?.peaks.bf16).toBeCloseTo(2 * 79_000, 6);
    expect(changed.sparsePeaks?.bf16).toBeCloseTo(2 * 2_563_000, 6);
    expect(rankDevice(changed, 2).peaks.bf16).toBeCloseTo(2 * 2 * 79_000, 6);
    expect(changed.tensor?.peaks.fp8).toBe(base.tensor?.peaks.fp8);
  });

  test("scales the chip's peak with the tensor engine's peak or clock", () => {
    const faster = chipSchema.parse({ from: "trainium2", tensor: { peaks: { bf16: "158 TFLOPS" } } });
    expect(faster.peaks.bf16).toBeCloseTo(2 * 667_000, 6);
    const clocked = chipSchema.parse({ from: "trainium2", tensor: { clock: "3.6 GHz" } });
    expect(clocked.tensor?.peaks.bf16).toBeCloseTo(1.5 * 79_000, 6);
    expect(clocked.peaks.fp8).toBeCloseTo(1.5 * 1_299_000, 6);
  });

  test("has twice the compute, SBUF and DMA with twice the cores, each core as before", () => {
    const changed = chipSchema.parse({ from: "trainium2", cores: 16 });
    expect(changed.peaks.bf16).toBe(2 * 667_000);
    expect(changed.tensor?.peaks.bf16).toBe(79_000);
    expect(changed.onChipBytes).toBe(2 * (base.onChipBytes ?? 0));
    expect(changed.dma?.count).toBe(256);
    expect(changed.memory).toEqual(base.memory);
  });

  test("keeps each core's rate when cores and chip peak double together", () => {
    const changed = chipSchema.parse({ from: "trainium2", cores: 16, peaks: { bf16: "1334 TFLOPS" } });
    expect(changed.tensor?.peaks.bf16).toBeCloseTo(79_000, 6);
  });

  test("gains a data type it had not", () => {
    const onChip = chipSchema.parse({ from: "trainium2", peaks: { int8: "1600 TOPS" } });
    expect(rankDevice(onChip, 1).peaks.int8).toBeCloseTo(200_000, 6);
    const onCore = chipSchema.parse({ from: "trainium2", tensor: { peaks: { int8: "200 TOPS" } } });
    expect(onCore.peaks.int8).toBe(8 * 200_000);
  });

  test("keeps the usable part of its memory when the memory grows", () => {
    const changed = chipSchema.parse({ from: "h100", memory: "160 GB" });
    expect(changed.memory.usableBytes).toBeCloseTo(160e9 * ((79.6 * 2 ** 30) / 80e9), 0);
  });
});

describe("a changed instance", () => {
  test("has faster links when its chip has", () => {
    const changed = instanceSchema.parse({ from: "trn2.48xlarge", chip: { scaleUpBandwidth: "1280 GB/s" } });
    expect(changed.scaleUp).toEqual({ kind: "torus", dimensions: [4, 4], linkBandwidth: [256, 256] });
    expect(changed.sources["scaleUp.linkBandwidth"]!.status).toBe("scenario");
    expect(changed.sources["scaleUp.dimensions"]!.status).toBe("published");
  });

  test("takes another chip of the catalog by name", () => {
    expect(instanceSchema.parse({ from: "trn2.48xlarge", chip: "trainium3" }).chip).toBe(chip("trainium3"));
  });

  test("takes other links, host and network", () => {
    const changed = instanceSchema.parse({
      from: "trn2.48xlarge",
      name: "trn2-switched",
      scaleUp: { kind: "switch", chipBandwidth: "1 TB/s" },
      networkBandwidth: "6400 Gb/s",
      networkLatency: "8 us",
    });
    expect(changed.name).toBe("trn2-switched");
    expect(changed.scaleUp).toEqual({ kind: "switch", chipBandwidth: 1000 });
    expect(changed.scaleOut).toEqual({
      name: "EFAv3",
      path: "direct",
      bandwidth: 800,
      interfaces: 16,
      latencyNs: 8000,
    });
    expect(changed.sources["scaleOut.latencyNs"]!.status).toBe("scenario");
    expect(changed.sources["scaleUp.dimensions"]).toBeUndefined();
  });

  test("keeps the price of its base as an assumption", () => {
    const [price] = instanceSchema.parse({ from: "trn1.32xlarge", vcpus: 256 }).prices;
    expect(price!.usdPerHour).toBe(21.5);
    expect(price!.status).toBe("assumed");
    expect(price!.source).toMatch(/^price of trn1\.32xlarge: /);
  });
});

describe("hardware written out whole", () => {
  const wholeChip = {
    name: "dream",
    kind: "neuron",
    cores: 4,
    coresPerRank: [1, 2],
    peaks: { fp32: "500 TFLOPS", bf16: "2 PFLOPS", fp8: "4 PFLOPS" },
    memory: "256 GiB",
    memoryBandwidth: "10 TB/s",
    scaleUpBandwidth: "1 TB/s",
    hostBandwidth: "64 GB/s",
    power: "1500 W",
  };
  const wholeInstance = {
    name: "dream.xlarge",
    chip: wholeChip,
    chips: 8,
    vcpus: 64,
    hostMemory: "1 TiB",
    scaleUp: { kind: "ring", linkBandwidth: "500 GB/s" },
    networkBandwidth: "3200 Gb/s",
    prices: [{ option: "on-demand", usdPerHour: 40 }],
  };

  test("is an instance like any other, with every figure marked", () => {
    const made = instanceSchema.parse(wholeInstance);
    expect(rankDevice(made.chip, 2)).toMatchObject({
      peaks: { bf16: 1_000_000, fp8: 2_000_000 },
      memoryBytes: 128 * GiB,
      memoryBandwidth: 5000,
    });
    expect(made.chip.sources["memory.bytes"]!.status).toBe("scenario");
    expect(made.chip.sources["memory.usableBytes"]!.status).toBe("assumed");
    expect(made.prices[0]).toMatchObject({ option: "on-demand", usdPerHour: 40, status: "scenario" });
    expect(made.scaleOut.bandwidth).toBe(400);
  });

  test("takes a chip of the catalog, by name or changed", () => {
    expect(instanceSchema.parse({ ...wholeInstance, chip: "h100" }).chip).toBe(chip("h100"));
    const changed = instanceSchema.parse({ ...wholeInstance, chip: { from: "h100", memory: "160 GB" } });
    expect(changed.chip.memory.bytes).toBe(160e9);
  });
});

describe("a figure told as a multiple", () => {
  /** Figures of trainium2 whose schema takes a multiple, and what they stand for. */
  const chipFigures = [
    ["memory", (chip: Chip) => chip.memory.bytes],
    ["memoryBandwidth", (chip: Chip) => chip.memory.bandwidth],
    ["scaleUpBandwidth", (chip: Chip) => chip.scaleUp?.bandwidth],
    ["scaleUpLatency", (chip: Chip) => chip.scaleUp?.latencyNs],
    ["hostBandwidth", (chip: Chip) => chip.hostBandwidth],
    ["power", (chip: Chip) => chip.powerWatts],
  ] as const;

  test.each(chipFigures)("%s is that many times the base's", (key, of) => {
    const base = chipSchema.parse("trainium2");
    const changed = chipSchema.parse({ from: "trainium2", [key]: "2.5x" });
    expect(of(changed)).toBeCloseTo(2.5 * (of(base) as number), 6);
    expect(changed.name).toBe("trainium2-derived");
  });

  test("takes with it what follows from it, as the written-out figure does", () => {
    const doubled = chipSchema.parse({ from: "trainium2", peaks: { bf16: "2x" }, memoryBandwidth: "2 X" });
    const written = chipSchema.parse({
      from: "trainium2",
      peaks: { bf16: "1334 TFLOPS" },
      memoryBandwidth: "5.8 TB/s",
    });
    expect(doubled).toEqual(written);
  });

  test("of an instance is that many times the base's", () => {
    const changed = instanceSchema.parse({
      from: "trn2.48xlarge",
      networkBandwidth: "0.5x",
      hostMemory: "2x",
    });
    const base = instance("trn2.48xlarge");
    expect(changed.scaleOut.bandwidth).toBe(base.scaleOut.bandwidth / 2);
    expect(changed.hostMemoryBytes).toBe(2 * base.hostMemoryBytes);
  });

  test("is an error where there is no base, where the base has no such figure, and where it is nothing", () => {
    const issues = (value: object) =>
      chipSchema.safeParse(value).error?.issues.map(({ path, message }) => `${path.join(".")}: ${message}`);
    const baseless = "a quantity with its unit: there is no figure of a base to multiply";
    expect(issues({ kind: "gpu", memory: "2x" })).toEqual([`memory: ${baseless}`]);
    expect(issues({ from: "h100", tensor: { clock: "2x" } })).toEqual([`tensor.clock: ${baseless}`]);
    expect(issues({ from: "h100", memory: "0x" })?.[0]).toMatch(/or a multiple of the base such as "2x"$/);
  });
});
