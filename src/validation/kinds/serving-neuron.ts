/**
 * Load tests of TGI and vLLM on Neuron devices, each played as its generator does:
 *
 * - LLMPerf (`closed-loop (llmperf)`): one burst of `concurrency` requests, 0.15 s apart; its inter-token latency is the
 *   end-to-end time over the output tokens, its TTFT the median;
 * - guidellm: a window of two minutes (of one for vLLM) that counts completed requests only, means. `synchronous` is one user,
 *   `throughput` as many users as `concurrency` (all the server takes where that is blank), and `asynchronous` and
 *   `constant` send at `offered_rps`, evenly. Where a user comes alone, the router before several
 *   replicas of vLLM adds about 0.1 s to TTFT for each more.
 */
import { z } from "zod";
import { RandomStreams } from "../../base/random.ts";
import { tnxTgi } from "../../timing/profiles/tnx-tgi.ts";
import {
  closedLoop,
  continuous,
  GeneratedLoad,
  type LoadGenerator,
  plainRequests,
  servedRatio,
  TraceLoad,
} from "../../workload/inference/inference.ts";
import type { MeasurementKind, Prediction } from "../measurement-kind.ts";
import { decodeFloorNs, prefillFloorNs } from "../rows/decode-floor.ts";
import { normalLengths } from "../rows/drawn-lengths.ts";
import { playServing } from "../rows/play-serving.ts";
import { storageTypeOf } from "../rows/precision-names.ts";
import { replicaOf } from "../rows/replica.ts";
import type { Row } from "../rows/row.ts";
import { rowInstance } from "../rows/row-hardware.ts";
import { rowModel } from "../rows/row-model.ts";

const burstGapNs = 0.15e9;
const windowNs = (row: Row) => (row.text("framework") === "vLLM" ? 60e9 : 120e9);
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
    const isBurst = /llmperf/i.test(row.text("load_mode") ?? "");
    const load = isBurst ? burst(row) : guided(row, maxBatch * replicas);
    const kvCapacityTokens = maxBatch * (row.number("seq_len") ?? 4096);
    const recorder = playServing(replica, {
      replicas,
      policy: row.text("framework") === "TGI" ? routedBatching(maxBatch) : oneByOne(maxBatch),
      kvCapacityTokens,
      load,
      ...(isBurst ? {} : { windowNs: windowNs(row) }),
    });
    const outputTokens = outputMean(row);
    const inputTokens = row.need("input_len_mean");
    const e2el = recorder.e2el.statistics();
    const ttft = recorder.ttft.statistics();
    const tpot = recorder.tpot.statistics();
    const isMedian = row.text("ttft_stat") === "p50";
    const ttftNs = (isMedian ? ttft.median : ttft.mean) ?? Number.NaN;
    const itlNs = isBurst ? (e2el.mean ?? Number.NaN) / outputTokens : (tpot.mean ?? Number.NaN);
    const elapsedNs = isBurst ? recorder.lastCompletionNs : windowNs(row);
    const stepFloorNs = decodeFloorNs(replica.plan, 1, inputTokens);
    const isRouted = row.text("load_mode") === "synchronous" && row.text("framework") === "vLLM";
    const found: Prediction[] = [];
    const add = (prediction: Omit<Prediction, "measured">) => {
      const measured = row.number(prediction.metric);
      if (measured !== undefined && measured > 0) found.push({ ...prediction, measured });
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
      predicted: recorder.outputTokens / (elapsedNs / 1e9),
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
  if (!/cpu sampling/i.test(row.text("notes") ?? "")) return profile;
  const { logitStepNs } = tnxTgi.constants;
  return { ...profile, constants: { ...profile.constants, sequenceStepNs: logitCopyNs, logitStepNs } };
}

/** Logits of all slots are copied to the host, 23 ms a step at batch 32; those that run are then chosen from as TGI's host did. */
const logitCopyNs = 0.7e6;

/** Tokens of an answer: what was produced over what was completed, where both are printed; many answers end before the limit. */
function outputMean(row: Row): number {
  const [perSecond, completed] = [row.number("throughput_tok_s"), row.number("completed_rps")];
  return perSecond !== undefined && completed ? perSecond / completed : row.need("output_len_mean");
}

function lengths(row: Row) {
  return {
    input: normalLengths(row.need("input_len_mean"), row.number("input_len_sd") ?? 0, "input"),
    output: normalLengths(outputMean(row), row.number("output_len_sd") ?? 0, "output"),
  };
}

function burst(row: Row): LoadGenerator {
  const { input, output } = lengths(row);
  const requests = Array.from({ length: row.number("concurrency") ?? 1 }, (_, index) => ({
    arrivalNs: index * burstGapNs,
    inputTokens: input.draw(),
    outputTokens: output.draw(),
  }));
  return new TraceLoad(requests, Number.POSITIVE_INFINITY);
}

function guided(row: Row, slots: number): LoadGenerator {
  const mode = row.text("load_mode") ?? "";
  const { input, output } = lengths(row);
  if (mode === "asynchronous" || mode === "constant") {
    const gapNs = 1e9 / row.need("offered_rps");
    const requests = Array.from({ length: Math.ceil(windowNs(row) / gapNs) }, (_, index) => ({
      arrivalNs: index * gapNs,
      inputTokens: input.draw(),
      outputTokens: output.draw(),
    }));
    return new TraceLoad(requests, windowNs(row));
  }
  const users = believedUsers(row) ?? (mode === "synchronous" ? 1 : slots);
  const arrivals = closedLoop.create(
    { users, think: 0, retryAfter: 1e9 },
    { random: new RandomStreams(1).stream("arrivals") },
  );
  return new GeneratedLoad(arrivals, plainRequests(input, output), {
    durationNs: windowNs(row),
    requests: Number.POSITIVE_INFINITY,
  });
}

/**
 * Users of a closed loop as the row states them, unless Little's law says otherwise by more than twice: with u users, the
 * requests completed in a window of T that took W each make up all but those under way at its end, so that
 * u (1 - W / T) is about their rate times W.
 */
function believedUsers(row: Row): number | undefined {
  const stated = row.number("concurrency");
  const [rate, latency] = [row.number("completed_rps"), row.number("request_latency_s")];
  if (stated === undefined || rate === undefined || latency === undefined) return stated;
  const served = (rate * latency) / (1 - Math.min(0.9, (latency * 1e9) / windowNs(row)));
  return stated > 2 * served && stated > 1 ? undefined : stated;
}
