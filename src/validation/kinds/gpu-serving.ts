/**
 * Load tests of vLLM, TensorRT-LLM and SGLang on one replica of H100s or H200s: a closed loop of `concurrency` users that
 * all start at once, means over n requests (vLLM 10 x concurrency; the others min(20 x concurrency, 2,000)). Lengths are
 * fixed for Qwen, and drawn evenly from 0.8 to 1.0 of `isl` and `osl` for the rows of Llama 70B. A source of its own has lengths in round
 * thousands; its steps are those of half the users it states.
 */
import { createPlugin, type PluginChoice } from "../../base/plugin.ts";
import { RandomStreams } from "../../base/random.ts";
import type { StorageType } from "../../timing/data-types.ts";
import {
  batching,
  batchingContract,
  closedLoop,
  GeneratedLoad,
  plainRequests,
  wholeTokens,
} from "../../workload/inference/inference.ts";
import type { MeasurementKind, Prediction } from "../measurement-kind.ts";
import { decodeFloorNs, prefillFloorNs } from "../rows/decode-floor.ts";
import { shareLengths } from "../rows/drawn-lengths.ts";
import { playServing } from "../rows/play-serving.ts";
import { storageTypeOf } from "../rows/precision-names.ts";
import { writtenModel } from "../rows/published-models.ts";
import { replicaOf } from "../rows/replica.ts";
import { type Row, rowName, UnpredictableRow } from "../rows/row.ts";
import { rowInstance } from "../rows/row-hardware.ts";
import { rowModel } from "../rows/row-model.ts";

const profileOfBackend: Record<string, string> = {
  vllm: "vllm",
  trtllm: "trtllm",
  sglang: "sglang",
};

/** Tests run up to this many requests at once, and set the servers up for it. */
const maxBatch = 512;
/** Tokens of a step beside the batch and one prompt. */
const stepMargin = 1500;

/** A row as what was run. */
interface LoadTest {
  inputTokens: number;
  outputTokens: number;
  /** Least length as a share of these. */
  share: number;
  users: number;
  requests: number;
  tensor: number;
  pipeline: number;
  expert: number;
  attentionGroups: number;
  weights: StorageType;
  kvCache: StorageType;
  policy: PluginChoice;
}

function loadTestOf(row: Row): LoadTest {
  const backend = backendOf(row);
  const inputTokens = row.need("isl");
  const users = usersOf(row);
  const weights = storageTypeOf(row.text("precision"));
  const share = drawsLengths(row) ? 0.8 : 1;
  return {
    inputTokens,
    outputTokens: row.need("osl"),
    share,
    users,
    requests: backend === "vllm" || share < 1 ? 10 * users : Math.min(20 * users, 2000),
    tensor: Math.max(row.number("tp") ?? 1, (row.number("moe_tp") ?? 1) * (row.number("moe_ep") ?? 1)),
    pipeline: row.number("pp") ?? 1,
    expert: row.number("moe_ep") ?? 1,
    attentionGroups: Math.max(1, row.number("attention_dp") ?? 1),
    weights,
    kvCache: weights === "fp8" && keepsNarrowCache(row) ? "fp8" : "bf16",
    policy: policyOf(backend, Math.max(1, Math.min(users, maxBatch) - (holdsSlot(row) ? 1 : 0)), inputTokens),
  };
}

/**
 * How each server schedules: SGLang prefills a wave before it decodes; the others mix, and TensorRT-LLM reserves answers. The
 * generator of these tests (benchmark rules of aiconfigurator) gives a step room for the batch, one prompt and 1,500 tokens.
 */
function policyOf(backend: string, batch: number, inputTokens: number): PluginChoice {
  if (backend === "sglang") {
    return { kind: "prefill-first", maxBatch: batch, maxPrefillTokens: 16_384, reserve: "prompt" };
  }
  return {
    kind: "chunked-prefill",
    maxBatch: batch,
    stepTokens: batch + inputTokens + stepMargin,
    reserve: backend === "trtllm" ? "answer" : "prompt",
  };
}

