import { describe, expect, test } from "vitest";
import { rankDevice } from "../../src/hardware/chip.ts";
import { chips } from "../../src/hardware/chips.ts";
import { flatten } from "../../src/hardware/figure-table.ts";
import type { ScaleUpTopology } from "../../src/hardware/instance.ts";
import { instances } from "../../src/hardware/instances.ts";

/** Dotted paths of the leaves that are numbers, lists of numbers, or true or false. */
function numericPaths(thing: object): string[] {
  const { sources: _, ...rest } = thing as { sources: object };
  return [...flatten(rest, ["chip", "prices"])]
    .filter(([, leaf]) => ["number", "boolean"].includes(typeof (Array.isArray(leaf) ? leaf[0] : leaf)))
    .map(([path]) => path);
}

describe.each([
  ["chip", chips],
  ["instance", instances],
] as const)("every %s", (_, things) => {
  test("has a name of its own", () => {
    expect(new Set(things.map(({ name }) => name)).size).toBe(things.length);
  });

  test.each(things.map((thing) => [thing.name, thing] as const))(
    "%s has a source for each figure, and no other source",
    (_, thing) => {
      expect(Object.keys(thing.sources).sort()).toEqual(numericPaths(thing).sort());
      for (const { status, source } of Object.values(thing.sources)) {
        expect(["published", "recalled", "derived", "assumed"]).toContain(status);
        expect(source.length).toBeGreaterThan(2);
      }
    },
  );
});

test("every instance's chip stands in the list of chips", () => {
  for (const { chip } of instances) expect(chips).toContain(chip);
});

test("every price is positive, dated and sourced, and stands newest first within its option", () => {
  for (const { prices } of instances) {
    for (const [index, price] of prices.entries()) {
      expect(price.usdPerHour).toBeGreaterThan(0);
      expect(price.date).toMatch(/^20\d\d(-\d\d(-\d\d)?)?$/);
      expect(price.source.length).toBeGreaterThan(2);
      const before = prices.slice(0, index).filter(({ option }) => option === price.option);
      for (const { date } of before) expect(date >= price.date).toBe(true);
    }
  }
});

test("only the Trn3 and GB300 UltraServers and boxes that nobody rents out have no price", () => {
  expect(instances.filter(({ prices }) => prices.length === 0).map(({ name }) => name)).toEqual([
    "trn3-gen1-ultraserver",
    "trn3-gen2-ultraserver",
    "u-p6e-gb300x72",
    "hgx-h20",
    "mi300x-8",
  ]);
});

/** Bytes/ns that leave one chip over all its links. */
function bandwidthPerChip(scaleUp: ScaleUpTopology, chips: number): number {
  switch (scaleUp.kind) {
    case "none":
      return 0;
    case "chain":
    case "ring":
      return 2 * scaleUp.linkBandwidth;
    case "mesh":
      return (chips - 1) * scaleUp.linkBandwidth;
    case "cube-mesh":
      return 6 * scaleUp.linkBandwidth;
    case "torus":
      return scaleUp.linkBandwidth.reduce((sum, link) => sum + 2 * link, 0);
    case "switch":
    case "pcie":
      return scaleUp.chipBandwidth;
    case "topology":
      throw new Error("no catalog entry is joined by a named topology");
    case "two-level-switch":
      return scaleUp.serverBandwidth + scaleUp.rackBandwidth + scaleUp.interRackBandwidth;
  }
}

test("an instance with several chips links them, and the links of a chip do not exceed what the chip has", () => {
  for (const { chip, chips, scaleUp } of instances) {
    if (chips > 1) expect(scaleUp.kind).not.toBe("none");
    const sum = bandwidthPerChip(scaleUp, chips);
    expect(sum).toBeLessThanOrEqual((chip.scaleUp?.bandwidth ?? 0) * (1 + 1e-12));
  }
});

test("the ranks of a chip share its memory and bandwidth evenly, at every number of cores a rank", () => {
  for (const chip of chips) {
    for (const coresPerRank of chip.coresPerRank) {
      const rank = rankDevice(chip, coresPerRank);
      const ranks = chip.cores / coresPerRank;
      expect(rank.memoryBytes * ranks).toBe(chip.memory.bytes);
      expect(rank.memoryBandwidth * ranks).toBeCloseTo(chip.memory.bandwidth, 9);
      expect(Object.keys(rank.peaks)).toEqual(Object.keys(chip.peaks));
      for (const [type, peak] of Object.entries(rank.peaks)) {
        expect(peak * ranks).toBeLessThanOrEqual((chip.peaks[type as keyof typeof chip.peaks] ?? 0) * 1.01);
      }
    }
  }
});
