/** What a scenario leaves open is told with how it was settled. */
import { expect, test } from "vitest";
import { compareRuns } from "../../src/study/comparison.ts";
import { record, summary } from "../laws/account-scenarios.ts";

const serving = (cluster: object, parallelism: object) => ({
  cluster,
  model: "llama-3.1-8b",
  workload: {
    kind: "inference",
    arrivals: { kind: "batch", size: 4 },
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
    "batching.compiledContext",
  ];
  expect(keys).toEqual(expected);
  for (const { value, why } of open.choices)
    expect([typeof why, String(value).length > 0]).toEqual(["string", true]);
  const cluster = { instance: "trn2.48xlarge", software: "nxdi", pricing: { usdPerHour: 10 } };
  const written = summary(record(serving(cluster, { tensor: 8, replicas: 1 })));
  expect(written.choices.map(({ key }) => key)).toEqual(["workload.batching.compiledContext"]);
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
