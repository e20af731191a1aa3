/** No prediction is faster than the chip: FLOPs / peak and bytes / bandwidth, counted apart from the timing model. */
import { expect, test } from "vitest";
import { RandomStreams } from "../../src/base/random.ts";
import { catalog } from "../../src/catalog.ts";
import { decodeFloorNs, prefillFloorNs } from "../../src/validation/rows/decode-floor.ts";
import { promptOf, replicaOf } from "../../src/validation/rows/replica.ts";
import { equalBatch } from "../../src/workload/inference/time/step-timer.ts";

const grid = 6000;

test(`decode steps and prefills of ${grid} random deployments are never below the floor of physics`, () => {
  const random = new RandomStreams(7).stream("floors");
  const pick = <Item>(list: readonly Item[]): Item => list[Math.floor(random() * list.length)]!;
  const models = catalog.models.filter(({ family }) => family === "decoder");
  const instances = catalog.instances.filter(({ chip }) => chip.kind !== "cpu");
  const below: string[] = [];
  for (let index = 0; index < grid; index++) {
    const [model, instance, profile] = [pick(models), pick(instances), pick(catalog.profiles)];
    const tensor = pick([1, 2, 4, 8, 16, 32]);
    const batch = pick([1, 2, 3, 8, 32, 100]);
    const tokens = Math.min(model.maxTokens - 2, Math.ceil(2 ** (random() * 13)));
    const weights = pick(["bf16", "fp16", "fp8", "int8"] as const);
    const attentionGroups = pick([1, 1, 1, tensor, Math.max(1, tensor / 2)]);
    const { plan, timer } = replicaOf({
      model,
      instance,
      profile,
      tensor,
      attentionGroups,
      weights,
      kvCache: "bf16",
      batch,
      tokens: tokens + 2,
    });
    const where = `${model.name} on ${tensor} in ${attentionGroups} x ${instance.name}, ${profile.name}, ${weights}, batch ${batch}, ${tokens} tokens`;
    const decodeNs = timer.decode(equalBatch(batch, tokens + 1)).first.totalNs;
    if (decodeNs < decodeFloorNs(plan, batch, tokens) * (1 - 1e-9)) below.push(`decode of ${where}`);
    const prompts = Array.from({ length: batch }, () => promptOf(tokens, 1));
    const prefillNs = timer.prefill(prompts).totalNs;
    if (prefillNs < prefillFloorNs(plan, batch, tokens) * (1 - 1e-9)) below.push(`prefill of ${where}`);
  }
  expect(below).toEqual([]);
});
