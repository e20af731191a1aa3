/** Which degrees of tensor parallelism software loads, as far as the chip's runtime decides it. */
import { describe, expect, it, test } from "vitest";
import { catalog } from "../../src/catalog.ts";
import { takesGroupOf } from "../../src/hardware/chip.ts";
import { findModel } from "../../src/models/find-model.ts";
import type { Model } from "../../src/models/model.ts";
import { defaultProfile } from "../../src/timing/profiles.ts";
import { loads, shardWarnings } from "../../src/workload/inference/replica/loadable-shard.ts";
import { record, summary } from "../laws/account-scenarios.ts";

const model = findModel(catalog.models, "llama-2-13b") as Model;
const limited = catalog.chips.filter(({ groupSizes }) => groupSizes !== undefined);

describe.each(limited.map((chip) => [chip.name, chip] as const))("on %s", (_, chip) => {
  const profile = defaultProfile({ chip, workload: "inference", model });
  const degrees = Array.from({ length: 64 }, (_, index) => index + 1);

  it("software loads no degree that the runtime refuses, and says so of each", () => {
    const refused = degrees.filter((tensor) => !takesGroupOf(chip, tensor));
    expect(refused.length).toBeGreaterThan(0);
    for (const tensor of refused) {
      const shard = { tensor, expert: 1 };
      expect(loads(model, shard, { chip, profile })).toBe(false);
      expect(shardWarnings(model, shard, { chip, profile })[0]).toMatch(
        new RegExp(`^would not load: the runtime of .*, not ${tensor} ranks$`),
      );
    }
  });
});

test("Trainium takes groups of 1, 2, 8, 16 and multiples of 32; Inferentia2 of 1 and of even numbers", () => {
  const takes = (name: string) => {
    const chip = limited.find((each) => each.name === name);
    if (chip === undefined) throw new Error(`${name} has no groups of its own`);
    return [1, 2, 3, 4, 6, 8, 12, 16, 24, 32, 48, 64].filter((ranks) => takesGroupOf(chip, ranks));
  };
  expect(takes("trainium")).toEqual([1, 2, 8, 16, 32, 64]);
  expect(takes("inferentia2")).toEqual([1, 2, 4, 6, 8, 12, 16, 24, 32, 48, 64]);
});

test("an open degree is one of those that the runtime takes", () => {
  const cluster = { instance: "trn1.32xlarge" };
  const batch = { arrivals: { kind: "batch", size: 4 }, input: { kind: "constant", tokens: 500 } };
  const workload = { kind: "inference", ...batch, output: { kind: "constant", tokens: 20 } };
  const { choices } = summary(record({ cluster, model: "llama-2-13b", workload }));
  const why = choices.find(({ key }) => key === "workload.parallelism.tensor")?.why;
  expect(why?.split(": ").at(-1)).toBe("2, 8, 16, 32");
});

test("what NxD Inference pads of no model with latent attention, or of none, is told part by part", () => {
  const latent = findModel(catalog.models, "deepseek-v3") as Model;
  const chip = catalog.chips.find(({ name }) => name === "trainium2")!;
  const profile = catalog.profiles.find(({ name }) => name === "nxdi")!;
  const warnings = shardWarnings(latent, { tensor: 24, expert: 1 }, { chip, profile });
  // Width 7,168, 129,280 words, 128 heads, experts of 2,048: 24 divides none of them.
  for (const what of [
    "columns of the embedding",
    "rows of the vocabulary",
    "128 query",
    "2048 expert columns",
  ])
    expect(warnings.filter((each) => each.startsWith("would not load") && each.includes(what))).toHaveLength(
      1,
    );
});

test("padding that adds less than a thousandth is not told", () => {
  const named = findModel(catalog.models, "llama-3.1-8b") as Model;
  const chip = catalog.chips.find(({ name }) => name === "inferentia2")!;
  const profile = catalog.profiles.find(({ name }) => name === "nxdi")!;
  // 32 heads become 36; 14,336 columns become 14,340.
  expect(shardWarnings(named, { tensor: 12, expert: 1 }, { chip, profile })).toEqual([
    "the 32 query and 8 KV heads of llama-3.1-8b do not divide over 12 ranks: they are padded to 36, 12.5 % more attention",
  ]);
});
