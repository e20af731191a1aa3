/** What a scenario leaves open is told with how it was settled. */
import { expect, test } from "vitest";
import { ScenarioError } from "../../src/base/errors.ts";
import { comparisonText } from "../../src/report/text/comparison-text.ts";
import { makeStyle } from "../../src/report/text/style.ts";
import type { Summary } from "../../src/simulation/summary.ts";
import { type ComparisonGroup, compareRuns } from "../../src/study/comparison.ts";
import { holdChoices } from "../../src/study/held-choices.ts";
import { record, summary } from "../laws/account-scenarios.ts";

const serving = (cluster: object, parallelism: object) => ({
  cluster,
  model: "llama-3.1-8b",
  workload: {
    kind: "inference",
    arrivals: { kind: "batch", size: 64 },
    input: { kind: "constant", tokens: 200 },
    output: { kind: "constant", tokens: 4 },
    parallelism,
  },
});

test("software, price, degrees and compiled context that are left open are choices; what is written is none", () => {
  const open = summary(record(serving({ instance: "trn2.48xlarge" }, { tensor: "auto" })));
  const keys = open.choices.map(({ key }) => key.replace(/^(workload|cluster)\./, ""));
  const expected = [
    "software",
    "pricing",
    "parallelism.tensor",
    "parallelism.replicas",
    "batching.maxBatch",
    "batching.compiledContext",
  ];
  expect(keys).toEqual(expected);
  for (const { value, why } of open.choices)
    expect([typeof why, String(value).length > 0]).toEqual(["string", true]);
  const cluster = { instance: "trn2.48xlarge", software: "nxdi", pricing: { usdPerHour: 10 } };
  const written = summary(record(serving(cluster, { tensor: 8, replicas: 1 })));
  expect(written.choices.map(({ key }) => key)).toEqual([
    "workload.batching.maxBatch",
    "workload.batching.compiledContext",
  ]);
});

test("models that take inputs of one length need not be told it: patches, texts of CLIP, 30 s of sound", () => {
  const latency = (model: string, input?: number) => {
    const { workload } = serving({}, { tensor: 1 });
    const { input: _, ...open } = workload;
    const given = input === undefined ? open : { ...open, input: { kind: "constant", tokens: input } };
    const run = record({ cluster: { instance: "inf2.xlarge" }, model, workload: given });
    return summary(run).inference?.mean_e2el_ms ?? Number.NaN;
  };
  for (const [model, tokens] of [
    ["vit-base", 197],
    ["clip-vit-b-32", 77],
    ["whisper-large-v3", 1500],
  ] as const) {
    expect(latency(model)).toBe(latency(model, tokens));
    expect(latency(model)).toBeGreaterThan(0);
  }
  expect(() => latency("bert-base")).toThrow(ScenarioError);
});

test("software that is a front of another on the chip is told as what it is there", () => {
  const cluster = { instance: "trn2.48xlarge", software: "vllm", pricing: { usdPerHour: 10 } };
  const { software, choices } = summary(record(serving(cluster, { tensor: 8, replicas: 1 })));
  expect(software).toBe("nxdi");
  expect(choices[0]).toEqual({
    key: "cluster.software",
    value: "nxdi",
    why: "vllm is a front of NxD Inference on trainium2",
  });
});

test("a comparison tells what every run has where one of them chose, be it written or as it is by itself", () => {
  const runs = [
    summary(record(serving({ instance: "p5.48xlarge" }, { tensor: "auto" }))),
    summary(record(serving({ instance: "p5.48xlarge" }, { tensor: 8 }))),
    // 405B needs two of these instances for its weights, each a stage.
    summary(
      record({
        ...serving({ instance: "p5.48xlarge", count: 2 }, { tensor: "auto" }),
        model: "llama-3.1-405b",
      }),
    ),
  ];
  const [group] = compareRuns(runs.map((run) => [run] as const));
  const parallelism = group!.choices.filter(({ key }) => key.startsWith("workload.parallelism."));
  for (const { key, values } of parallelism) {
    const name = key.split(".").at(-1)!;
    expect(values, key).toEqual(runs.map(({ chosen }) => chosen[name]));
  }
  expect(parallelism).toContainEqual({ key: "workload.parallelism.pipeline", values: [1, 1, 2] });
});

