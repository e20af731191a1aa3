/**
 * How long a tuned kernel takes on a NeuronCore, from what its engines have to do:
 *
 *     start + max(matmul, vector passes, transfers) + spilled bytes
 *     start + matmul + vector passes            where each waits for the other: a norm before its matmul
 *
 * A vector pass takes one element a cycle in each of the 128 partitions: 16.8 M scores of 4,096 tokens take 117 us on
 * NeuronCore-v2. How many passes an algorithm makes is counted from its instructions over whole tensors, those of ScalarE
 * (exponentials, roots) run beside them. With three passes over the scores, attention of one head at 512 to 16,384 tokens in
 * bf16 is within 10 % of the best kernel of one published series at every length, 4 % fast of another's and 25 % slow of a
 * third's; kernels on the way there take up to ten times as long.
 */
import type { RankDevice } from "../../hardware/chip.ts";
import { matmulPeak, movingBandwidth } from "../../timing/operator-time.ts";
import { type Row, UnpredictableRow } from "./row.ts";

/** Of the peak of a core, by matmuls of thousands of rows and columns: .71 to .86 in bf16, .62 to .83 in fp32; on newer cores to .91. */
const matmulShare = (device: RankDevice) => (device.chip.coreGeneration === "NeuronCore-v2" ? 0.75 : 0.88);
/** What a kernel of one tile takes that loads, adds and stores it, ns; 15 us published. */
const startNs = 14e3;

/** What the engines have to do. */
interface KernelWork {
  matmulFlops?: number;
  /** Rows of the array that the matmul fills: its inner size where that is less than the array. */
  inner?: number;
  /** Elements times passes. */
  vectorElements?: number;
  bytes?: number;
  /** Bytes that engines wait for: scores and states that did not stay on chip, in a profile's count. */
  spilledBytes?: number;
  /** Whether VectorE and TensorE wait for each other. */
  waits?: boolean;
}

const scorePasses = 3; // greatest of each row, scores out of PSUM, rescaled sums
const normPasses = 3; // square and sum, scale, transposed tokens out of PSUM
const scanPasses = 7; // decay, input, its copy to states, scan, output, its copy, sum over states
const adamPasses = 12; // two moments (2 and 3), their corrections (2), divide (3), decay and step (2)
const siluPasses = 2; // times the sigmoid, copy out
const quantizedNormPasses = 6; // square and sum, scale, greatest, scale, clamp, cast
const tapPasses = 2; // multiply and add, for each tap of a filter

const matrix = (row: Row) => row.need("m") * row.need("n");

/** Work by the row's `op`. */
const works: Readonly<Record<string, (row: Row) => KernelWork>> = {
  gemm: (row) => ({ matmulFlops: 2 * matrix(row) * row.need("k") }),
  bmm: (row) => ({
    matmulFlops: 2 * row.need("batch") * matrix(row) * row.need("k"),
    inner: row.need("k"),
    bytes: row.number("bytes") ?? 0,
  }),
  conv2d: (row) => ({ matmulFlops: row.need("flops") }),
  rmsnorm_matmul: normed,
  rmsnorm_qkv: normed,
  attention_prefill: (row) => {
    const scores = attentionHeads(row) * row.need("tokens") * (row.number("context") ?? row.need("tokens"));
    return {
      matmulFlops: 4 * scores * row.need("head_dim"),
      vectorElements: scorePasses * scores,
      spilledBytes: row.number("bytes") ?? 0,
    };
  },
  adamw: (row) => ({ vectorElements: adamPasses * matrix(row), bytes: row.number("bytes") ?? 0 }),
  silu: (row) => ({ vectorElements: siluPasses * matrix(row), bytes: row.number("bytes") ?? 0 }),
  mamba: (row) => ({
    vectorElements: scanPasses * matrix(row) * row.need("k"),
    spilledBytes: row.number("bytes") ?? 0,
  }),
  mamba_scan: (row) => ({
    vectorElements: scanPasses * row.need("batch") * row.need("tokens") * row.need("n") * row.need("k"),
  }),
  conv1d_depthwise: (row) => ({
    vectorElements: tapPasses * row.need("k") * row.need("batch") * row.need("n") * row.need("tokens"),
    bytes: row.number("bytes") ?? 0,
  }),
  rmsnorm_quant_fp8: (row) => ({
    vectorElements: quantizedNormPasses * row.need("batch") * row.need("tokens") * row.need("n"),
    bytes: row.number("bytes") ?? 0,
  }),
  elementwise_add: (row) => {
    if (/per DMA|x 1\b|x 2\b/.test(row.text("variant") ?? ""))
      throw new UnpredictableRow("transfers of a few bytes, of which the row does not say how many overlap");
    return { vectorElements: row.need("n"), bytes: row.number("bytes") ?? 0 };
  },
};

function normed(row: Row): KernelWork {
  const [rows, inner] = [row.need("m"), row.need("k")];
  return { matmulFlops: 2 * matrix(row) * inner, vectorElements: normPasses * rows * inner, waits: true };
}

/** One where the row does not say: rates do not depend on it. */
function attentionHeads(row: Row): number {
  return (row.number("batch") ?? 1) * (row.number("heads") ?? 1);
}

/** The kernel's matmul FLOPs and its time in ns on as many cores as the row says; throws an `UnpredictableRow` on an operator that none stands for. */
export function neuronKernel(row: Row, device: RankDevice): { flops: number; ns: number } {
  const op = row.needText("op");
  const work = works[op]?.(row);
  if (work === undefined) throw new UnpredictableRow(`no operator here stands for "${op}"`);
  if (/host wall clock|calls, host timed/.test(row.text("notes") ?? ""))
    throw new UnpredictableRow("a time on the host's clock, dispatch and copies included");
  if (/reference \(compiler\)/.test(row.text("variant") ?? ""))
    throw new UnpredictableRow("not a kernel: operators of a framework one by one, engines idle");
  const cores = Math.max(1, (row.number("cores") ?? device.cores) / device.cores);
  const { matmulFlops = 0, vectorElements = 0, bytes = 0, spilledBytes = 0 } = work;
  const matmul =
    matmulFlops / (matmulPeak(device, computedIn(row)) * matmulShare(device) * filled(work, device));
  const vector = vectorElements / vectorRate(device);
  const engines = work.waits ? matmul + vector : Math.max(matmul, vector);
  const moved = Math.max(engines, bytes / movingBandwidth(device)) + spilledBytes / movingBandwidth(device);
  const start = /looped/.test(row.text("variant") ?? "") ? 0 : startNs;
  return { flops: matmulFlops, ns: start + moved / cores };
}

/** Share of the array that a matmul of a small inner size fills. */
function filled({ inner }: KernelWork, { chip }: RankDevice): number {
  return Math.min(1, (inner ?? Number.POSITIVE_INFINITY) / (chip.tensor?.rows ?? 1));
}

/** Elements a ns of VectorE: one a cycle in each partition, of which there are as many as rows of the array. */
function vectorRate({ chip, cores }: RankDevice): number {
  const [clock, partitions] = [chip.vector?.clockPerNs, chip.tensor?.rows];
  if (clock === undefined || partitions === undefined)
    throw new UnpredictableRow(`the engines of ${chip.name} are not in the catalog`);
  return clock * partitions * cores;
}

/** What a row's matmuls run in: 32 bits unless the compiler casts them. */
function computedIn(row: Row): "fp32" | "bf16" {
  const type = row.text("dtype") ?? "";
  return /32/.test(type) && !/autocast bf16/.test(type) ? "fp32" : "bf16";
}
