import { describe, expect, test } from "vitest";
import { catalog, catalogSchema, simulationCatalog } from "../../src/catalog.ts";
import type { Scenario } from "../../src/simulation/scenario.ts";
import { simulate } from "../../src/simulation/simulate.ts";
import { summaryOf } from "../../src/simulation/summary.ts";

const noFiles = () => "";

function trained(workload: object, model: unknown = "llama-3.2-1b", cluster: object = {}) {
  const written = {
    name: "case",
    cluster: { instance: "trn1.32xlarge", ...cluster },
    model,
    workload: { kind: "training", sequenceLength: 2048, globalBatch: 64, ...workload },
  };
  const scenario = catalogSchema(catalog, noFiles).parse(written) as unknown as Scenario;
  return summaryOf(simulate(scenario, simulationCatalog(catalog, noFiles), written), {
    hash: "",
    file: null,
    variant: "base",
  } as never);
}

describe("execution", () => {
  const run = { samples: 640, parallelism: { tensor: 8 } };

  test("traced graphs are compiled once a shape, before the first step", () => {
    const plain = trained(run).training;
    const traced = trained({
      ...run,
      execution: { mode: "traced", compileTime: "5 min", shapes: 3 },
    }).training;
    expect(traced?.startup_time_s).toBe(900);
    expect(traced?.step_time_s).toBeCloseTo(plain?.step_time_s as number, 9);
    expect(traced?.time_to_train_s).toBeCloseTo(900 + 10 * (plain?.step_time_s ?? 0), 6);
  });

  test("eager operators take at least their launch, and cost nothing more where the device is the slower one", () => {
    const step = (execution?: object) => trained({ ...run, execution }).training?.step_time_s ?? 0;
    const eager = (launchTime: string) => step({ mode: "eager", launchTime });
    expect(eager("1 ns")).toBe(step());
    expect(eager("1 ms")).toBeGreaterThan(step());
    // Where launches alone bind, the passes take twice as long at twice the time a launch.
    const [slow, slower] = [eager("100 ms"), eager("200 ms")];
    expect(slower / slow).toBeGreaterThan(1.95);
  });
});

describe("what is computed again", () => {
  const step = (workload: object, model: string) => {
    const { choices, training } = trained({ globalBatch: 512, microBatch: 8, ...workload }, model);
    return {
      time: training?.step_time_s,
      told: choices.find(({ key }) => key === "workload.recompute")?.value,
    };
  };

  test("where it is left open is nothing for an encoder that fits, and the scores for a decoder", () => {
    const short = { sequenceLength: 128 };
    expect(step(short, "bert-large")).toEqual({
      time: step({ ...short, recompute: "none" }, "bert-large").time,
      told: "none",
    });
    expect(step({}, "llama-3.2-1b").time).toBe(step({ recompute: "selective" }, "llama-3.2-1b").time);
  });

  test("is the scores of an encoder that would not fit otherwise", () => {
    // 24 layers x 16 heads x 512 x 512 scores x 5 bytes are 503 MB a sequence: 32 of them fill a core of 16 GiB.
    const large = { sequenceLength: 512, microBatch: 32, globalBatch: 1024 };
    expect(step(large, "bert-large").told).toBe("selective");
  });
});

test("a vision transformer has its patches where no length is written", () => {
  const step = (workload: object) =>
    trained({ sequenceLength: undefined, globalBatch: 2048, microBatch: 64, ...workload }, "vit-base")
      .training?.step_time_s;
  expect(step({})).toBe(step({ sequenceLength: 197 }));
  expect(step({})).toBeGreaterThan(0);
});

test("tensor ranks share the tokens of norms where the step is shorter, or the job does not fit without, as Llama 2 70B on 32 x trn1", () => {
  const large = { sequenceLength: 4096, globalBatch: 1024, parallelism: { tensor: 32, pipeline: 8 } };
  const { choices, chosen, training } = trained(large, "llama-2-70b", { count: 32 });
  expect(chosen.sequence).toBe("on");
  expect(choices.find(({ key }) => key === "workload.parallelism.sequence")?.value).toBe("true");
  const written = { ...large, parallelism: { ...large.parallelism, sequence: true } };
  expect(training?.step_time_s).toBe(trained(written, "llama-2-70b", { count: 32 }).training?.step_time_s);
  for (const tensor of [1, 2, 8]) {
    const stepS = (sequence: boolean | string) =>
      trained({ parallelism: { tensor, sequence } }).training?.step_time_s ?? 0;
    expect(stepS("auto"), `tensor ${tensor}`).toBe(Math.min(stepS(true), stepS(false)));
  }
});

