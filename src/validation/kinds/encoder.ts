/**
 * Encoders and vision transformers on Neuron devices: one request at a time on each core, throughput over the cores in
 * use. Fewer requests in flight than cores leave cores idle; the active cores of a chip share its memory. In a model
 * pipeline each core keeps its layers on chip, so weights are not read again.
 */
import { type RankDevice, rankDevice } from "../../hardware/chip.ts";
import type { Instance } from "../../hardware/instance.ts";
import type { ImageTower, Model } from "../../models/model.ts";
import { forwardOperators } from "../../models/operators/forward-operators.ts";
import { groupFlops, groupWeightBytes } from "../../models/operators/operator-group.ts";
import type { TransformerStack } from "../../models/transformer-stack.ts";
import type { ExecutionContext } from "../../timing/forward-time.ts";
import { matmulPeak } from "../../timing/operator-time.ts";
import { type PassWork, passTimeNs } from "../../timing/pass-time.ts";
import { profileOn, type SoftwareProfile } from "../../timing/software-profile.ts";
import { type MeasurementKind, profileNamed, type ValidationCatalog } from "../measurement-kind.ts";
import { neuronVersion } from "../rows/neuron-version.ts";
import { passScenario, type WrittenPasses } from "../rows/pass-scenario.ts";
import { type Row, rowName, UnpredictableRow } from "../rows/row.ts";
import { rowInstance } from "../rows/row-hardware.ts";
import { rowModel, writtenRowModel } from "../rows/row-model.ts";

export const encoder: MeasurementKind = {
  name: "encoder",
  recognises: (columns, rows) =>
    columns.has("throughput_inf_s") &&
    !rows.every((row) => row.text("family") === "cnn") &&
    !columns.has("steps"),
  groups: (row) => ({
    instance: row.text("instance") ?? "",
    software: [row.text("framework"), row.text("neuron_version")].filter(Boolean).join(" "),
    model: row.text("model") ?? "",
  }),
  profileName: encoderProfileName,
  scenario(row, catalog) {
    const model = rowModel(row, catalog.models, "encoder");
    if (/pipeline/i.test(row.text("task") ?? ""))
      throw new UnpredictableRow("a pipeline of cores on one chip");
    if (model.family === "dual-encoder") throw new UnpredictableRow("images beside a set of class prompts");
    if (!model.family.includes("encoder") && model.patches === undefined)
      throw new UnpredictableRow(`${model.name} answers with tokens of its own`);
    const tokens = model.patches?.tokens ?? row.number("seq_len") ?? Math.min(77, model.maxTokens);
    const written = writtenRowModel(row, catalog.models, "encoder");
    return writtenPasses(row, catalog, { software: encoderProfileName(row), model: written, tokens });
  },
  predict(row, profile, catalog) {
    const instance = rowInstance(row, catalog.instances);
    const model = rowModel(row, catalog.models, "encoder");
    const batch = row.number("batch") ?? 1;
    const { active, split, context } = coresInUse(row, instance, profile);
    const request = requestOf(row, model, batch / split);
    const pipelined = /pipeline/i.test(row.text("task") ?? "");
    const bytes = { ...context.precision.bytes, weights: pipelined ? 0 : context.precision.bytes.weights };
    const placed = { ...context, precision: { ...context.precision, bytes } };
    const requestNs = passTimeNs(request, placed);
    const { device, precision } = context;
    const floorNs = Math.max(
      groupFlops(request.groups) / matmulPeak(device, precision.compute),
      groupWeightBytes(request.groups, bytes) / device.memoryBandwidth,
    );
    const measured = row.need("throughput_inf_s");
    const perSecond = (ns: number) => ((active / split) * batch * 1e9) / ns;
    return [
      {
        metric: "throughput_inf_s",
        measured,
        predicted: perSecond(requestNs),
        bound: perSecond(floorNs),
        better: "more",
      },
    ];
  },
};

