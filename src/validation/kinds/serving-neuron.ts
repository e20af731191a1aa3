/**
 * Load tests of TGI and vLLM on Neuron devices, each played as its generator does.
 *
 * LLMPerf's inter-token latency is the end-to-end time over the output tokens, its TTFT the median; guidellm prints means.
 * Where a user comes alone, the router before several replicas of vLLM adds about 0.1 s to TTFT for each more. What was sent
 * stands in `neuron-load.ts`.
 */
import { z } from "zod";
import { continuous, servedRatio } from "../../workload/inference/inference.ts";
import type { MeasurementKind, Prediction } from "../measurement-kind.ts";
import { decodeFloorNs, prefillFloorNs } from "../rows/decode-floor.ts";
import { loadScenario } from "../rows/load-scenario.ts";
import { answerTokens, isLlmperf, loadGenerator, neuronLoad } from "../rows/neuron-load.ts";
import { playServing } from "../rows/play-serving.ts";
import { storageTypeOf } from "../rows/precision-names.ts";
import { replicaOf } from "../rows/replica.ts";
import { type Row, rowName } from "../rows/row.ts";
import { rowInstance } from "../rows/row-hardware.ts";
import { rowModel, writtenRowModel } from "../rows/row-model.ts";

const routerNs = 0.1e9;

export const servingNeuron: MeasurementKind = {
  name: "serving_neuron",
  recognises: (columns) => columns.has("load_mode") || columns.has("itl_ms"),
  groups: (row) => ({
    instance: row.text("instance") ?? "",
    software: row.text("framework") ?? "",
    model: row.text("model") ?? "",
  }),
  profileName(row) {
    const date = row.text("date") ?? "";
    if (row.text("framework") !== "TGI") return "nxdi";
    return generationsOfTgi.find(({ before }) => date < before)?.profile ?? "nxdi";
  },
  scenario(row, { models, instances }) {
    const [maxBatch, replicas] = [row.number("max_batch") ?? 32, row.number("replicas") ?? 1];
    const software = servingNeuron.profileName(row) as string;
    return loadScenario({
      name: rowName(row, "load"),
      instance: rowInstance(row, instances).name,
      software,
      changed: changedConstants(row),
      model: writtenRowModel(row, models),
      tensor: row.need("tp"),
      replicas,
      weights: storageTypeOf(row.text("dtype")),
      maxBatch,
      context: row.number("seq_len") ?? 4096,
      padsPrompts: software === "nxdi",
      isRouted: row.text("framework") === "TGI",
      input: { mean: row.need("input_len_mean"), deviation: row.number("input_len_sd") ?? 0 },
      output: { mean: answerTokens(row), deviation: row.number("output_len_sd") ?? 0 },
      load: neuronLoad(row, maxBatch * replicas),
    });
  },
  predict(row, profile, catalog) {
    const maxBatch = row.number("max_batch") ?? 32;
    const replicas = row.number("replicas") ?? 1;
    const replica = replicaOf({
      model: rowModel(row, catalog.models),
      instance: rowInstance(row, catalog.instances),
      profile: onDevice(row, profile),
      tensor: row.need("tp"),
      weights: storageTypeOf(row.text("dtype")),
      kvCache: "bf16",
      batch: maxBatch,
      tokens: row.number("seq_len") ?? 4096,
      // optimum-neuron compiles one context and pads every prompt to it.
      ...(profile.name === "nxdi" && { contextBuckets: [row.number("seq_len") ?? 4096] }),
    });
    const kvCapacityTokens = maxBatch * (row.number("seq_len") ?? 4096);
    const load = neuronLoad(row, maxBatch * replicas);
    const recorder = playServing(replica, {
      replicas,
      policy: row.text("framework") === "TGI" ? routedBatching(maxBatch) : oneByOne(maxBatch),
      kvCapacityTokens,
      load: loadGenerator(load, row),
      untilNs: load.kind === "spaced" && load.windowSeconds ? load.windowSeconds * 1e9 : undefined,
    });
    const inputTokens = row.need("input_len_mean");
    const e2el = recorder.e2el.statistics();
    const ttft = recorder.ttft.statistics();
    const tpot = recorder.tpot.statistics();
    const isMedian = row.text("ttft_stat") === "p50";
    const ttftNs = (isMedian ? ttft.median : ttft.mean) ?? Number.NaN;
    const itlNs = isLlmperf(row) ? (e2el.mean ?? Number.NaN) / answerTokens(row) : (tpot.mean ?? Number.NaN);
    const stepFloorNs = decodeFloorNs(replica.plan, 1, inputTokens);
    const isRouted = row.text("load_mode") === "synchronous" && row.text("framework") === "vLLM";
    const found: Prediction[] = [];
    const add = (prediction: Omit<Prediction, "measured">) => {
      const measured = row.measured(prediction.metric);
      if (measured !== undefined) found.push({ ...prediction, measured });
    };
    add({ metric: "itl_ms", predicted: itlNs / 1e6, bound: stepFloorNs / 1e6, better: "less" });
    add({
      metric: "ttft_ms",
      predicted: (ttftNs + (isRouted ? (replicas - 1) * routerNs : 0)) / 1e6,
      bound: prefillFloorNs(replica.plan, 1, 0.6 * inputTokens) / 1e6,
      better: "less",
    });
    add({
      metric: "throughput_tok_s",
      predicted: recorder.outputTokens / (recorder.lastCompletionNs / 1e9),
      bound: (replicas * maxBatch) / (stepFloorNs / 1e9),
      better: "more",
    });
    return found;
  },
};

/** TGI ran on two generations of Transformers NeuronX, until optimum-neuron moved to NxD Inference in mid-2025. */
const generationsOfTgi = [
  { before: "2024-10-01", profile: "tnx-tgi" },
  { before: "2025-05-28", profile: "tnx-tgi-2.20" },
];

/** vLLM starts one prompt at a time. */
function oneByOne(maxBatch: number) {
  return continuous.create({ maxBatch, maxPrefillTokens: 1, reserve: "prompt" });
}

/** TGI's router, started with its defaults. */
function routedBatching(maxBatch: number) {
  return servedRatio.create(z.object(servedRatio.options).parse({ maxBatch }));
}

/** Tests of 2026 with sampling on the host say so in their notes. */
function onDevice<Profile extends { constants: { sequenceStepNs: number; logitStepNs: number } }>(
  row: Row,
  profile: Profile,
): Profile {
  return { ...profile, constants: { ...profile.constants, ...changedConstants(row) } };
}

function changedConstants(row: Row): Partial<Record<"sequenceStepNs" | "logitStepNs", number>> {
  if (!/cpu sampling/i.test(row.text("notes") ?? "")) return {};
  return { sequenceStepNs: logitCopyNs, logitStepNs: logitChoiceNs };
}

/** Logits of all slots are copied to the host: 23 ms a step at batch 32, seen where one sequence runs. */
const logitCopyNs = 0.7e6;
/** From those of sequences that run vLLM then chooses: 1.4 ms each at 128,256 words, seen where 32 run. */
const logitChoiceNs = 11;
