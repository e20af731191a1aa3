/** What the steps of a serving job exchange on links that other jobs use too. */
import { expect, test } from "vitest";
import type { Shortcuts } from "../../src/cluster/world.ts";
import { seen } from "../laws/job-scenarios.ts";

/** Llama 3.1 8B whose replicas span two of four p4d, beside `training` on other chips of them, under leaves of one instance. */
function spanning(oversubscription: number, training: { samples: number; start?: string } | undefined) {
  const pretrain = {
    name: "pretrain",
    model: "llama-3.2-1b",
    instances: [0, 3],
    ranks: [4, 7],
    start: training?.start ?? "0 s",
    workload: {
      kind: "training",
      sequenceLength: 4096,
      globalBatch: 48,
      samples: training?.samples,
      parallelism: { tensor: 2, sequence: true, zero: 1 },
    },
  };
  const chat = {
    name: "chat",
    model: "llama-3.1-8b",
    instances: [0, 3],
    ranks: [0, 3],
    workload: {
      kind: "inference",
      arrivals: { kind: "constant", rate: "2/s" },
      input: { kind: "constant", tokens: 2000 },
      output: { kind: "constant", tokens: 20 },
      duration: "6 s",
      parallelism: { tensor: 8, replicas: 2 },
    },
  };
  return {
    name: "spanning",
    cluster: { instance: "p4d.24xlarge", count: 4, tiers: [{ instances: 1, oversubscription }] },
    jobs: training === undefined ? [chat] : [pretrain, chat],
  };
}

/** The serving job of a scenario, by its name, and rows of its requests by a column. */
function chatOf(scenario: object, shortcuts?: Shortcuts) {
  const { record } = seen(scenario, shortcuts) ?? {};
  const job = record?.jobs.find(({ job: { name } }) => name === "chat");
  const { columns = [], rows = [] } = job?.result?.tables.requests ?? {};
  const column = (name: string) => [...rows].map((row) => Number(row[columns.indexOf(name)]));
  const { inference, assumptions = [] } = job?.result ?? {};
  return { slowdown: job?.slowdown, inference, column, says: assumptions.join() };
}

test("steps whose ranks exchange over uplinks that a training job fills take longer, prompts more than answers", () => {
  const { slowdown, inference, says } = chatOf(spanning(8, { samples: 192 }));
  const { inference: alone, says: aloneSays } = chatOf(spanning(8, undefined));
  expect(says).toMatch(/links: what the layers of a step exchange/);
  expect(aloneSays).not.toMatch(/links: what the layers/);
  expect(slowdown).toBeGreaterThan(1.02);
  const ratio = (of: "ttft" | "tpot") => (inference?.[of].mean ?? 0) / (alone?.[of].mean ?? 1);
  // What a prompt of 2,000 tokens exchanges is bound by bytes, what an answer exchanges by latency.
  expect(ratio("ttft")).toBeGreaterThan(1.05);
  expect(ratio("tpot")).toBeGreaterThan(1);
  expect(ratio("tpot")).toBeLessThan(ratio("ttft"));
});

test("without oversubscription they take what they take alone", () => {
  const both = chatOf(spanning(1, { samples: 192 }));
  expect(both.slowdown).toBeCloseTo(1, 2);
  expect(both.inference?.ttft.mean).toBeCloseTo(chatOf(spanning(1, undefined)).inference?.ttft.mean ?? 0, -3);
});

test("they are slowed as long as the other job runs and no longer", () => {
  // The first request comes before the other job, the last ones after it.
  const both = chatOf(spanning(8, { samples: 48, start: "1200 ms" })).column("ttft_ms");
  const alone = chatOf(spanning(8, undefined)).column("ttft_ms");
  expect(both).toHaveLength(alone.length);
  const slower = both.map((ms, index) => ms / alone[index]! - 1);
  expect(Math.max(...slower)).toBeGreaterThan(0.05);
  for (const index of [0, 1, alone.length - 2, alone.length - 1])
    expect(Math.abs(slower[index]!)).toBeLessThan(1e-9);
});

test("jumping over steps where nobody else is left gives what every step gives", () => {
  const scenario = spanning(8, { samples: 48, start: "1200 ms" });
  const [jumped, stepped] = [true, false].map((jumps) => chatOf(scenario, { folds: true, jumps }));
  for (const name of ["ttft_ms", "tpot_ms", "e2el_ms"]) {
    const other = stepped!.column(name);
    for (const [index, ms] of jumped!.column(name).entries())
      expect(Math.abs(ms / other[index]! - 1)).toBeLessThan(1e-9);
  }
});