test("a comparison lists the choices that differ, and no others", () => {
  const runs = ["p5.48xlarge", "g5.48xlarge"].map((instance) =>
    summary(record({ ...serving({ instance }, { tensor: "auto" }), model: "llama-2-13b" })),
  );
  const [group] = compareRuns(runs.map((run) => [run] as const));
  const tensors = runs.map(({ chosen }) => chosen.tensor);
  expect(tensors[0]).not.toBe(tensors[1]);
  expect(group?.choices).toContainEqual({ key: "workload.parallelism.tensor", values: tensors });
  expect(group?.choices.map(({ key }) => key)).not.toContain("cluster.software");
});

test("a verdict that turns when the first run's choices are held is warned of, with both figures", () => {
  const scenarios = ["p5.48xlarge", "g5.48xlarge"].map((instance) => {
    const { cluster, workload } = serving({ instance }, { tensor: "auto" });
    return { cluster, model: "llama-2-13b", workload: { ...workload, batching: { maxBatch: 32 } } };
  });
  const runs = scenarios.map((scenario) => summary(record(scenario)));
  const asked: unknown[] = [];
  const [group] = compareRuns(runs.map((run) => [run] as const));
  const held = holdChoices(group as ComparisonGroup, (run, overrides) => {
    asked.push(overrides);
    // As if the choice were all that makes it slower: held, it is twice as fast as the first.
    const [first] = runs as [Summary, Summary];
    const { inference, ...other } = run;
    const rate = (first.inference?.output_throughput ?? 0) * 2;
    return { ...other, inference: { ...inference, output_throughput: rate } } as Summary;
  });
  const tensor = runs[0]?.chosen.tensor;
  // Replicas follow from the hardware and are not held.
  expect(asked).toEqual([[{ path: ["workload", "parallelism", "tensor"], value: tensor }]]);
  expect(held.held[0]).toBeNull();
  const row = held.rows.findIndex(({ name }) => name === "output_throughput");
  expect(held.held[1]?.values[row]).toBeCloseTo(2 * (held.rows[row]?.values[0] ?? 0), 9);
  expect(held.rows[row]?.ratios[1]).toBeLessThan(1);
  expect(held.warnings.at(-1)).toMatch(
    new RegExp(`^g5.48xlarge: that Output tokens/s is .*with workload.parallelism.tensor ${tensor}, .*2x$`),
  );
});

test("stages that one run took and another needs none of are held, either way, unless they are written", () => {
  const of = (model: string, count: number) =>
    summary(record({ ...serving({ instance: "p5.48xlarge", count }, { tensor: "auto" }), model }));
  // 405B needs two of these instances for its weights, each a stage; 70B one of them.
  const [cut, whole] = [of("llama-3.1-405b", 2), of("llama-3.1-70b", 2)];
  expect([cut.chosen.pipeline, whole.chosen.pipeline]).toEqual([2, 1]);
  const heldStages = (runs: Summary[], isOpen: boolean) => {
    const [group] = compareRuns(runs.map((run) => [run] as const));
    const { held } = holdChoices(
      group as ComparisonGroup,
      (run) => run,
      () => isOpen,
    );
    return held[1]?.choices.find(({ key }) => key === "workload.parallelism.pipeline")?.value;
  };
  expect(heldStages([cut, whole], true)).toBe(2);
  expect(heldStages([whole, cut], true)).toBe(1);
  expect(heldStages([cut, whole], false)).toBeUndefined();
  expect(heldStages([cut, { ...whole, status: "nothing-served" }], true)).toBeUndefined();
});

test("a run that does not fit has the figures of its hardware, and has chosen nothing", () => {
  const of = (count: number) =>
    summary(
      record({
        ...serving({ instance: "inf2.48xlarge", count }, { tensor: "auto" }),
        model: "llama-3.1-405b",
      }),
    );
  const runs = [of(1), of(8)];
  expect(runs.map(({ status }) => status)).toEqual(["out-of-memory", "completed"]);
  const [group] = compareRuns(runs.map((run) => [run] as const));
  const known = group!.rows.filter(({ values }) => values[0] !== null);
  expect(known.map(({ name }) => name)).toEqual(["chips", "usd_per_hour"]);
  for (const { values } of known) expect(values[1]).toBeCloseTo(8 * values[0]!, 9);
  expect(group!.choices).toEqual([]);
  const text = comparisonText([group!], makeStyle(false));
  expect(text).toMatch(/^│ Trust .*does not fit/m);
  const [alone] = compareRuns([[runs[0]!], [runs[0]!]]);
  expect(alone!.rows).toEqual([]);
});

