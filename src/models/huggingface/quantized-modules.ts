/**
 * Which matrices of which layers a checkpoint leaves in another format, by the names its modules have in the transformers
 * library. A family of weights that is stored alike in all layers is a format of the family; what differs in single layers
 * becomes part of those layers.
 */

import type { Weight, WeightFamily } from "../layer/weight.ts";
import { layerWeights } from "../layer-weights.ts";
import type { Model } from "../model.ts";
import type { OwnFormat } from "../own-format.ts";
import type { StoredFormats } from "../stored-formats.ts";
import { type Layer, type LayerRun, stackOfRuns, type TransformerStack } from "../transformer-stack.ts";
import type { StorageType } from "../weight-format.ts";

/** How modules are stored: the format of one by its names, of which the first is the usual one. */
export interface ModuleFormats {
  of(names: readonly string[], family: WeightFamily): StorageType;
  /** Experts of a layer may be named one by one. */
  namesExperts: boolean;
  /** Layers may be named one by one. */
  namesLayers: boolean;
}

/** Names of the modules that hold a matrix or a piece of one, below their layer; the usual one first. */
const moduleNames: Readonly<Record<string, readonly string[]>> = {
  query: ["q_proj", "qkv_proj", "query_key_value", "Wqkv", "c_attn"],
  key: ["k_proj", "qkv_proj", "query_key_value", "Wqkv", "c_attn"],
  value: ["v_proj", "qkv_proj", "query_key_value", "Wqkv", "c_attn"],
  "query projection": ["q_proj"],
  "query compression": ["q_a_proj", "fused_qkv_a_proj"],
  "query expansion": ["q_b_proj"],
  "key-value compression": ["kv_a_proj_with_mqa", "fused_qkv_a_proj"],
  "key-value expansion": ["kv_b_proj"],
  "output projection": ["o_proj", "out_proj", "dense", "c_proj"],
  "query-key-value-gate projection": ["in_proj_qkvz", "in_proj_qkv", "in_proj_z"],
  "decay projection": ["in_proj_ba", "in_proj_a", "in_proj_b"],
  "input projection": ["in_proj"],
  "step and state projection": ["x_proj"],
  "step expansion": ["dt_proj"],
  "indexer query projection": ["indexer.wq_b"],
  "indexer key projection": ["indexer.wk"],
  "indexer head weights": ["indexer.weights_proj"],
  gate: ["gate_proj", "gate_up_proj", "w1"],
  up: ["up_proj", "gate_up_proj", "w3", "fc1", "c_fc", "dense_h_to_4h"],
  "up projection": ["up_proj", "gate_up_proj", "w3", "fc1", "c_fc", "dense_h_to_4h"],
  "down projection": ["down_proj", "w2", "fc2", "c_proj", "dense_4h_to_h"],
};

const mixers = ["self_attn", "linear_attn", "attention", "attn", "mixer", "mamba"];
const networks = ["mlp", "feed_forward", "block_sparse_moe", "mixer"];

/** Names below a layer of the matrix or piece `name`; `expert` is its number where it is of a routed expert. */
function namesOf(name: string, family: WeightFamily, expert: number): string[] {
  const shared = name.startsWith("shared expert ");
  const plain = name.replace(/^(shared )?expert /, "");
  const leaves = moduleNames[plain] ?? [plain.replaceAll(" ", "_")];
  if (family === "attention") return leaves.flatMap((leaf) => mixers.map((mixer) => `${mixer}.${leaf}`));
  const within = shared
    ? ["shared_experts.", "shared_expert."]
    : family === "experts"
      ? [`experts.${expert}.`]
      : [""];
  return leaves.flatMap((leaf) =>
    networks.flatMap((network) => within.map((each) => `${network}.${each}${leaf}`)),
  );
}

/** A matrix of a layer, or a piece of one, and the formats that parts of it are stored in. */
interface StoredPiece {
  layer: number;
  matrix: string;
  family: WeightFamily;
  shares: ReadonlyMap<StorageType, number>;
}

const quantizedFamilies: readonly WeightFamily[] = ["attention", "feed-forward", "experts"];

/** As `namesOf`, which the layers of a model ask for the same again and again. */
type Names = (matrix: string, family: WeightFamily, expert: number) => readonly string[];

