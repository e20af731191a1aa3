/** Degrees of a training job that a scenario leaves open are those of the shortest step. */
import { expect, test } from "vitest";
import { record, summary } from "../laws/account-scenarios.ts";

const step = (model: string, cluster: object, parallelism: object) => {
  const workload = { kind: "training", sequenceLength: 2048, globalBatch: 64, parallelism };
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
