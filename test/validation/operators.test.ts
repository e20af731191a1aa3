import { expect, test } from "vitest";
import { catalog } from "../../src/catalog.ts";
import { type Chip, rankDevice } from "../../src/hardware/chip.ts";
import { constantDefinitions } from "../../src/timing/constants.ts";
import { untimedKernel } from "../../src/timing/kernels/kernel-library.ts";
import { kernelPrior } from "../../src/timing/kernels/kernel-priors.ts";
import { type MatmulKernel, matmulKernelTime } from "../../src/timing/kernels/matmul-kernel.ts";
import { matmulPeak } from "../../src/timing/operator-time.ts";
import { leftOutKernels } from "../../src/validation/evidence/left-out-kernels.ts";
import { calibrateKernels } from "../../src/validation/fit/calibrate-kernels.ts";
import { rowScenario, validate } from "../../src/validation/validate.ts";

const columns =
  "id,gpu,library,op,variant,dtype,kv_dtype,m,n,k,batch,tokens,context,heads,kv_heads,head_dim,window,experts,topk,hidden,ffn,tp,ep,ranks,message_bytes,time_us";
const matmul = (m: number, us: number) =>
  `m${m},h100_sxm,vllm 0.24.0,gemm,,bfloat16,,${m},4096,4096,,,,,,,,,,,,,,,,${us}`;
const file = (...rows: string[]) => ({ name: "operators.csv", text: [columns, ...rows].join("\n") });

test("operator timings are told by their columns, priced by the kernel layer, and carry the band of their kernel", () => {
  const { rows, totals, floor_violations } = validate([file(matmul(4096, 190))], catalog);
  const { kind, metric, predicted, low, high, instance, software } = rows[0]!;
  expect([kind, metric]).toEqual(["operators", "time_us"]);
  expect(predicted).toBeGreaterThan((2 * 4096 ** 3) / 989e6);
  expect(low).toBeLessThan(predicted);
  expect(high).toBeGreaterThan(predicted);
  expect([instance, software]).toEqual(["h100_sxm", "vllm 0.24.0"]);
  expect(totals[0]!.with_band).toBe(1);
  expect(floor_violations).toEqual([]);
});

test("fitting kernels finds back the constants that made the timings", () => {
  const sizes = [1, 16, 64, 256, 512, 1024, 2048, 4096, 8192, 16_384];
  const blank = validate([file(...sizes.map((m) => matmul(m, 1)))], catalog);
  const made = blank.rows.map(({ predicted }, index) => matmul(sizes[index]!, predicted));
  const [fit] = calibrateKernels(file(...made), catalog);
  expect(fit).toMatchObject({ family: "vllm", chip: "h100", slot: "matmul.wide", rows: sizes.length });
  const again = validate([file(...made)], catalog);
  expect(again.totals[0]!.mape).toBeLessThan(1e-9);
  expect(fit!.median_ape).toBeLessThan(0.1);
});

test("a prompt of one token runs in the kernel of decode steps under vLLM and in that of prompts under TensorRT-LLM", () => {
  const prompt = (library: string) =>
    `${library},h100_sxm,${library},attention_prefill,,bfloat16,bfloat16,,,,128,1,1,96,8,128,0,,,,,,,,,260`;
  const kernels = calibrateKernels(file(prompt("vllm 0.24.0"), prompt("trtllm 1.3.0")), catalog);
  expect(kernels.map(({ family, slot }) => [family, slot])).toEqual([
    ["vllm", "decode.wide"],
    ["trtllm", "prefill"],
  ]);
});

const published =
  "id,source,kind,hardware,gpus,model,tp,pp,dp,ep,cp,vp,micro_batch,global_batch,seq_len,in_len,out_len,users,requests,max_batch,precision,kv_precision,recompute,zero,extra,software,metric,value";

test("a published row becomes the scenario of a planner, with the stack that its source ran", () => {
  const row =
    "a1,mosaicml/llm-foundry README,training,h100-3200,16,mpt-7b,1,1,16,,,,8,1024,2048,,,,,,bf16,,none,3,,,tokens_per_s_per_gpu,9000";
  const scenario = rowScenario({ name: "published.csv", text: `${published}\n${row}` }, "a1", catalog);
  expect(scenario).toMatchObject({
    cluster: { instance: "p5.48xlarge", count: 2, software: "pytorch-fsdp" },
    model: { name: "mpt-7b", layers: 32, hidden: 4096 },
    workload: { kind: "training", globalBatch: 1024, microBatch: 8, parallelism: { data: 16, zero: 3 } },
  });
});

test("a collective of a published row is priced by the cluster's network", () => {
  const row =
    "c1,nccl-tests,collective,p5.48xlarge,16,all-reduce,,,,,,,,,2147483648,,,,,,,,,,,,busbw_gb_s,400";
  const { rows } = validate([{ name: "published.csv", text: `${published}\n${row}` }], catalog);
  expect(rows[0]!.metric).toBe("busbw_gb_s");
  // No more than the eight cards of 50 GB/s carry for twice (16 - 1) / 16 of the buffer, of which half stays inside.
  expect(rows[0]!.predicted).toBeLessThan(2 * 8 * 50);
  expect(rows[0]!.predicted).toBeGreaterThan(100);
});

test("no fitted constant of a profile sits at its physical limit", () => {
  const atLimit = catalog.profiles.flatMap(({ name, constants, fit, aliasOf }) =>
    (aliasOf === undefined ? (fit?.fitted ?? []) : [])
      .filter((constant) => {
        const { kind } = constantDefinitions[constant];
        return constants[constant] <= 0 || (kind !== "time" && kind !== "amount" && constants[constant] >= 1);
      })
      .map((constant) => `${name} ${constant}`),
  );
  expect(atLimit).toEqual([]);
});

test("kernels of a chip that is left out know nothing of its timings, and by the datasheet alone only their priors", () => {
  const h100 = catalog.chips.find(({ name }) => name === "h100") as Chip;
  const device = rankDevice(h100, 1);
  const bytes = { leftBytes: 2, rightBytes: 2, resultBytes: 2 };
  const shape = { m: 1, n: 4096, k: 4096, ...bytes, peak: matmulPeak(device, "bf16") };
  const rowTimed = (kernel: MatmulKernel) => {
    const { computeNs, memoryNs, launchNs } = matmulKernelTime(shape, device, kernel);
    return file(matmul(1, (computeNs + memoryNs + launchNs) / 1e3));
  };
  const [byPrior] = leftOutKernels([rowTimed(kernelPrior("matmul.wide", "vllm", "h100"))], catalog);
  expect(byPrior?.datasheet.median).toBeCloseTo(0, 9);
  const [byOthers] = leftOutKernels([rowTimed(untimedKernel("matmul.wide", "vllm", h100))], catalog);
  expect(byOthers).toMatchObject({ slot: "matmul.wide", rows: 1, chips: 1 });
  expect(byOthers?.otherChips.median).toBeCloseTo(0, 9);
  expect(byOthers?.datasheet.median).toBeGreaterThan(0.001);
});
