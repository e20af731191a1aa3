import { expect, test } from "vitest";
import { chipChoice } from "../../src/hardware/chip-choice.ts";
import { chips } from "../../src/hardware/chips.ts";
import { instanceChoice } from "../../src/hardware/instance-choice.ts";
import { instances } from "../../src/hardware/instances.ts";
import { pricingSchema } from "../../src/hardware/price.ts";

/** Issues as "path: message", in order. */
function issues(
  schema: { safeParse(value: unknown): { error?: { issues: readonly object[] } } },
  value: unknown,
) {
  const found = (schema.safeParse(value).error?.issues ?? []) as {
    path: (string | number)[];
    message: string;
  }[];
  return found.map(({ path, message }) => `${path.join(".")}: ${message}`);
}

const instanceSchema = instanceChoice({ chips, instances });

test("a misspelt bare name is told what was due and the nearest valid name", () => {
  const problem = (written: unknown) => instanceSchema.safeParse(written).error?.issues;
  expect(problem("trn2.48xlarg")).toMatchObject([
    { path: [], params: { expected: "an instance type or an UltraServer", nearest: "trn2.48xlarge" } },
  ]);
  expect(problem({ from: "trn2.48xlarge", chip: "trainum3" })).toMatchObject([
    { path: ["chip"], params: { expected: "a chip", nearest: "trainium3" } },
  ]);
  expect(pricingSchema.safeParse("on-demnd").error?.issues).toMatchObject([
    { path: [], params: { expected: "auto or a purchase option", nearest: "on-demand" } },
  ]);
});

test.each([
  ["a family, the largest of it", "trn2", "trn2.48xlarge"],
  ["a family in other letters", "P5", "p5.48xlarge"],
  ["a chip", "H100", "p5.48xlarge"],
  ["chips, counted", "8x H100", "p5.48xlarge"],
  ["a chip that comes in two sizes", "NVIDIA A100", "p4d.24xlarge"],
  ["a chip of ours, on no UltraServer", "Trainium2", "trn2.48xlarge"],
  ["a chip whose name begins others'", "trainium", "trn1.32xlarge"],
])("who names %s is told an instance", (_, word, meant) => {
  expect(instanceSchema.safeParse(word).error?.issues).toMatchObject([{ params: { nearest: meant } }]);
});

test("a misspelt base is told the valid names", () => {
  expect(instanceSchema.safeParse({ from: "trn2.48xlarg" }).error?.issues).toMatchObject([
    { code: "invalid_value", path: ["from"], values: instances.map(({ name }) => name) },
  ]);
});

test("a misspelt chip, a wrong unit, a negative figure and an unknown key are all told at once", () => {
  const written = {
    from: "trn2.48xlarge",
    chip: { from: "trainium9", memoryBandwidth: "5.8 TB", power: "-1 W", memroy: "96 GiB" },
  };
  expect(issues(instanceSchema, written)).toEqual([
    'chip.memoryBandwidth: a bandwidth with its unit, such as "900 GB/s" or "100 Gb/s", greater than zero, or a multiple of the base such as "2x"',
    'chip.power: a power with its unit, such as "500 W", not negative, or a multiple of the base such as "2x"',
    expect.stringMatching(/^chip\.from: Invalid option/),
    'chip: Unrecognized key: "memroy"',
  ]);
});

test("a bare number where a unit is due is an error", () => {
  expect(issues(chipChoice(chips), { from: "h100", memory: 80 })).toEqual([
    'memory: a size with its unit, such as "80 GiB" or "16 GB", greater than zero, or a multiple of the base such as "2x"',
  ]);
});

test("a chip written out without its needed figures is told each of them", () => {
  expect(issues(chipChoice(chips), { name: "half", memory: "8 GiB" })).toEqual([
    "kind: neuron, gpu, tpu or cpu",
    "memoryBandwidth: the memory bandwidth of the chip",
    "hostBandwidth: the bandwidth of the chip's host link",
    "power: the power of the chip at full load",
    "peaks: the peak of at least one data type",
  ]);
});

test("a chip whose work beside matmuls would take for ever is an error", () => {
  const written = {
    kind: "gpu",
    memory: "64 GB",
    memoryBandwidth: "2 TB/s",
    hostBandwidth: "32 GB/s",
    power: "400 W",
    peaks: { bf16: "400 TFLOPS" },
  };
  expect(issues(chipChoice(chips), written)).toEqual([
    "peaks.fp32: the peak of fp32, at which work that is no matmul runs, or a vector engine (vector: ...)",
  ]);
  const vector = { clock: "1 GHz", lanes: 128, peak: "1 TFLOPS" };
  expect(issues(chipChoice(chips), { ...written, vector })).toEqual([]);
});

test("an instance written out without its needed figures is told each of them", () => {
  expect(issues(instanceSchema, { name: "half", chip: "h100", chips: 8 })).toEqual([
    "vcpus: the number of vCPUs of the host",
    "hostMemory: the memory of the host",
    "networkBandwidth: the bandwidth of the network cards",
    "scaleUp: links between the 8 chips",
  ]);
});

test("figures at odds with each other are errors", () => {
  expect(issues(chipChoice(chips), { from: "h100", usableMemory: "90 GB" })).toEqual([
    "usableMemory: at most the memory of the chip",
  ]);
  expect(issues(instanceSchema, { from: "trn2.48xlarge", chip: { cores: 7 } })).toEqual([
    "chip.coresPerRank: numbers that divide the 7 cores",
  ]);
  expect(issues(instanceSchema, { from: "trn2.48xlarge", chips: 32 })).toEqual([
    "scaleUp.dimensions: dimensions that multiply to the 32 chips",
  ]);
  const flat = { kind: "torus", dimensions: [4, 4], linkBandwidth: ["128 GB/s"] };
  expect(issues(instanceSchema, { from: "trn2.48xlarge", scaleUp: flat })).toEqual([
    "scaleUp.linkBandwidth: 2 bandwidths, one for each dimension",
  ]);
});

test("a rate beside a purchase option is an error", () => {
  expect(issues(pricingSchema, { option: "spot", usdPerHour: 3 })).toEqual([
    ": one of usdPerHour, owned, spot, savingsPlan, or an option with an optional discount and day",
  ]);
});
