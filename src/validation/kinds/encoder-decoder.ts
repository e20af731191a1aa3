/** Translation-like generation with T5 on Neuron devices: the encoder once, then one decoder step a token. */

import { equalBatch } from "../../workload/inference/inference.ts";
import type { MeasurementKind, Prediction } from "../measurement-kind.ts";
import { decodeFloorNs } from "../rows/decode-floor.ts";
import { storageTypeOf } from "../rows/precision-names.ts";
import { promptOf, replicaOf } from "../rows/replica.ts";
import { rowInstance } from "../rows/row-hardware.ts";
import { rowModel } from "../rows/row-model.ts";

export const encoderDecoder: MeasurementKind = {
  name: "encoder_decoder",
  recognises: (columns) => columns.has("enc_layers"),
  groups: (row) => ({
    instance: row.text("instance") ?? "",
    software: [row.text("framework"), row.text("neuron_version")].filter(Boolean).join(" "),
    model: row.text("model") ?? "",
  }),
  profileName: () => "nxd-encoder-decoder",
  predict(row, profile, catalog) {
    const batch = row.number("batch") ?? 1;
    const inputTokens = row.need("input_len");
    const outputTokens = row.need("output_len");
    const { plan, timer } = replicaOf({
      model: rowModel(row, catalog.models),
      instance: rowInstance(row, catalog.instances),
      profile,
      tensor: row.need("tp"),
      weights: storageTypeOf(row.text("model_dtype")),
      kvCache: "bf16",
      batch,
      tokens: row.number("seq_len") ?? inputTokens,
    });
    const prompts = Array.from({ length: batch }, () => promptOf(inputTokens, outputTokens));
    const context = Math.ceil(outputTokens / 2);
    const stepNs = timer.decode(equalBatch(batch, inputTokens + context, inputTokens)).first.totalNs;
    const totalNs = timer.prefill(prompts).totalNs + stepNs * (outputTokens - 1);
    // The decoder's step reads its own half of the weights.
    const floorMs = decodeFloorNs(plan, batch, context) / 2 / 1e6;
    const found: Prediction[] = [];
    const add = (prediction: Omit<Prediction, "measured">) => {
      const measured = row.measured(prediction.metric);
      if (measured !== undefined) found.push({ ...prediction, measured });
    };
    add({
      metric: "latency_per_token_p50_ms",
      predicted: totalNs / outputTokens / 1e6,
      bound: floorMs,
      better: "less",
    });
    add({
      metric: "throughput_tok_s",
      predicted: (batch * outputTokens * 1e9) / totalNs,
      bound: (batch * 1000) / floorMs,
      better: "more",
    });
    return found;
  },
};
