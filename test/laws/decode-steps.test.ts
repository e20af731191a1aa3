/** A decode step that is told by growth from the one before costs what it costs when it is asked for by itself. */
import fc from "fast-check";
import { expect, test } from "vitest";
import { catalog } from "../../src/catalog.ts";
import { replicaOf } from "../../src/validation/rows/replica.ts";
import { ModelStepTimer } from "../../src/workload/inference/time/model-step-timer.ts";
import { equalBatch } from "../../src/workload/inference/time/step-timer.ts";

const named = <Item extends { name: string }>(items: readonly Item[], name: string) =>
  items.find((item) => item.name === name) as Item;

const profiles = catalog.profiles.filter(
  ({ aliasOf, name }) => !aliasOf && /tnx|nxdi|optimum|vllm/.test(name),
);

test.each(profiles.map(({ name }) => name))(
  "under %s, whatever the batch, its context and the memory",
  (name) => {
    const isGpu = name === "vllm";
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 32 }),
        fc.integer({ min: 1, max: 3000 }),
        fc.integer({ min: 4000, max: 40_000 }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (running, context, kvCapacityTokens, part) => {
          const { plan } = replicaOf({
            model: named(catalog.models, "llama-3.1-8b"),
            instance: named(catalog.instances, isGpu ? "p5.48xlarge" : "inf2.48xlarge"),
            profile: named(catalog.profiles, name),
            tensor: 8,
            weights: "bf16",
            kvCache: "bf16",
            batch: 32,
            tokens: 8192,
          });
          const timer = new ModelStepTimer({ ...plan, memory: { kvCapacityTokens } });
          const at = (tokens: number) => timer.decode(equalBatch(running, tokens));
          const { first, growth, validSteps } = at(context);
          const [firstNs, growthNs] = [first.totalNs, growth.totalNs];
          const step = Math.floor(part * Math.min(validSteps - 1, 5000));
          const told = firstNs + step * growthNs;
          const asked = at(context + step).first.totalNs;
          expect(Math.abs(told / asked - 1)).toBeLessThan(1e-9);
        },
      ),
      { numRuns: 100 },
    );
  },
);
