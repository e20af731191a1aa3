/** Advice on memory over the whole catalog: whatever does not fit, each change that is told could be written, and fits. */
import fc from "fast-check";
import { expect, test } from "vitest";
import { ScenarioError } from "../../src/base/errors.ts";
import { catalog } from "../../src/catalog.ts";
import { schedules } from "../../src/workload/training/schedules.ts";
import { record } from "../laws/account-scenarios.ts";
import { changed, serving, told, training } from "../simulation/advice-questions.ts";

const instance = fc.constantFrom(...catalog.instances.map(({ name }) => name));
const model = fc.constantFrom(...catalog.models.map(({ name }) => name));

const served = fc.record({
  input: fc.constantFrom(128, 2000, 16_000),
  parallelism: fc.constantFrom(
    {},
    { tensor: 1 },
    { tensor: 2 },
    { pipeline: 2 },
    { attentionGroups: 2 },
    { expert: 2 },
  ),
  batching: fc.constantFrom(
    { kind: "continuous" },
    { kind: "static", maxBatch: 8 },
    { kind: "chunked-prefill" },
  ),
  precision: fc.constantFrom({}, { weights: "bf16" }, { kvCache: "fp8" }),
});

const trained = fc.record({
  sequenceLength: fc.constantFrom(512, 4096, 32_768),
  microBatch: fc.constantFrom(1, 2),
  recompute: fc.constantFrom("none", "selective", "full"),
  parallelism: fc.constantFrom({}, { zero: 3 }, { tensor: 2, sequence: true }, { expert: 2 }, { context: 2 }),
  schedule: fc.constantFrom(...schedules.map(({ name }) => ({ kind: name }))),
  optimizer: fc.constantFrom("adamw", "sgd"),
});

const question = fc.oneof(
  fc.tuple(model, instance, served).map(([of, on, more]) => serving(of, on, more)),
  fc.tuple(model, instance, trained).map(([of, on, more]) => training(of, on, more)),
);

test("each change that 600 random deployments are told, where they do not fit, could be written and fits", () => {
  let tried = 0;
  fc.assert(
    fc.property(question, (asked) => {
      let ways: string[][] | undefined;
      try {
        ways = told(asked);
      } catch (error) {
        // Options that go with another model or chip.
        if (error instanceof ScenarioError) return;
        throw error;
      }
      for (const changes of ways ?? []) {
        tried++;
        const { status } = record(changes.reduce(changed, asked));
        expect(status, changes.join(" with ")).not.toBe("out-of-memory");
      }
    }),
    { numRuns: 600, seed: 9 },
  );
  expect(tried).toBeGreaterThan(100);
});
