/**
 * A model written out in a scenario: shapes under plain names. With `from` it starts as a catalog model and changes the
 * fields given; without, `family` (default: a decoder in the manner of Llama) says what the fields left out mean.
 *
 *     model: { name: my-13b, layers: 40, hidden: 5120, heads: 40, ffn: 13824, vocabulary: 32000 }
 *     model: { from: llama-3.1-8b, layers: 16 }
 *     model: { name: hybrid, hidden: 2048, vocabulary: 151936, layers: [{ repeat: 3, attention: {...}, feedForward: {...} }] }
 *     model: { name: my-mlp, widths: [784, 8192, 8192, 10] }
 */
import { z } from "zod";
import { type Problem, ScenarioError } from "../base/errors.ts";
import { count, madeMost } from "../base/quantity.ts";
import { bertModel, gptModel, llamaModel } from "./architectures.ts";
import { findModel, nearestModelName } from "./find-model.ts";
import { attentionSchema } from "./layer/attention.ts";
import { activeOfAll } from "./layer/feed-forward/experts.ts";
import { feedForwardSchema } from "./layer/feed-forward.ts";
import { dividedHeads } from "./layer-kinds.ts";
import type { Model } from "./model.ts";
import { expandStack } from "./short-stack.ts";
import {
  type Layer,
  type LayerRun,
  type ShortStack,
  stackOfRuns,
  type TransformerStack,
} from "./transformer-stack.ts";

const expertsSchema = z
  .strictObject({
    count: count({ positive: true, limit: madeMost }).describe("experts of a layer"),
    active: count().describe("experts each token is routed to"),
    ffn: count().describe("inner width of one expert"),
    shared: count({}).default(0).describe("experts every token passes through"),
    everyLayers: count()
      .default(1)
      .describe("every how many layers experts take the place of the dense part"),
  })
  .refine(...activeOfAll);

const slidingWindowSchema = z.strictObject({
  tokens: count().describe("tokens attention sees at most"),
  layers: count().optional().describe("layers that have the window; all when absent"),
});

/** Equal layers in a row, each of parts; or a list of such runs, repeated as a whole. */
const layerRunSchema = z.strictObject({
  repeat: count({ positive: true, limit: madeMost }).default(1).describe("layers of this run"),
  attention: z
    .union([attentionSchema, z.array(attentionSchema).min(1)])
    .optional()
    .describe("how tokens are mixed; none in a layer of a feed-forward part alone"),
  feedForward: feedForwardSchema
    .optional()
    .describe("what each token passes through; none where it is left out"),
  parallel: z.boolean().optional().describe("attention and feed-forward read the same input and are summed"),
});

const layerEntrySchema = z.union(
  [
    layerRunSchema,
    z.strictObject({
      repeat: count({ positive: true, limit: madeMost }).default(1).describe("times the list is repeated"),
      layers: z.array(layerRunSchema).min(1).describe("runs that follow each other"),
    }),
  ],
  { error: "{ repeat, attention, feedForward }, or { repeat, layers: [...] }" },
);

type LayerEntry = z.output<typeof layerEntrySchema>;

/** The stack whose layers a scenario wrote out. */
function writtenStack(hidden: number, entries: readonly LayerEntry[]): TransformerStack {
  const runOf = (run: z.output<typeof layerRunSchema>): LayerRun => {
    const { repeat, attention = [], feedForward, parallel } = run;
    const layer: Layer = {
      attention: Array.isArray(attention) ? attention : [attention],
      ...(feedForward === undefined ? {} : { feedForward }),
      ...(parallel ? { parallel } : {}),
    };
    return { repeat, layer };
  };
  const runs = entries.flatMap((entry) =>
    "layers" in entry
      ? Array.from({ length: entry.repeat }, () => entry.layers.map(runOf)).flat()
      : [runOf(entry)],
  );
  return stackOfRuns({ hidden, norm: "rmsnorm" }, runs);
}

/** Schema of a model written out in a scenario. */
export const modelShapeSchema = z.strictObject({
  name: z.string().optional().describe("name in reports"),
  from: z.string().optional().describe("catalog model whose shape this one starts from"),
  widths: z
    .array(count())
    .min(2)
    .optional()
    .describe("a multilayer perceptron: its inputs, then the outputs of each layer; without any other shape"),
  family: z
    .enum(["decoder", "gpt", "encoder"])
    .optional()
    .describe(
      "decoder (Llama: gated, RMS norm, rotary), gpt (plain, biases, learned positions) or encoder (BERT)",
    ),
  layers: z
    .union([count({ positive: true, limit: madeMost }), z.array(layerEntrySchema).min(1)], {
      error: "a count of layers, or a list of { repeat, attention, feedForward }",
    })
    .optional()
    .describe("how many layers, or runs of them with their parts"),
  hidden: count().optional().describe("width of the model"),
  heads: count().optional().describe("query heads"),
  kvHeads: count().optional().describe("KV heads; as many as heads when absent"),
  headDim: count().optional().describe("width of a head; hidden / heads when absent"),
  ffn: count().optional().describe("inner width of the feed-forward part; 4 x hidden when absent"),
  gated: z.boolean().optional().describe("feed-forward part of three matrices (SwiGLU) instead of two"),
  experts: expertsSchema.optional().describe("a mixture of experts in place of the feed-forward part"),
  slidingWindow: slidingWindowSchema.optional().describe("layers that see only the last tokens"),
  vocabulary: count().optional().describe("words in the vocabulary"),
  maxTokens: count().optional().describe("longest sequence, tokens"),
  tiedEmbeddings: z.boolean().optional().describe("input embedding and output head share weights"),
});

