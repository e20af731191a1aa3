/** Rows of load tests on GPUs as scenarios of a planner. */
import { expect, test } from "vitest";
import { catalog } from "../../src/catalog.ts";
import { simulating } from "../../src/cli/simulate-written.ts";
import { rowScenario, validate } from "../../src/validation/validate.ts";

const head = "id,system,backend,model,precision,gemm_dtype,isl,osl,concurrency,tp,ttft_ms,tpot_ms";
const file = (row: string) => ({ name: "rows.csv", text: `${head}\n${row}` });
const rows = {
  vllm: "a,h100_sxm,vllm,llama-3.1-8b,bf16,bf16,512,12,4,2,50,8",
  sglang: "a,h200_sxm,sglang,llama-3.1-8b,bf16,bf16,512,12,4,1,50,8",
  trtllm: "a,h100_sxm,trtllm,llama-3.1-8b,,,512,12,4,1,50,8",
};

test.each(Object.entries(rows))("a row of %s is predicted as its scenario runs", (software, row) => {
  const known = simulating(catalog);
  const scenario = rowScenario(file(row), "a", known) as { cluster: { software: string } };
  expect(scenario.cluster.software).toBe(software);
  const { inference } = known.simulate?.(scenario) ?? {};
  const predicted = validate([file(row)], known).rows.map(({ metric, predicted: value }) => [metric, value]);
  expect(predicted).toEqual([
    ["tpot_ms", inference?.mean_tpot_ms],
    ["ttft_ms", inference?.mean_ttft_ms],
  ]);
});

test("a step has room for the batch, one prompt and 1,500 tokens, and one place of TensorRT-LLM in 16 bits stays empty", () => {
  const batchingOf = (row: string) =>
    (rowScenario(file(row), "a", catalog) as { workload: { batching: object } }).workload.batching;
  expect(batchingOf(rows.vllm)).toMatchObject({ maxBatch: 4, stepTokens: 4 + 512 + 1500, reserve: "prompt" });
  expect(batchingOf(rows.trtllm)).toMatchObject({
    maxBatch: 3,
    stepTokens: 3 + 512 + 1500,
    reserve: "answer",
  });
});

test("eight GB200s, of two instances, are one NVLink domain, and no slower than eight B200s", () => {
  const on = (system: string) => `a,${system},vllm,llama-3.1-8b,bf16,bf16,512,12,4,8,50,8`;
  expect(rowScenario(file(on("gb200")), "a", catalog)).toMatchObject({
    cluster: { instance: "u-p6e-gb200x72", count: 1 },
  });
  const tokenMs = (system: string) => validate([file(on(system))], catalog).rows[0]!.predicted;
  expect(tokenMs("gb200")).toBeLessThanOrEqual(tokenMs("b200_sxm"));
});

test.each([
  ["b300_sxm", "p6-b300.48xlarge"],
  ["gb300_nvl72", "u-p6e-gb300x72"],
  ["rtx_pro_6000_server", "g7e.48xlarge"],
  ["NVIDIA RTX PRO 6000 Blackwell Server Edition", "g7e.48xlarge"],
  ["NVIDIA B200 180GB", "p6-b200.48xlarge"],
  ["L40S-48GB", "g6e.48xlarge"],
  ["a100_80gb_sxm4", "p4de.24xlarge"],
])("%s is looked for in %s, and has a band", (system, instance) => {
  const row = `a,${system},vllm,llama-3.1-8b,bf16,bf16,512,12,4,1,50,8`;
  expect(rowScenario(file(row), "a", catalog)).toMatchObject({ cluster: { instance } });
  const [predicted] = validate([file(row)], simulating(catalog)).rows;
  expect(predicted?.low).toBeGreaterThan(0);
});

test("a row whose requests waited longer than an answer takes, with memory to spare, is left out by Little's law", () => {
  const known = simulating(catalog);
  // Of 64 users 64 x 110 / (440 + 110) = 13 ran at once, 524 tokens each.
  const waiting = "a,h100_sxm,vllm,llama-3.1-8b,bf16,bf16,512,12,64,2,440,10";
  const { rows: none, unpredicted } = validate([file(waiting)], known);
  expect(none).toEqual([]);
  expect(unpredicted[0]?.reason).toContain("by Little's law 13 ran at once where memory holds more");
  // Where an answer is longer than the wait, everybody may have run.
  const plain = "a,h100_sxm,vllm,llama-3.1-8b,bf16,bf16,512,112,64,2,440,10";
  expect(validate([file(plain)], known).unpredicted).toEqual([]);
});
