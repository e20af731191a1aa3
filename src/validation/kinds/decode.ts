/**
 * LLM generation on Neuron devices: one static batch, its prefill and its decode steps one after the other, priced by the
 * step timer that the serving engine uses. TTFT is that of the whole batch. The median TPOT is the step at the middle of
 * the answer, because step times grow with the position; charts whose notes say so give the mean. Throughput counts what
 * `throughput_kind` says.
 */

import { equalBatch } from "../../workload/inference/inference.ts";
import { decodeFloorNs, prefillFloorNs } from "../decode-floor.ts";
import type { MeasurementKind, Prediction } from "../measurement-kind.ts";
import { neuronVersion } from "../neuron-version.ts";
import { storageTypeOf } from "../precision-names.ts";
import { promptOf, type Replica, replicaOf } from "../replica.ts";
import type { Row } from "../row.ts";
import { rowInstance } from "../row-hardware.ts";
import { rowModel } from "../row-model.ts";

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
  predict(row, profile, catalog) {
    const batch = row.number("batch") ?? 1;
    const inputTokens = row.need("input_len");
    const outputTokens = row.need("output_len");
    const replica = replicaOf({
      model: rowModel(row, catalog.models),
      instance: rowInstance(row, catalog.instances),
      profile,
      tensor: row.need("tp"),
      weights: storageTypeOf(row.text("weight_dtype")),
      kvCache: "bf16",
      batch,
      tokens: row.number("seq_len") ?? inputTokens + outputTokens,
    });
    return predictions(row, replica, { batch, inputTokens, outputTokens });
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

interface Answer {
  batch: number;
  inputTokens: number;
  outputTokens: number;
}

function predictions(row: Row, { plan, timer }: Replica, answer: Answer): Prediction[] {
  const { batch, inputTokens, outputTokens } = answer;
  const prompts = Array.from({ length: batch }, () => promptOf(inputTokens, outputTokens));
  const ttftMs = timer.prefill(prompts).totalNs / 1e6;
  const stepMs = (contextTokens: number) =>
    timer.decode(equalBatch(batch, contextTokens)).first.totalNs / 1e6;
  const middle = inputTokens + Math.ceil(outputTokens / 2);
  const meanMs = meanStepMs(stepMs, inputTokens + 1, inputTokens + outputTokens);
  const isMean = /mean not p50/i.test(row.text("notes") ?? "");
  const ttftBound = prefillFloorNs(plan, batch, inputTokens) / 1e6;
  const floorMs = (contextTokens: number) => decodeFloorNs(plan, batch, contextTokens) / 1e6;
  const found: Prediction[] = [];
  const add = (prediction: Omit<Prediction, "measured">) => {
    const measured = row.number(prediction.metric);
    if (measured !== undefined && measured > 0) found.push({ ...prediction, measured });
  };
  add({
    metric: "tpot_p50_ms",
    predicted: isMean ? meanMs : stepMs(middle),
    bound: floorMs(inputTokens),
    better: "less",
  });
  add({ metric: "ttft_p50_ms", predicted: ttftMs, bound: ttftBound, better: "less" });
  const inputAndOutput = /in\+out/.test(row.text("throughput_kind") ?? "");
  const counted = batch * (outputTokens + (inputAndOutput ? inputTokens : 0));
  const seconds = (first: number, step: number) => (first + step * (outputTokens - 1)) / 1000;
  add({
    metric: "throughput_tok_s",
    predicted: counted / seconds(ttftMs, meanMs),
    bound: counted / seconds(ttftBound, floorMs(inputTokens)),
    better: "more",
  });
  return found;
}

/** Mean of `stepMs` over contexts `from` to `to`, sampled at most 64 times. */
function meanStepMs(stepMs: (context: number) => number, from: number, to: number): number {
  const samples = Math.min(64, Math.max(1, to - from));
  let sum = 0;
  for (let index = 0; index < samples; index++) {
    sum += stepMs(Math.round(from + ((to - from) * (index + 0.5)) / samples));
  }
  return sum / samples;
}