/** A model written out in a scenario, as parsed. */
export type ModelShape = z.output<typeof modelShapeSchema>;

const needed = ["layers", "hidden", "heads", "vocabulary"] as const;

/** The longest sequence of a written-out model that does not say: no limit that a scenario would meet. */
const unlimitedTokens = 1_048_576;

/**
 * The model a scenario wrote out. Throws a `ScenarioError` that lists every field missing, a `from` that `models` does not
 * know, and heads that do not fit each other.
 */
export function modelFromShape(shape: ModelShape, models: readonly Model[]): Model {
  if (shape.widths !== undefined) return perceptron(shape, shape.widths);
  const model = shape.from === undefined ? freshModel(shape) : derivedModel(shape, shape.from, models);
  const uneven = dividedHeads(model.stack as TransformerStack).find(
    ({ heads, kvHeads }) => heads % kvHeads !== 0,
  );
  if (uneven !== undefined) {
    throw new ScenarioError([
      {
        path: "model.kvHeads",
        found: `${uneven.kvHeads}`,
        expected: `a divisor of the ${uneven.heads} heads`,
      },
    ]);
  }
  return model;
}

/** A multilayer perceptron of these widths. */
function perceptron(shape: ModelShape, widths: readonly number[]): Model {
  const others = Object.keys(shape).filter((key) => key !== "name" && key !== "widths");
  if (others.length > 0) {
    throw new ScenarioError(
      others.map((key) => ({
        path: `model.${key}`,
        found: `${key}`,
        expected: "nothing beside `widths` and `name`",
      })),
    );
  }
  const name = shape.name ?? "mlp";
  return {
    name,
    title: name,
    family: "mlp",
    item: { kind: "dense-network", imageSize: 0, passes: 1, widths },
    vocabulary: 0,
    maxTokens: 0,
    positions: 0,
    tiedEmbeddings: false,
    head: false,
    otherParameters: 0,
    source: "scenario",
  };
}

function freshModel(shape: ModelShape): Model {
  if (Array.isArray(shape.layers)) return modelOfRuns(shape, shape.layers);
  const problems: Problem[] = needed
    .filter((field) => shape[field] === undefined)
    .map((field) => ({
      path: `model.${field}`,
      found: "nothing",
      expected: "a count, or `from` a catalog model",
    }));
  const { layers, hidden, heads, vocabulary, experts } = shape;
  if (
    typeof layers !== "number" ||
    problems.length > 0 ||
    hidden === undefined ||
    heads === undefined ||
    vocabulary === undefined
  ) {
    throw new ScenarioError(problems);
  }
  if (shape.headDim === undefined && hidden % heads !== 0) {
    throw new ScenarioError([
      {
        path: "model.heads",
        found: `${heads}`,
        expected: `a divisor of hidden (${hidden}), or headDim beside it`,
      },
    ]);
  }
  const architectures = { decoder: llamaModel, gpt: gptModel, encoder: bertModel };
  const name = shape.name ?? "written-out";
  // Where every layer has experts there is no dense feed-forward part to default.
  const expertsOnly = experts !== undefined && experts.everyLayers === 1;
  return architectures[shape.family ?? "decoder"]({
    name,
    title: name,
    source: "scenario",
    layers,
    hidden,
    heads,
    kvHeads: shape.kvHeads,
    headDim: shape.headDim,
    ffn: shape.ffn ?? (expertsOnly ? 0 : undefined),
    vocabulary,
    maxTokens: shape.maxTokens ?? unlimitedTokens,
    stack: stackChanges(shape, layers),
    model: {
      // A learned position for each of an unlimited number of tokens would dwarf the model.
      ...(shape.maxTokens === undefined ? { positions: 0 } : {}),
      ...(shape.tiedEmbeddings === undefined ? {} : { tiedEmbeddings: shape.tiedEmbeddings }),
    },
  });
}