test("degrees that training found on each hardware differ, and are not held", () => {
  const workload = { kind: "training", tokens: "1M", sequenceLength: 2048, globalBatch: 128 };
  const runs = ["trn1.32xlarge", "p5.48xlarge"].map((instance) =>
    summary(record({ cluster: { instance }, model: "llama-2-7b", workload })),
  );
  const [group] = compareRuns(runs.map((run) => [run] as const));
  expect(group?.choices.map(({ key }) => key)).toContain("workload.parallelism.tensor");
  const { held } = holdChoices(group as ComparisonGroup, () => {
    throw new Error("no run is simulated again");
  });
  expect(held).toEqual([null, null]);
});

test("choices that a run's hardware does not allow are told as refused, and a run that chose alike is not simulated again", () => {
  const runs = ["p5.48xlarge", "g5.48xlarge", "p5.48xlarge"].map((instance) =>
    summary(record({ ...serving({ instance }, { tensor: "auto" }), model: "llama-2-13b" })),
  );
  let calls = 0;
  const [group] = compareRuns(runs.map((run) => [run] as const));
  const { held } = holdChoices(group as ComparisonGroup, () => {
    calls += 1;
    throw new ScenarioError([{ path: "workload.parallelism.tensor", found: "1", expected: "more" }]);
  });
  expect([held[0], held[1]?.status, held[2], calls]).toEqual([null, "refused", null, 1]);
  expect(held[1]?.why).toBe("expected more");
});

test("choices of one of several jobs that differ are listed with the job's name", () => {
  const runs = ["p5.48xlarge", "g5.48xlarge"].map((instance) => {
    const { model, workload } = serving({ instance }, { tensor: "auto" });
    const job = { model: "llama-2-13b", workload };
    const jobs = [
      { name: "chat", ...job, instances: 1 },
      { name: "other", ...job, model, instances: [1, 1] },
    ];
    return summary(record({ cluster: { instance, count: 2 }, jobs }));
  });
  const tensorOf = (name: string) =>
    runs.map(({ jobs }) => jobs?.find((job) => job.name === name)?.chosen.tensor);
  const [group] = compareRuns(runs.map((run) => [run] as const));
  expect(new Set(tensorOf("chat")).size).toBe(2);
  expect(group?.choices).toContainEqual({
    key: "chat: workload.parallelism.tensor",
    values: tensorOf("chat"),
  });
});

test("one class that is all requests draws what no class would", () => {
  const drawn = (more: object) => {
    const scenario = serving({ instance: "p5.48xlarge" }, { tensor: 1 });
    const lengths = { kind: "uniform", min: 10, max: 500 };
    const workload = { ...scenario.workload, arrivals: { kind: "poisson", rate: "5/s" }, requests: 20 };
    const run = record({ ...scenario, workload: { ...workload, input: lengths, output: lengths, ...more } });
    return [...(run.result?.tables.requests?.rows ?? [])].map((row) =>
      row.filter((cell) => typeof cell === "number"),
    );
  };
  expect(drawn({ classes: [{ name: "everyone", share: 1 }] })).toEqual(drawn({}));
});

test("a job's degrees are chosen under the objectives of the whole scenario too, as its own are", () => {
  const load = {
    arrivals: { kind: "poisson", rate: "1/s" },
    input: { kind: "constant", tokens: 200 },
    output: { kind: "constant", tokens: 40 },
    requests: 20,
  };
  const workload = { kind: "inference", ...load, parallelism: { tensor: "auto" } };
  const limits = { tpotP99: "20 ms" };
  const chosen = (job: object, more: object) =>
    record({
      cluster: { instance: "trn2.48xlarge" },
      jobs: [{ name: "chat", model: "llama-3.1-8b", workload, ...job }],
      ...more,
    }).jobs[0]!.choices.find(({ key }) => key.endsWith("parallelism.tensor"));
  const free = chosen({}, {});
  const own = chosen({ objectives: limits }, {});
  expect(own?.value).not.toBe(free?.value);
  expect(chosen({}, { objectives: limits })).toEqual(own);
});
