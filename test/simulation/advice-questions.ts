/** Questions that may not fit, what they are told, and the same with what was told written into them. */
import { expect } from "vitest";
import { record } from "../laws/account-scenarios.ts";

export interface Question {
  cluster: { instance: string; count: number };
  model: string | object;
  workload: { kind: string; parallelism?: object; precision?: object; [key: string]: unknown };
}

export const serving = (model: string, instance: string, more: object = {}): Question => ({
  cluster: { instance, count: 1 },
  model,
  workload: {
    kind: "inference",
    requests: 1,
    arrivals: { kind: "poisson", rate: "1/s" },
    input: 512,
    output: 2,
    ...more,
  },
});

export const training = (model: string, instance: string, more: object = {}): Question => ({
  cluster: { instance, count: 1 },
  model,
  workload: { kind: "training", sequenceLength: 4096, globalBatch: 64, samples: 64, ...more },
});

/** `question` with one change of those told: `pipeline 2 on 2 instances`, `weights: fp8`, `recompute: full`. */
export function changed({ cluster, workload, model }: Question, change: string): Question {
  const [, key = "", value = "", count = cluster.count] =
    /^(\w+):? (\S+)(?: on (\d+) instances)?$/.exec(change) ?? [];
  expect(key, change).not.toBe("");
  const read = /^\d+$/.test(value) ? Number(value) : value === "true" ? true : value;
  const inner = ["tensor", "pipeline", "context", "zero"].includes(key)
    ? { parallelism: { ...workload.parallelism, [key]: read } }
    : ["weights", "kvCache"].includes(key)
      ? { precision: { ...workload.precision, [key]: read } }
      : { [key]: read };
  return { model, cluster: { ...cluster, count: Number(count) }, workload: { ...workload, ...inner } };
}

/** What is told, each as changes that go together; undefined where the question fits. */
export function told(question: Question): string[][] | undefined {
  const { status, reason = "" } = record(question);
  if (status !== "out-of-memory") return undefined;
  const [, list = ""] = reason.split("; what fits: ");
  return list === "" ? [] : list.split(", or ").map((each) => each.split(" with "));
}
