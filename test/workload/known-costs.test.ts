import fc from "fast-check";
import { expect, test } from "vitest";
import { catalog } from "../../src/catalog.ts";
import { rankDevice } from "../../src/hardware/chip.ts";
import type { Model } from "../../src/models/model.ts";
import { profileOn } from "../../src/timing/software-profile.ts";
import { Request } from "../../src/workload/inference/load/request.ts";
import { ModelStepTimer, type ReplicaPlan } from "../../src/workload/inference/time/model-step-timer.ts";
import { equalBatch } from "../../src/workload/inference/time/step-timer.ts";

const named = <Entry extends { name: string }>(entries: readonly Entry[], names: readonly string[]) =>
  names.map((name) => entries.find((each) => each.name === name) as Entry);

/** Networks on which exchanges take so long, ns. */
const wires = [0, 1000].map((exchangeNs) => ({ exchangeNs }));

const asked = fc.record({
  model: fc.constantFrom(...named(catalog.models as Model[], ["llama-3.1-8b", "mixtral-8x7b"])),
  instance: fc.constantFrom(...named(catalog.instances, ["trn2.48xlarge", "p5.48xlarge"])),
  profile: fc.constantFrom(...named(catalog.profiles, ["nxdi", "vllm"])),
  on: fc.constantFrom(...wires),
  tensor: fc.constantFrom(2, 4),
  stages: fc.constantFrom(1, 2),
  queryTokens: fc.constantFrom(1, 3),
  steps: fc.array(
    fc.record({ batch: fc.integer({ min: 1, max: 3 }), tokens: fc.integer({ min: 1, max: 40 }) }),
    {
      minLength: 1,
      maxLength: 6,
    },
  ),
});

/** What the steps that are `asked` of a timer of `plan` cost. */
function costs(plan: ReplicaPlan, steps: readonly { batch: number; tokens: number }[]) {
  const timer = new ModelStepTimer(plan);
  return steps.map(({ batch, tokens }) => {
    const shape = equalBatch(batch, 2 * tokens, tokens);
    const prompt = new Request(0, { arrivalNs: 0, inputTokens: tokens, outputTokens: 1 }, true);
    return structuredClone([
      timer.decode(shape),
      timer.prefill([prompt]),
      timer.mixed([{ request: prompt, tokens }], shape),
    ]);
  });
}

test("steps that others have priced on the same wires cost what they cost when priced anew, whatever was asked", () => {
  fc.assert(
    fc.property(fc.array(asked, { minLength: 10, maxLength: 20 }), (all) => {
      for (const { model, instance, profile, on, tensor, stages, queryTokens, steps } of all) {
        const { constants, behaviours } = profileOn(instance.chip, profile);
        const plan: ReplicaPlan = {
          model,
          shard: { tensor, expert: 1, kvPerQueryHead: false, ffnMultiple: 1, streamAllExperts: false },
          context: {
            device: rankDevice(instance.chip, 1),
            precision: { compute: "bf16", bytes: { weights: 2, activations: 2, kvCache: 2 } },
            constants,
            behaviours,
            exchangeNs: () => on.exchangeNs,
          },
          stages,
          queryTokens,
          handOverNs: (tokens) => tokens * on.exchangeNs,
          compiled: { batch: 4, tokens: 128 },
        };
        expect(costs({ ...plan, wires: () => on }, steps)).toEqual(costs(plan, steps));
      }
    }),
    { numRuns: 5 },
  );
});