export const gpuServing: MeasurementKind = {
  name: "gpu_serving",
  recognises: (columns) => columns.has("isl") && columns.has("concurrency"),
  groups: (row) => ({
    instance: row.text("system") ?? "",
    software: [row.text("backend"), row.text("backend_version")].filter(Boolean).join(" "),
    model: row.text("model") ?? "",
  }),
  profileName: (row) => profileOfBackend[backendOf(row)] ?? "vllm",
  scenario(row, { instances, models }) {
    const { inputTokens, outputTokens, share, users, requests, weights, kvCache, policy, ...split } =
      loadTestOf(row);
    const { tensor, pipeline, expert, attentionGroups } = split;
    const { name, chips } = rowInstance(row, instances);
    const lengths = (tokens: number) =>
      share === 1
        ? { kind: "constant", tokens }
        : { kind: "uniform", min: wholeTokens(share * tokens), max: tokens };
    return {
      name: rowName(row, "load-test"),
      cluster: {
        instance: name,
        count: Math.ceil((tensor * pipeline) / chips),
        software: profileOfBackend[backendOf(row)] ?? "vllm",
      },
      model: writtenModel(row.needText("model"), inputTokens + outputTokens, models),
      workload: {
        kind: "inference",
        input: lengths(inputTokens),
        output: lengths(outputTokens),
        arrivals: { kind: "closed-loop", users },
        requests,
        parallelism: {
          tensor,
          replicas: 1,
          ...(pipeline > 1 && { pipeline }),
          ...(expert > 1 && { expert }),
          ...(attentionGroups > 1 && { attentionGroups }),
        },
        precision: { weights, kvCache },
        batching: policy,
      },
    };
  },
  predict(row, profile, catalog) {
    const test = loadTestOf(row);
    const { inputTokens, outputTokens, share, users, requests } = test;
    const replica = replicaOf({
      ...test,
      model: rowModel(row, catalog.models),
      instance: rowInstance(row, catalog.instances),
      profile,
      batch: users,
      tokens: inputTokens + outputTokens,
    });
    const load = new GeneratedLoad(
      closedLoop.create(
        { users, think: 0, retryAfter: 1e9 },
        { random: new RandomStreams(1).stream("arrivals") },
      ),
      plainRequests(shareLengths(inputTokens, share, "input"), shareLengths(outputTokens, share, "output")),
      { durationNs: Number.POSITIVE_INFINITY, requests },
    );
    const policy = createPlugin(batching, test.policy, undefined, batchingContract);
    const recorder = playServing(replica, { replicas: 1, policy, load });
    checkPlaces(row, test, {
      waitMs: (recorder.ttft.statistics().mean ?? 0) / 1e6,
      kvCapacityTokens: replica.plan.memory.kvCapacityTokens,
    });
    const found: Prediction[] = [];
    const add = (metric: string, ns: number | null, floorNs: number) => {
      const measured = row.number(metric);
      if (measured === undefined || ns === null) return;
      found.push({ metric, measured, predicted: ns / 1e6, bound: floorNs / 1e6, better: "less" });
    };
    const { plan } = replica;
    add("tpot_ms", recorder.tpot.statistics().mean, decodeFloorNs(plan, 1, share * inputTokens));
    add("ttft_ms", recorder.ttft.statistics().mean, prefillFloorNs(plan, 1, share * inputTokens));
    return found;
  },
};

/**
 * Whether one place of the server stayed empty: in the rows of TensorRT-LLM in 16 bits TTFT grows with the answer by what one
 * request that always waits costs, 1 / users of the answer's time (0.8 to 1.2 of it at 8 to 32 users, whatever the ranks and
 * prompts), and in those in 8 bits not at all.
 */
function holdsSlot(row: Row): boolean {
  return backendOf(row) === "trtllm" && row.text("gemm_dtype") === undefined;
}

/**
 * Throws where requests stood in line for places that the row does not state. Of u users whose requests wait w for their first
 * token and then take a, by Little's law u a / (w + a) run at once. Where the wait is longer than an answer and the prompts
 * and the memory of the test as stated (`played`) explain, and those that run fill less than half of that memory, the server let in fewer than
 * the row says: its steps are those of a batch that is not printed. Of less than one that runs nothing follows: answers are short beside prompts.
 */
function checkPlaces(
  row: Row,
  { users, inputTokens, outputTokens, share }: LoadTest,
  played: { waitMs: number; kvCapacityTokens: number },
): void {
  const [waitMs, tokenMs] = [row.number("ttft_ms"), row.number("tpot_ms")];
  if (waitMs === undefined || tokenMs === undefined) return;
  const mean = (1 + share) / 2;
  const answerMs = tokenMs * (mean * outputTokens - 1);
  const running = (users * answerMs) / (waitMs + answerMs);
  const held = running * mean * (inputTokens + outputTokens / 2);
  if (running < 1 || waitMs <= played.waitMs + answerMs || held > played.kvCapacityTokens / 2) return;
  throw new UnpredictableRow(
    `its figures contradict its ${users} users: requests waited longer than an answer takes, so that by Little's law ${Math.round(running)} ran at once where memory holds more, and how many the server let in is not printed`,
  );
}

/**
 * Whether keys and values were kept in 8 bits beside 8-bit weights: TensorRT-LLM's full batches fit only so, and so do those of
 * vLLM on H200, where by Little's law 45 requests of 7,800 tokens ran beside 70 GB of weights. On two H100s 30 did, which is
 * what 16 bits leave room for.
 */
function keepsNarrowCache(row: Row): boolean {
  const backend = backendOf(row);
  return backend === "trtllm" || (backend === "vllm" && /h200/.test(row.text("system") ?? ""));
}

/** Whether the row is of the source that draws its lengths. */
function drawsLengths(row: Row): boolean {
  const isDrawn = (tokens: number) => tokens === 1024 || tokens === 8192;
  const isQwen = /qwen/i.test(row.text("model") ?? "");
  return isDrawn(row.need("isl")) && isDrawn(row.need("osl")) && !isQwen;
}

function usersOf(row: Row): number {
  const users = row.need("concurrency");
  const isRound = row.need("isl") % 1000 === 0 && row.need("osl") % 1000 === 0;
  return isRound ? Math.ceil(users / 2) : users;
}

function backendOf(row: Row): string {
  return (row.text("backend") ?? "vllm").toLowerCase();
}
