import fc from "fast-check";
import { expect, test } from "vitest";
import { catalog } from "../../src/catalog.ts";
import { rankDevice } from "../../src/hardware/chip.ts";
import type { Model } from "../../src/models/model.ts";
import { forwardOperators, type Phase } from "../../src/models/operators/forward-operators.ts";
import { groupsTime, workTime } from "../../src/timing/forward-time.ts";
import { profileOn } from "../../src/timing/software-profile.ts";
import { knownWork } from "../../src/workload/inference/time/known-work.ts";

const named = <Entry extends { name: string }>(entries: readonly Entry[], names: readonly string[]) =>
  names.map((name) => entries.find((each) => each.name === name) as Entry);

const phase: fc.Arbitrary<Phase> = fc.oneof(
  fc.record({
    kind: fc.constant("prefill" as const),
    sequences: fc.integer({ min: 1, max: 4 }),
    tokens: fc.integer({ min: 1, max: 4 }),
    cachedTokens: fc.constantFrom(0, 64),
  }),
  fc.record({
    kind: fc.constant("decode" as const),
    sequences: fc.integer({ min: 1, max: 4 }),
    contextTokens: fc.integer({ min: 1, max: 4 }),
  }),
);

const asked = fc.record({
  model: fc.constantFrom(...named(catalog.models as Model[], ["llama-3.1-8b", "mixtral-8x7b"])),
  instance: fc.constantFrom(...named(catalog.instances, ["trn2.48xlarge", "p5.48xlarge"])),
  profile: fc.constantFrom(...named(catalog.profiles, ["nxdi", "vllm"])),
  tensor: fc.constantFrom(1, 2, 4),
  weights: fc.constantFrom(1, 2),
  speedup: fc.constantFrom(undefined, 2, 4),
  exchangeNs: fc.constantFrom(0, 1000),
  phase,
});

test("work that other settings have asked for before takes the time it takes when priced anew, whatever was asked", () => {
  fc.assert(
    fc.property(fc.array(asked, { minLength: 20, maxLength: 60 }), (all) => {
      for (const { model, instance, profile, tensor, weights, speedup, exchangeNs, phase } of all) {
        const shard = {
          tensor,
          expert: 1,
          kvPerQueryHead: false,
          ffnMultiple: 1,
          streamAllExperts: false,
        };
        const { constants, behaviours } = profileOn(instance.chip, profile);
        const context = {
          device: rankDevice(instance.chip, 1),
          precision: { compute: "bf16" as const, bytes: { weights, activations: 2, kvCache: 2 } },
          constants,
          behaviours,
          ...(speedup && { ownKernels: { "down-projection": { speedup } } }),
          exchangeNs: () => exchangeNs,
        };
        const anew = groupsTime(forwardOperators(model, phase, shard), context);
        const works = knownWork({ model, shard, context })(phase, "all");
        expect(workTime(works, context)).toEqual(anew);
      }
    }),
    { numRuns: 10 },
  );
});
