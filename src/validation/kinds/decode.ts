/**
 * LLM generation on Neuron devices: one static batch, its prefill and its decode steps one after the other. TTFT is that of
 * the whole batch. The median TPOT is the step at the middle of the answer, because step times grow with the position; charts
 * whose notes say so give the mean. Throughput counts what `throughput_kind` says.
 */

import type { MeasurementKind, Prediction } from "../measurement-kind.ts";
import { decodeFloorNs, prefillFloorNs } from "../rows/decode-floor.ts";
import { neuronVersion } from "../rows/neuron-version.ts";
import { storageTypeOf } from "../rows/precision-names.ts";
import { type Replica, replicaOf } from "../rows/replica.ts";
import { type Row, rowName } from "../rows/row.ts";
import { rowInstance } from "../rows/row-hardware.ts";
import { rowModel, writtenRowModel } from "../rows/row-model.ts";
import { batchScenario, batchTimes, type StaticBatch } from "../rows/static-batch.ts";

export const decode: MeasurementKind = {
  name: "decode",
  recognises: (columns) =>
    columns.has("tpot_p50_ms") || (columns.has("throughput_kind") && columns.has("tp")),
  groups: (row) => ({
    instance: row.text("instance") ?? "",
    software: [row.text("framework"), row.text("neuron_version")].filter(Boolean).join(" "),
    model: row.text("model") ?? "",
  }),
  profileName,
  scenario(row, { models, instances }) {
    const written = {
      ...batchOf(row),
      name: rowName(row, "batch"),
      instance: rowInstance(row, instances).name,
      software: profileName(row),
      model: writtenRowModel(row, models),
      tensor: row.need("tp"),
      weights: storageTypeOf(row.text("weight_dtype")),
      kvCache: "bf16",
      compiledContext: tokensOf(row),
    } as const;
    return batchScenario(written, models);
  },
  predict(row, profile, catalog) {
    const answer = batchOf(row);
    const replica = replicaOf({
      model: rowModel(row, catalog.models),
      instance: rowInstance(row, catalog.instances),
      profile,
      tensor: row.need("tp"),
      weights: storageTypeOf(row.text("weight_dtype")),
      kvCache: "bf16",
      batch: answer.batch,
      tokens: tokensOf(row),
    });
    return predictions(row, replica, answer);
  },
};

function profileName(row: Row): string {
  const framework = row.text("framework") ?? "";
  const version = neuronVersion(row.text("neuron_version"));
  if (/nxd|neuronx distributed inference|vllm/i.test(framework)) return "nxdi";
  if (/optimum-neuron 0\.0/i.test(framework)) return "tnx-continuous";
  if (/optimum/i.test(framework)) return "optimum-0.2";
  if (version !== undefined && version < 2.16) return "tnx-2.14";
  return row.text("neuron_version") === "2.18.1" ? "tnx-2.18.1" : "tnx-2.18";
}

function batchOf(row: Row): StaticBatch {
  return {
    batch: row.number("batch") ?? 1,
    inputTokens: row.need("input_len"),
    outputTokens: row.need("output_len"),
  };
}

/** The compiled context. */
function tokensOf(row: Row): number {
  return row.number("seq_len") ?? row.need("input_len") + row.need("output_len");
}

function predictions(row: Row, replica: Replica, answer: StaticBatch): Prediction[] {
  const { batch, inputTokens, outputTokens } = answer;
  const { plan } = replica;
  const { firstMs, medianStepMs, meanStepMs } = batchTimes(replica, answer);
  const isMean = /mean not p50/i.test(row.text("notes") ?? "");
  const firstFloorMs = prefillFloorNs(plan, batch, inputTokens) / 1e6;
  const stepFloorMs = decodeFloorNs(plan, batch, inputTokens) / 1e6;
  const found: Prediction[] = [];
  const add = (prediction: Omit<Prediction, "measured">) => {
    const measured = row.measured(prediction.metric);
    if (measured !== undefined) found.push({ ...prediction, measured });
  };
  add({
    metric: "tpot_p50_ms",
    predicted: isMean ? meanStepMs : medianStepMs,
    bound: stepFloorMs,
    better: "less",
  });
  add({ metric: "ttft_p50_ms", predicted: firstMs, bound: firstFloorMs, better: "less" });
  const inputAndOutput = /in\+out/.test(row.text("throughput_kind") ?? "");
  const counted = batch * (outputTokens + (inputAndOutput ? inputTokens : 0));
  const seconds = (first: number, step: number) => (first + step * (outputTokens - 1)) / 1000;
  add({
    metric: "throughput_tok_s",
    predicted: counted / seconds(firstMs, meanStepMs),
    bound: counted / seconds(firstFloorMs, stepFloorMs),
    better: "more",
  });
  return found;
}
