import { expect, test } from "vitest";
import { catalog } from "../../src/catalog.ts";
import { simulating } from "../../src/cli/simulate-written.ts";

const { simulate } = simulating(catalog);

const served = (instance: string, sparsity?: string) =>
  simulate({
    name: "sparse",
    cluster: { instance, count: 1 },
    model: "llama-3.1-8b",
    workload: {
      kind: "inference",
      arrivals: { kind: "batch", size: 4 },
      requests: 4,
      input: { kind: "constant", tokens: 2048 },
      output: { kind: "constant", tokens: 16 },
      parallelism: { tensor: 4, replicas: 1 },
      precision: { weights: "bf16", ...(sparsity && { sparsity }) },
    },
  });

test("weights of 4:16 take a quarter of the values with four bits of place each, and multiply at the sparse rate", () => {
  const [dense, sparse] = [served("trn2.48xlarge"), served("trn2.48xlarge", "4:16")];
  const bytes = (summary: typeof dense) => (summary.memory as Record<string, number>).weights_bytes!;
  // Embedding and head of 128,256 x 4,096 stay dense, shared by four ranks.
  const head = (2 * 128_256 * 4096 * 2) / 4;
  expect((bytes(sparse) - head) / (bytes(dense) - head)).toBeCloseTo((4 / 16) * (1 + 0.5 / 2), 2);
  const [before, after] = [dense, sparse].map(({ inference }) => inference?.mean_ttft_ms ?? Number.NaN);
  expect(after).toBeLessThan(before!);
});

test("a pattern that the chip does not have is refused, with the one it has", () => {
  expect(() => served("trn2.48xlarge", "2:4")).toThrow('"4:16", the pattern of trainium2');
  expect(() => served("trn1.32xlarge", "4:16")).toThrow("none: trainium has no structured sparsity");
});