describe("distillation", () => {
  test("adds the teacher's forward pass and its weights", () => {
    const options = { parallelism: { tensor: 8 } };
    const alone = trained(options);
    const taught = trained({ ...options, distillation: { teacher: "llama-3.1-8b" } });
    const share = taught.attribution.find(({ what }) => what === "teacher")?.fraction ?? 0;
    const added = (taught.training?.step_time_s ?? 0) - (alone.training?.step_time_s ?? 0);
    expect(share * (taught.training?.step_time_s ?? 0)).toBeCloseTo(added, 6);
    // 8.03 billion parameters of 2 bytes over 8 ranks.
    expect(Number(Object(taught.memory).teacher_bytes)).toBeCloseTo((2 * 8.03e9) / 8, -7);
    expect(taught.training?.mfu).toBeLessThan(alone.training?.mfu ?? 0);
    expect(taught.training?.hfu).toBeGreaterThan(taught.training?.mfu ?? 0);
  });

  test("by an unknown teacher, or by one that reads images, is an error", () => {
    const teacher = (name: string) => () => trained({ distillation: { teacher: name } });
    expect(teacher("llama-3.1-8x")).toThrow('found "llama-3.1-8x"; expected a model of the catalog');
    expect(teacher("pixart-alpha")).toThrow("expected a model of sequences, as the model is");
  });
});

describe("degrees left open", () => {
  test("are the least with which the model fits, tensor ranks before pipeline stages", () => {
    const chosen = (parallelism: object, model: string) => {
      const { status, chosen: degrees } = trained({ parallelism, recompute: "full" }, model);
      return { status, ...(degrees as object) };
    };
    // 1.2 billion parameters of 6 bytes fit the 15 GiB of a NeuronCore, with the optimizer's 12 over 32 ranks.
    expect(chosen({ tensor: "auto", pipeline: "auto" }, "llama-3.2-1b")).toMatchObject({
      tensor: 1,
      pipeline: 1,
    });
    // 8 billion take 48 GB beside that: four ranks, and activations.
    expect(chosen({ tensor: "auto", pipeline: "auto" }, "llama-3.1-8b")).toMatchObject({
      tensor: 4,
      pipeline: 1,
    });
    expect(chosen({ tensor: 1, pipeline: "auto" }, "llama-3.1-8b")).toMatchObject({ tensor: 1, pipeline: 8 });
    expect(chosen({ tensor: "auto", pipeline: "auto" }, "llama-3.1-405b").status).toBe("out-of-memory");
  });
});

describe("offload", () => {
  const options = { parallelism: { tensor: 2 }, recompute: "full" };

  test("of the optimizer frees its state, of parameters the weights but those at work, and passes read them again", () => {
    const [none, optimizer, parameters] = [false, true, "parameters"].map((offload) =>
      trained({ ...options, offload }, "llama-3.1-8b"),
    );
    const bytes = (summary: typeof none, part: string) => Number(Object(summary!.memory)[part]);
    expect(none!.status).toBe("out-of-memory");
    expect(bytes(optimizer, "optimizer_bytes")).toBe(0);
    // 3 of 32 layers with their gathered weights and gradients take the place of all weights.
    expect(bytes(parameters, "weights_bytes")).toBeCloseTo((bytes(optimizer, "weights_bytes") * 3) / 32, -3);
  });

  test("of parameters over the host link is never faster", () => {
    const step = (offload: unknown) =>
      trained({ parallelism: { tensor: 8 }, offload }).training?.step_time_s ?? 0;
    expect(step("parameters")).toBeGreaterThanOrEqual(step("optimizer"));
  });
});

describe("mixtures of experts", () => {
  test("are utilised less, not more, when one rank has most of the tokens", () => {
    const options = { recompute: "full", parallelism: { tensor: 8, pipeline: 4, expert: 4 } };
    const { training: even } = trained({ ...options, globalBatch: 128 }, "mixtral-8x7b", { count: 4 });
    const skewed = { ...options, globalBatch: 128, experts: { imbalance: 3 } };
    const { training: busiest } = trained(skewed, "mixtral-8x7b", { count: 4 });
    const flops = (of: typeof even) => (of?.mfu ?? 0) * (of?.step_time_s ?? 0);
    expect(busiest?.step_time_s).toBeGreaterThan(even?.step_time_s ?? 0);
    // The same tokens are the same work, whoever does it.
    expect(flops(busiest)).toBeCloseTo(flops(even), 9);
    expect(busiest?.hfu).toBeLessThan(even?.hfu ?? 0);
  });
});

