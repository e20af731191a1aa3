/** A batch that a scenario leaves open is what the server of its software admits. */
import { describe, expect, test } from "vitest";
import type { PluginChoice } from "../../src/base/plugin.ts";
import { catalog } from "../../src/catalog.ts";
import type { Cluster } from "../../src/cluster/cluster.ts";
import { stateBytesPerSequence } from "../../src/models/kv-cache.ts";
import { profileOn } from "../../src/timing/software-profile.ts";
import { settledBatch } from "../../src/workload/inference/open-batch.ts";
import { batchDefault, openBatch } from "../../src/workload/inference/replica/batching/batching-policy.ts";
import { record, summary } from "../laws/account-scenarios.ts";

const serving = (of: {
  instance: string;
  software: string;
  model?: string;
  batching?: object | string;
  input?: number;
}) =>
  summary(
    record({
      cluster: { instance: of.instance, software: of.software },
      model: of.model ?? "llama-3.1-8b",
      workload: {
        kind: "inference",
        arrivals: { kind: "batch", size: 1 },
        input: of.input ?? 20,
        output: 2,
        parallelism: { tensor: 8 },
        ...(of.batching !== undefined && { batching: of.batching }),
      },
    }),
  );

const batchOf = (of: Parameters<typeof serving>[0]) =>
  serving(of).choices.find(({ key }) => key === "workload.batching.maxBatch")?.value;

const chipOf = (instance: string) => catalog.instances.find(({ name }) => name === instance)!.chip;

describe("requests that run at once, where the scenario does not say", () => {
  const served = ["p5.48xlarge", "p4de.24xlarge", "g6e.48xlarge", "trn2.48xlarge"];
  const stacks = catalog.profiles.filter(({ admits, aliasOf }) => admits !== undefined && !aliasOf);
  test("some stacks name a number", () => expect(stacks.length).toBeGreaterThan(0));
  test.each(stacks.flatMap((profile) => served.map((instance) => [profile.name, instance] as const)))(
    "are what the server of %s on %s admits, for every policy that leaves them open",
    (software, instance) => {
      const chip = chipOf(instance);
      const profile = profileOn(chip, stacks.find(({ name }) => name === software)!);
      const model = catalog.models.find(({ name }) => name === "llama-3.1-8b")!;
      const setting = { profile, model, cluster: { instance: { chip } } as unknown as Cluster };
      const settled = (choice: PluginChoice) => settledBatch(catalog.batching, choice, setting).maxBatch;
      const admitted = profile.admits?.(chip) ?? batchDefault;
      const isOpen = ({ options }: (typeof catalog.batching)[number]) => options.maxBatch === openBatch;
      expect(catalog.batching.filter(isOpen).length).toBeGreaterThan(1);
      for (const policy of catalog.batching.filter(isOpen)) {
        expect(settled({ kind: policy.name })).toBe(admitted);
        expect(settled({ kind: policy.name, maxBatch: 7 })).toBe(7);
      }
      expect(settled({ kind: "none" })).toBeUndefined();
    },
  );

  test("of a fixed batch are its own default, since all of it is computed; what is written is no choice", () => {
    const of = { instance: "p5.48xlarge", software: "vllm" };
    expect(batchOf({ ...of, batching: "static" })).toBe(batchDefault);
    expect(batchOf({ ...of, batching: { maxBatch: 7 } })).toBeUndefined();
  });

  test("are more on a large GPU than on an A100 under vLLM, and those of a compiled batch on Neuron", () => {
    const of = (instance: string) => batchOf({ instance, software: "vllm" });
    expect(served.map(of)).toEqual([1024, 256, 256, batchDefault]);
  });

  test("are no more than those whose states fill a tenth of a device, and that is told", () => {
    const model = catalog.models.find(({ name }) => name === "qwen3-next-80b-a3b")!;
    const of = { instance: "p5.48xlarge", software: "vllm", model: model.name };
    const held = Math.floor((0.1 * chipOf(of.instance).memory.usableBytes) / stateBytesPerSequence(model));
    expect(held).toBeLessThan(1024);
    const { choices } = serving(of);
    const batch = choices.find(({ key }) => key === "workload.batching.maxBatch");
    expect(batch?.value).toBe(held);
    expect(batch?.why).toContain("as far as states fill a tenth of a device");
  });

  test("may be more than memory holds, which is told where they were written, or where the memory was full", () => {
    const of = { instance: "g6e.48xlarge", software: "vllm", input: 32_000 };
    const isTold = (batching: object) =>
      serving({ ...of, batching }).warnings.some((warning) => warning.startsWith("short of KV room"));
    expect([isTold({}), isTold({ maxBatch: 256 })]).toEqual([false, true]);
  });

  test("are no more than those whose whole caches fit, where graphs hold a batch, and that is told", () => {
    const of = { instance: "trn2.48xlarge", software: "nxdi", input: 100_000 };
    const { choices, inference } = serving(of);
    const chosen = (key: string) => choices.find((each) => each.key === `workload.batching.${key}`);
    const context = Number(chosen("compiledContext")?.value);
    expect(chosen("maxBatch")?.value).toBe(Math.floor(inference!.kv_cache_tokens! / context));
    expect(chosen("maxBatch")?.value).toBeLessThan(batchDefault);
    expect(chosen("maxBatch")?.why).toContain(
      "whole caches of 131,072 tokens fit (a shorter compiledContext",
    );
  });

  test("of a written context take no longer requests, and it is the context that is named", () => {
    const of = { instance: "trn2.48xlarge", software: "nxdi", input: 5000 };
    const { warnings } = serving({ ...of, batching: { maxBatch: 1, compiledContext: 4096 } });
    expect(warnings.join()).toMatch(/request is longer than .* or the compiled context \(4,096 tokens\)/);
  });

  const compiling = catalog.profiles.filter(
    ({ behaviours, aliasOf }) => behaviours.compiledBatch && !aliasOf,
  );
  test("some stacks compile their batch", () => expect(compiling.length).toBeGreaterThan(0));
  test.each(compiling.map(({ name }) => name))(
    "of %s that are written read no more of the cache than memory holds",
    (software) => {
      const step = (input: number, maxBatch: number) => {
        const batching = { maxBatch, compiledContext: 32_768 };
        return serving({ instance: "inf2.48xlarge", software, input, batching }).inference!.median_tpot_ms!;
      };
      expect(step(30_000, 256)).toBeCloseTo(step(10_000, 256), 6);
      expect(step(30_000, 256)).toBeGreaterThan(step(1000, 1));
    },
  );

  test("leave as many adapters in memory as the default batch has requests", () => {
    const of = { instance: "p5.48xlarge", software: "vllm" };
    const memoryOf = (adapters: object) => {
      const cluster = { instance: of.instance, software: of.software };
      const workload = { kind: "inference", arrivals: { kind: "batch", size: 1 }, input: 20, output: 2 };
      return summary(record({ cluster, model: "llama-3.1-8b", workload: { ...workload, adapters } })).memory;
    };
    expect(memoryOf({ count: 1000 })).toEqual(memoryOf({ count: 1000, resident: batchDefault }));
  });
});