/** The scenario of a row of encoders, CNNs or diffusion. */
export function writtenPasses(
  row: Row,
  catalog: ValidationCatalog,
  of: Pick<WrittenPasses, "software" | "model" | "tokens">,
): object {
  const instance = rowInstance(row, catalog.instances);
  const profile = profileNamed(of.software, catalog);
  const { active, split } = coresInUse(row, instance, profile);
  const batch = Math.max(1, Math.round((row.number("batch") ?? 1) / split));
  return passScenario({
    ...of,
    name: rowName(row, "passes"),
    instance: instance.name,
    batch,
    replicas: active,
  });
}

/** Profile of a row of encoders, CNNs or diffusion. */
function encoderProfileName(row: Row): string {
  if (/inf1/.test(row.text("instance") ?? "")) return "neuron-1";
  const version = neuronVersion(row.text("neuron_version"));
  if (version !== undefined && version < 2.14) return "torch-neuronx-2.13";
  return /trn1/.test(row.text("instance") ?? "") ? "torch-neuronx-trn1" : "torch-neuronx";
}

/**
 * Cores at work, how many of them share one request, and one of them with its share of the memory. TensorFlow's data
 * parallelism splits a batch over the cores.
 */
export function coresInUse(row: Row, instance: Instance, profile: SoftwareProfile) {
  const chip = instance.chip;
  const cores = row.number("cores") ?? instance.chips * chip.cores;
  const inflight = Math.round(row.number("inflight") ?? cores);
  const isSplit = /tensorflow/i.test(row.text("framework") ?? "") && inflight < cores;
  const wholeChip = isSplit || /pipeline/i.test(row.text("task") ?? "");
  const active = wholeChip ? cores : Math.min(cores, Math.max(1, inflight));
  const whole = rankDevice(chip, 1);
  const busyPerChip = Math.min(chip.cores, Math.ceil(active / Math.max(1, cores / chip.cores)));
  const device: RankDevice = { ...whole, memoryBandwidth: chip.memory.bandwidth / busyPerChip };
  const context: ExecutionContext = {
    device,
    precision: { compute: "bf16", bytes: { weights: 2, activations: 2, kvCache: 2 } },
    constants: profileOn(chip, profile).constants,
    behaviours: profile.behaviours,
    exchangeNs: () => 0,
  };
  return { active, split: isSplit ? cores / Math.max(1, inflight) : 1, context };
}

const wordBytes = 8;
const floatBytes = 4;

function requestOf(row: Row, model: Model, batch: number): PassWork {
  const { stack, patches, image } = model;
  if (stack === undefined) throw new UnpredictableRow(`${model.name} is no transformer`);
  if (model.family === "dual-encoder" && image) return zeroShotRequest(model, stack, image, batch);
  const side = row.text("image_size") ? Number.parseInt(row.text("image_size") as string, 10) : undefined;
  const imageSide = patches?.imageSize ?? image?.patches.imageSize ?? side;
  const tokens = patches?.tokens ?? row.number("seq_len") ?? Math.min(77, model.maxTokens);
  const groups = forwardOperators(model, { kind: "forward", sequences: batch, tokens, logitTokens: 0 });
  const classifies = /classification/i.test(row.text("task") ?? "") || patches !== undefined;
  const outputs = classifies ? 1000 : tokens * stack.hidden;
  const inputBytes = imageSide && side ? 3 * imageSide ** 2 * floatBytes : tokens * wordBytes;
  return { groups, passes: 1, inputBytes: batch * inputBytes, outputBytes: batch * outputs * floatBytes };
}

/**
 * Zero-shot classification with a dual encoder: every request brings the same set of class prompts, whatever the number of
 * images. The set's size is not published; the two batch sizes of CLIP ViT-B/32 differ as 32 prompts make them.
 */
const classPrompts = 32;

function zeroShotRequest(model: Model, stack: TransformerStack, image: ImageTower, images: number): PassWork {
  const tokens = model.maxTokens;
  const shape = { kind: "forward", sequences: classPrompts, tokens, logitTokens: 0, images } as const;
  return {
    groups: forwardOperators(model, shape),
    passes: 1,
    inputBytes: 3 * images * image.patches.imageSize ** 2 * floatBytes + classPrompts * tokens * wordBytes,
    outputBytes: (images + classPrompts) * stack.hidden * floatBytes,
  };
}
