import { expect, test } from "vitest";
import { catalog } from "../../src/catalog.ts";
import { rankDevice } from "../../src/hardware/chip.ts";
import { validate } from "../../src/validation/validate.ts";

const columns =
  "id,chip,cores,lnc,software,op,variant,dtype,m,n,k,batch,tokens,context,heads,kv_heads,head_dim,ranks,bytes,flops,time_us,achieved_tflops,achieved_gb_s,utilisation,notes";
const kernel = (cells: Record<string, string | number>) =>
  columns
    .split(",")
    .map((name) => cells[name] ?? "")
    .join(",");
const predicted = (...rows: Record<string, string | number>[]) =>
  validate([{ name: "operators_neuron.csv", text: [columns, ...rows.map(kernel)].join("\n") }], catalog);

const onTrainium = { chip: "trainium1", cores: 1, time_us: 100 };
const { peaks } = rankDevice(catalog.instances.find(({ name }) => name === "trn1.32xlarge")!.chip, 1);
/** Elements a us of VectorE: 128 partitions at 1.12 GHz. */
const aMicrosecond = 128 * 1120;

test("a kernel takes its start and its slowest engine: three passes of VectorE over the scores, twelve over AdamW's weights", () => {
  const attention = {
    op: "attention_prefill",
    dtype: "bfloat16",
    tokens: 4096,
    context: 4096,
    head_dim: 128,
  };
  const { rows } = predicted(
    { ...onTrainium, id: "a", ...attention },
    { ...onTrainium, id: "b", op: "adamw", dtype: "float32", m: 8192, n: 2048, bytes: 5 * 4 * 8192 * 2048 },
  );
  expect(rows.map(({ id, predicted }) => [id, Math.round(predicted)])).toEqual([
    ["a", Math.round(14 + (3 * 4096 ** 2) / aMicrosecond)],
    ["b", Math.round(14 + (12 * 8192 * 2048) / aMicrosecond)],
  ]);
});

test("a batched matmul of 64 inner rows fills half the array, and waits for its result at what DMA engines carry", () => {
  const product = { op: "bmm", dtype: "float32", batch: 16, m: 4096, n: 4096, k: 64 };
  const { rows } = predicted(
    { ...onTrainium, id: "a", ...product },
    { ...onTrainium, id: "b", ...product, bytes: 2e9 },
  );
  const matmul = (2 * 16 * 4096 ** 2 * 64) / (1e3 * peaks.fp32! * 0.75 * 0.5);
  expect(rows[0]!.predicted).toBeCloseTo(14 + matmul, 3);
  expect(rows[1]!.predicted).toBeCloseTo(14 + 2e9 / 272e3, 3);
});

test("a rate is predicted where a time is not printed, and what is no kernel is refused with the reason", () => {
  const matmul = { op: "gemm", dtype: "bfloat16", m: 4096, n: 4096, k: 4096 };
  const { rows, unpredicted } = predicted(
    { id: "a", chip: "trainium1", cores: 1, ...matmul, achieved_tflops: 60 },
    { ...onTrainium, id: "b", op: "collective_hop" },
    { ...onTrainium, id: "c", op: "gemm", m: 512, n: 512, k: 512, notes: "host wall clock" },
  );
  const flops = 2 * 4096 ** 3;
  expect(rows[0]!.metric).toBe("achieved_tflops");
  expect(rows[0]!.predicted).toBeCloseTo(flops / (14 + flops / (1e3 * peaks.bf16! * 0.75)) / 1e6, 3);
  expect(unpredicted.map(({ reason }) => reason)).toEqual([
    'no operator here stands for "collective_hop"',
    "a time on the host's clock, dispatch and copies included",
  ]);
});
