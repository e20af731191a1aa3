/**
 * LLM generation on GPUs. Rows with a batch are one static batch: prompt time is its prefill, token time the step at the
 * middle of the answer. Rows with a concurrency are a closed loop against a server. Rows that publish only a throughput
 * count output tokens over prefill and decode of a full batch, kept full by in-flight batching.
 */
import { RandomStreams } from "../../base/random.ts";
import { profileOffline } from "../../timing/software-profile.ts";
import { closedLoop, continuous, GeneratedLoad, plainRequests } from "../../workload/inference/inference.ts";
import type { MeasurementKind, Prediction } from "../measurement-kind.ts";
import { decodeFloorNs, prefillFloorNs } from "../rows/decode-floor.ts";
import { shareLengths } from "../rows/drawn-lengths.ts";
import { playServing } from "../rows/play-serving.ts";
import { storageTypeOf } from "../rows/precision-names.ts";
import { type Replica, replicaOf } from "../rows/replica.ts";
import { type Row, rowName } from "../rows/row.ts";
import { rowInstance } from "../rows/row-hardware.ts";
import { rowModel, writtenRowModel } from "../rows/row-model.ts";
import { batchScenario, batchTimes, type StaticBatch } from "../rows/static-batch.ts";

const isSplitwise = (row: Row) => /splitwise/i.test(row.text("source") ?? "");

export const gpuInference: MeasurementKind = {
  name: "gpu_inference",
  recognises: (columns) => columns.has("token_time_ms") || columns.has("prompt_time_ms"),
  groups: (row) => ({
    instance: row.text("gpu") ?? "",
    software: (row.text("source") ?? "").split(" ")[0] ?? "",
    model: row.text("model") ?? "",
  }),
  profileName,
  // A throughput alone is that of in-flight batching, which keeps the batch full for ever.
  scenario(row, { models, instances }) {
    if (row.number("concurrency") !== undefined || row.number("token_time_ms") === undefined)
      return undefined;
    const weights = storageTypeOf(row.text("precision"));
    const written = {
      name: rowName(row, "batch"),
      instance: rowInstance(row, instances).name,
      software: profileName(row),
      model: writtenRowModel(row, models),
      tensor: row.number("tp") ?? 1,
      weights,
      kvCache: weights === "fp8" ? "fp8" : "bf16",
      batch: row.number("batch") ?? 1,
      inputTokens: row.need("input_len"),
      outputTokens: row.number("output_len") ?? 1,
    } as const;
    return batchScenario(written, models);
  },
  predict(row, profile, catalog) {
    const inputTokens = row.need("input_len");
    const outputTokens = row.number("output_len") ?? 1;
    const concurrency = row.number("concurrency");
    const batch = row.number("batch") ?? concurrency ?? 1;
    const weights = storageTypeOf(row.text("precision"));
    const replica = replicaOf({
      model: rowModel(row, catalog.models),
      instance: rowInstance(row, catalog.instances),
      // TensorRT-LLM of these rows, until 2024, ran engines that were built ahead, in load tests too.
      profile: profileOffline(profile),
      tensor: row.number("tp") ?? 1,
      weights,
      kvCache: weights === "fp8" ? "fp8" : "bf16",
      batch,
      tokens: inputTokens + outputTokens,
    });
    const answer = { batch, inputTokens, outputTokens };
    const times = concurrency === undefined ? oneBatch(replica, answer) : closed(replica, answer);
    const found: Prediction[] = [];
    const add = (prediction: Omit<Prediction, "measured">) => {
      const measured = row.measured(prediction.metric);
      if (measured !== undefined) found.push({ ...prediction, measured });
    };
    const { plan } = replica;
    const promptFloorNs = prefillFloorNs(plan, concurrency === undefined ? batch : 1, inputTokens);
    const tokenFloorNs = decodeFloorNs(plan, concurrency === undefined ? batch : 1, inputTokens);
    add({ metric: "prompt_time_ms", predicted: times.promptMs, bound: promptFloorNs / 1e6, better: "less" });
    add({ metric: "token_time_ms", predicted: times.tokenMs, bound: tokenFloorNs / 1e6, better: "less" });
    if (row.number("token_time_ms") === undefined) {
      const seconds = (times.promptMs + times.tokenMs * (outputTokens - 1)) / 1000;
      const floorNs = prefillFloorNs(plan, batch, inputTokens) + tokenFloorNs * (outputTokens - 1);
      add({
        metric: "throughput_tok_s",
        predicted: (batch * outputTokens) / seconds,
        bound: (batch * outputTokens * 1e9) / floorNs,
        better: "more",
      });
    }
    return found;
  },
};

function profileName(row: Row): string {
  const isA100 = /a100/i.test(row.text("gpu") ?? "");
  if (isSplitwise(row) || isA100) return isA100 ? "splitwise-a100" : "splitwise-h100";
  return "trtllm";
}

function oneBatch(replica: Replica, answer: StaticBatch) {
  const { firstMs, medianStepMs } = batchTimes(replica, answer);
  return { promptMs: firstMs, tokenMs: medianStepMs };
}

function closed(replica: Replica, { batch, inputTokens, outputTokens }: StaticBatch) {
  const load = new GeneratedLoad(
    closedLoop.create(
      { users: batch, think: 0, retryAfter: 1e9 },
      { random: new RandomStreams(1).stream("arrivals") },
    ),
    plainRequests(shareLengths(inputTokens, 1, "input"), shareLengths(outputTokens, 1, "output")),
    { durationNs: Number.POSITIVE_INFINITY, requests: 10 * batch },
  );
  const recorder = playServing(replica, {
    replicas: 1,
    policy: continuous.create({ maxBatch: batch, maxPrefillTokens: 8192, reserve: "answer" }),
    load,
  });
  return {
    promptMs: (recorder.ttft.statistics().mean ?? Number.NaN) / 1e6,
    tokenMs: (recorder.tpot.statistics().mean ?? Number.NaN) / 1e6,
  };
}