/** A decoder whose layers are written out; the fields of the short form have no place beside them. */
function modelOfRuns(shape: ModelShape, layers: readonly LayerEntry[]): Model {
  const { hidden, vocabulary } = shape;
  const beside = shortFields.filter((field) => field !== "layers" && shape[field] !== undefined);
  const problems: Problem[] = [
    ...(["hidden", "vocabulary"] as const)
      .filter((field) => shape[field] === undefined)
      .map((field) => ({ path: `model.${field}`, found: "nothing", expected: "a count" })),
    ...beside.map((field) => ({
      path: `model.${field}`,
      found: field,
      expected: "nothing beside layers that are written out: their parts say it",
    })),
  ];
  if (problems.length > 0 || hidden === undefined || vocabulary === undefined)
    throw new ScenarioError(problems);
  const name = shape.name ?? "written-out";
  return {
    name,
    title: name,
    family: "decoder",
    stack: writtenStack(hidden, layers),
    vocabulary,
    maxTokens: shape.maxTokens ?? unlimitedTokens,
    positions: 0,
    tiedEmbeddings: shape.tiedEmbeddings ?? false,
    head: true,
    otherParameters: 0,
    source: "scenario",
  };
}

/** Fields that change a stack of one kind of layer, and so none that is written out run by run. */
const shortFields = [
  "layers",
  "heads",
  "kvHeads",
  "headDim",
  "ffn",
  "gated",
  "experts",
  "slidingWindow",
] as const;

function stackChanges(shape: ModelShape, layers: number) {
  const { gated, experts, slidingWindow } = shape;
  return {
    ...(gated === undefined ? {} : { gated }),
    ...(experts === undefined ? {} : { experts }),
    ...(slidingWindow === undefined
      ? {}
      : { slidingWindow: { tokens: slidingWindow.tokens, layers: slidingWindow.layers ?? layers } }),
  };
}

function derivedModel(shape: ModelShape, from: string, models: readonly Model[]): Model {
  const original = findModel(models, from);
  if (original === undefined) {
    throw new ScenarioError([
      {
        path: "model.from",
        found: `"${from}"`,
        expected: "a catalog model",
        nearest: nearestModelName(models, from),
      },
    ]);
  }
  if (original.stack === undefined || shape.family !== undefined) {
    const path = original.stack === undefined ? "model.from" : "model.family";
    const expected =
      original.stack === undefined
        ? "a transformer; networks of images have no shape to change"
        : "no family beside `from`";
    throw new ScenarioError([{ path, found: `"${shape.family ?? from}"`, expected }]);
  }
  const { publishedParameters: _, aliases: __, ...rest } = original;
  return {
    ...rest,
    name: shape.name ?? `${original.name}-derived`,
    title: shape.name ?? `${original.title}, changed`,
    source: `${original.name} with changes of the scenario`,
    vocabulary: shape.vocabulary ?? original.vocabulary,
    maxTokens: shape.maxTokens ?? original.maxTokens,
    tiedEmbeddings: shape.tiedEmbeddings ?? original.tiedEmbeddings,
    stack: derivedStack(shape, original.stack, from),
  };
}

function derivedStack(shape: ModelShape, stack: TransformerStack, from: string): TransformerStack {
  const { short } = stack;
  if (Array.isArray(shape.layers)) return writtenStack(shape.hidden ?? stack.hidden, shape.layers);
  if (short === undefined) {
    const changed = [...shortFields, "hidden" as const].filter((field) => shape[field] !== undefined);
    if (changed.length > 0) {
      throw new ScenarioError(
        changed.map((field) => ({
          path: `model.${field}`,
          found: `a change of ${from}`,
          expected: "layers written out: its layers differ in more than this form says",
        })),
      );
    }
    return stack;
  }
  const hidden = shape.hidden ?? short.hidden;
  const heads = shape.heads ?? short.heads;
  const resized = shape.hidden !== undefined || shape.heads !== undefined;
  const layers = shape.layers ?? short.layers;
  return expandStack({
    ...short,
    ...rescaledLayers(short, layers),
    layers,
    hidden,
    heads,
    kvHeads: shape.kvHeads ?? (shape.heads === undefined ? short.kvHeads : Math.min(short.kvHeads, heads)),
    headDim: shape.headDim ?? (resized ? hidden / heads : short.headDim),
    ffn: shape.ffn ?? short.ffn,
    ...stackChanges(shape, layers),
  });
}

/** Layers with a window or cross-attention keep their share of the stack. */
function rescaledLayers(stack: ShortStack, layers: number) {
  const share = (count: number) => Math.round((count * layers) / stack.layers);
  const { slidingWindow, crossAttention } = stack;
  return {
    ...(slidingWindow ? { slidingWindow: { ...slidingWindow, layers: share(slidingWindow.layers) } } : {}),
    ...(crossAttention
      ? { crossAttention: { ...crossAttention, layers: share(crossAttention.layers) } }
      : {}),
  };
}
