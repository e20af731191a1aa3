/** Degrees of a training job that a scenario leaves open are those of the shortest step. */
import { expect, test } from "vitest";
import { record, summary } from "../laws/account-scenarios.ts";

const step = (model: string, cluster: object, parallelism: object, others: object = {}) => {
  const workload = { kind: "training", sequenceLength: 2048, globalBatch: 64, parallelism, ...others };
  const { status, training, choices } = summary(record({ cluster, model, workload }));
  return { s: status === "completed" ? training?.step_time_s : undefined, choices };
};

test("a job that fits no tensor group is given stages, where it leaves both open", () => {
  const { s, choices } = step("llama-3.1-70b", { instance: "p4d.24xlarge", count: 16 }, {});
  expect(s).toBeGreaterThan(0);
  expect(choices.find(({ key }) => key === "workload.parallelism.pipeline")?.value).toBeGreaterThan(1);
});

test("experts are spread only where the tensor degree is open, unless a scenario says so", () => {
  const place = { instance: "p5en.48xlarge", count: 4 };
  const alone = step("qwen3-30b-a3b", place, { tensor: 4 });
  expect(alone.s).toBe(step("qwen3-30b-a3b", place, { tensor: 4, expert: 1 }).s);
  expect(step("qwen3-30b-a3b", place, { tensor: 4, expert: "auto" }).s).toBeLessThan(alone.s ?? 0);
});

test("stages that do not divide the layers are tried too, the shortest of all is taken, and its layers are told", () => {
  const place = { instance: "p4d.24xlarge", count: 4 };
  const tensor = { tensor: 4 };
  const open = step("gemma-3-27b", place, { ...tensor, pipeline: "auto" });
  const told = (degree: string) =>
    open.choices.find(({ key }) => key === `workload.parallelism.${degree}`)?.value ?? "";
  const dealt = { pipeline: told("pipeline"), stageLayers: JSON.parse(String(told("stageLayers"))) };
  expect(dealt.stageLayers).toHaveLength(Number(dealt.pipeline));
  expect(Math.max(...dealt.stageLayers) - Math.min(...dealt.stageLayers)).toBe(1);
  expect(step("gemma-3-27b", place, { ...tensor, ...dealt }).s).toBe(open.s);
  for (const pipeline of [1, 2]) {
    const divided = step("gemma-3-27b", place, { ...tensor, pipeline }).s ?? Number.POSITIVE_INFINITY;
    expect(divided, `${pipeline} stages`).toBeGreaterThanOrEqual(open.s ?? 0);
  }
});

test("whole layers are computed again where nothing fits with less, and only there", () => {
  const place = { instance: "p4d.24xlarge", count: 1 };
  const long = { sequenceLength: 65536, globalBatch: 2 };
  const open = step("llama-3.1-8b", place, { tensor: 8 }, long);
  expect(open.s).toBe(step("llama-3.1-8b", place, { tensor: 8 }, { ...long, recompute: "full" }).s);
  expect(step("llama-3.1-8b", place, { tensor: 8 }, { ...long, recompute: "selective" }).s).toBeUndefined();
  expect(open.choices).toContainEqual(expect.objectContaining({ key: "workload.recompute", value: "full" }));
  const short = step("llama-3.1-8b", place, { tensor: 8 });
  expect(short.s).toBe(step("llama-3.1-8b", place, { tensor: 8 }, { recompute: "selective" }).s);
});