describe("attention scores", () => {
  const scores = (software: string) => {
    const options = { parallelism: { tensor: 8 }, sequenceLength: 4096, globalBatch: 8 };
    const bytes = (recompute: string) =>
      Number(
        Object(trained({ ...options, recompute }, "llama-3.2-1b", { software }).memory).activations_bytes,
      );
    return bytes("none") - bytes("selective");
  };

  test("are kept by software without a flash kernel, 5 a s^2 / t bytes a layer, and never by software with one", () => {
    // 32 heads over 8 ranks, 16 layers.
    expect(scores("neuronx-nemo-megatron")).toBe((16 * 5 * 32 * 4096 ** 2) / 8);
    expect(scores("nxd-training")).toBe(0);
  });
});

describe("data loading", () => {
  // 64 sequences of 100 ms over the 128 vCPUs of a Trn1: 50 ms, read from storage in 64 x 1 MB / 100 MB/s = 640 ms.
  const dataLoading = { sampleBytes: "1 MB", cpuTime: "100 ms", storageBandwidth: "100 MB/s" };
  const options = { parallelism: { tensor: 8 } };

  test("without prefetch stalls every step for the whole load, with it for what the step before does not hide", () => {
    const base = trained(options).training?.step_time_s ?? 0;
    const step = (change: object) =>
      trained({ ...options, dataLoading: { ...dataLoading, ...change } }).training?.step_time_s ?? 0;
    expect(step({ prefetch: false })).toBeCloseTo(base + 0.64, 9);
    expect(step({})).toBeCloseTo(Math.max(base, 0.64), 9);
  });
});

describe("networks of items", () => {
  test("train on images: no tokens, and a mesh that splits what can be split", () => {
    const { training } = trained(
      { sequenceLength: undefined, imageSize: 256, samples: 6400 },
      "pixart-alpha",
    );
    expect(training?.tokens_per_s).toBe(0);
    expect(training?.steps).toBe(100);
    const split = () => trained({ sequenceLength: undefined, mesh: { data: 16, model: 2 } }, "pixart-alpha");
    expect(split).toThrow("expected 1: pixart-alpha is a network of items");
  });

  test("images whose side leaves a patch or a feature map unfinished are an error, as a size is where there are no images", () => {
    const sized = (imageSize: number, model: unknown) => () =>
      trained({ sequenceLength: undefined, imageSize }, model);
    // Latents are 1/8 of a side, patches 2 latents; ResNet halves a side five times.
    expect(sized(520, "pixart-alpha")).toThrow(
      "workload.imageSize: found 520; expected a multiple of 16 pixels",
    );
    expect(sized(512, "pixart-alpha")).not.toThrow();
    expect(sized(225, "resnet-50")).toThrow("a multiple of 32 pixels");
    expect(sized(28, { name: "toy", widths: [784, 64, 10] })).toThrow("expected no image size");
  });

  test("without a sequence length a model of sequences is an error", () => {
    expect(() => trained({ sequenceLength: undefined })).toThrow("expected a count of tokens, such as 4096");
  });
});

describe("keys without effect are told", () => {
  const remarks = (workload: object, cluster: object = {}) => {
    const { warnings } = trained(workload, "llama-3.2-1b", cluster);
    return warnings.filter((each) => /^no effect|has no fp8/.test(each));
  };

  test.each([
    [{ gradientBuckets: 4, parallelism: { zero: 3 } }, "no effect: workload.gradientBuckets; ZeRO-3"],
    [{ parallelism: { shardRanks: 64 } }, "no effect: workload.parallelism.shardRanks; there are 32"],
    [{ stragglers: { slowdown: 2 } }, "no effect: workload.stragglers; all ranks are alike"],
    [{ stragglers: { jitter: 0.1, slowRanks: 0.01 } }, "workload.stragglers.slowRanks; that is none of 32"],
  ])("%j", (workload, remark) => {
    expect(remarks({ recompute: "full", ...workload }).join("\n")).toContain(remark);
  });

  test("gradient buckets of hybrid shards have one: the copies of a shard exchange once a step", () => {
    const hybrid = { gradientBuckets: 4, parallelism: { zero: 3, shardRanks: 8 } };
    expect(remarks({ recompute: "full", ...hybrid })).toEqual([]);
  });

  test("8 bits on a chip without them are computed in 16", () => {
    const workload = { precision: "fp8", recompute: "full", parallelism: { tensor: 8 } };
    expect(remarks(workload, { instance: "p4d.24xlarge" })).toEqual([
      "a100-40 has no fp8 for matmuls: they run in bf16",
    ]);
    expect(remarks(workload, { instance: "trn2.48xlarge" })).toEqual([]);
  });
});