function rememberedNames(): Names {
  const known = new Map<string, readonly string[]>();
  return (matrix, family, expert) => {
    const key = `${family} ${expert} ${matrix}`;
    let names = known.get(key);
    if (names === undefined) {
      names = namesOf(matrix, family, expert);
      known.set(key, names);
    }
    return names;
  };
}

function storedPiece(
  layer: number,
  weight: Weight,
  matrix: string,
  { modules, namesOf }: { modules: ModuleFormats; namesOf: Names },
): StoredPiece {
  const { family } = weight;
  const experts = family === "experts" && modules.namesExperts ? weight.count : 1;
  const shares = new Map<StorageType, number>();
  for (let expert = 0; expert < experts; expert++) {
    const names = namesOf(matrix, family, expert).map((name) => `layers.${layer}.${name}`);
    const format = modules.of(names, family);
    shares.set(format, (shares.get(format) ?? 0) + 1 / experts);
  }
  return { layer, matrix, family, shares };
}

/** Layers of `stack` one by one. */
function eachLayer({ runs }: TransformerStack): Layer[] {
  return runs.flatMap(({ repeat, layer }) => Array.from({ length: repeat }, () => layer));
}

function piecesOf(stack: TransformerStack, modules: ModuleFormats): StoredPiece[] {
  const naming = { modules, namesOf: rememberedNames() };
  let first = 0;
  return stack.runs.flatMap(({ repeat, layer }) => {
    const matrices = layerWeights(stack, layer)
      .filter(({ isMatrix, family }) => isMatrix && quantizedFamilies.includes(family))
      .flatMap((weight) => (weight.pieces ?? [weight]).map(({ name }) => ({ weight, name })));
    const from = first;
    first += repeat;
    if (!modules.namesLayers) {
      const inFirst = matrices.map(({ weight, name }) => storedPiece(from, weight, name, naming));
      return Array.from({ length: repeat }, (_, index) =>
        inFirst.map((piece) => ({ ...piece, layer: from + index })),
      ).flat();
    }
    return Array.from({ length: repeat }, (_, index) =>
      matrices.map(({ weight, name }) => storedPiece(from + index, weight, name, naming)),
    ).flat();
  });
}

/** The format that all of `pieces` are in; undefined where they differ. */
function formatOfAll(pieces: readonly StoredPiece[]): StorageType | undefined {
  const formats = new Set(pieces.flatMap(({ shares }) => [...shares.keys()]));
  return formats.size === 1 ? [...formats][0] : undefined;
}

/** `model` with its weights stored as `modules` says, most of them as `stored.weights`. */
export function withModuleFormats(model: Model, stored: StoredFormats, modules: ModuleFormats): Model {
  const { stack } = model;
  if (stack === undefined) return { ...model, stored };
  const pieces = piecesOf(stack, modules);
  const families: Partial<Record<WeightFamily, StorageType>> = { ...stored.families };
  const own: StoredPiece[] = [];
  for (const family of quantizedFamilies) {
    const ofFamily = pieces.filter((piece) => piece.family === family);
    const common = formatOfAll(ofFamily);
    if (common === undefined) own.push(...ofFamily);
    else if (common !== stored.weights) families[family] = common;
  }
  const formatsByLayer = new Map<number, OwnFormat[]>();
  for (const { layer, matrix, shares } of own) {
    const formats = formatsByLayer.get(layer) ?? [];
    for (const [format, share] of shares) {
      if (format === stored.weights) continue;
      formats.push({ matrix, format, share });
      families[`in ${format}`] = format;
    }
    formatsByLayer.set(layer, formats);
  }
  const formats = { weights: stored.weights, families };
  if (own.length === 0) return { ...model, stored: formats };
  const runs: LayerRun[] = [];
  eachLayer(stack).forEach((layer, index) => {
    const ofLayer = formatsByLayer.get(index) ?? [];
    addLayer(runs, ofLayer.length === 0 ? layer : { ...layer, formats: ofLayer });
  });
  return { ...model, stored: formats, stack: stackOfRuns(stack, runs) };
}

function addLayer(runs: LayerRun[], layer: Layer): void {
  const last = runs[runs.length - 1];
  if (last !== undefined && JSON.stringify(last.layer) === JSON.stringify(layer)) last.repeat++;
  else runs.push({ repeat: 1, layer });
}
