/**
 * What all ranks of a shard hold together against the model itself, by name: they hold it once, and beside it
 *
 *     copies    what every rank needs whole: norms, routers, latents, KV heads that are fewer than the ranks
 *     padding   what rounding up to equal shares adds: heads, columns, experts or rows that no checkpoint has
 *
 * so that ranks x what one rank holds = the model + copies + padding. A weight of several parts (queries, keys and values in
 * one matrix) can have both.
 */
import { elementAt } from "../base/element-at.ts";
import { type AttentionShape, attentionOf } from "./layer/attention.ts";
import { parametersOf, type Weight } from "./layer/weight.ts";
import { layerKinds } from "./layer-kinds.ts";
import { layerWeights } from "./layer-weights.ts";
import type { Model } from "./model.ts";
import { embeddingParameters, headParameters, parameterCount } from "./parameters.ts";
import { attentionRanks, type Shard, wholeModel } from "./shard.ts";
import type { Layer, TransformerStack } from "./transformer-stack.ts";

/** More of one weight than the model has, over all ranks and layers. */
export interface Surplus {
  name: string;
  parameters: number;
  why: string;
}

/** Ranks that hold one model together, parameters of it, of all ranks, and what makes the difference. */
export interface RankAccount {
  ranks: number;
  whole: number;
  held: number;
  surplus: readonly Surplus[];
}

/** Ranks that share the layers: expert ranks are tensor ranks where `expertTensor` says so, else others. */
function ranksOf({ tensor, expert, expertTensor }: Shard): number {
  return expertTensor === undefined ? tensor * expert : tensor;
}

/** What the ranks of `shard` hold of `model`. */
export function rankAccount(model: Model, shard: Shard): RankAccount {
  const ranks = ranksOf(shard);
  const sums = new Map<string, Surplus>();
  const add = (name: string, parameters: number, why: string) => {
    if (parameters === 0) return;
    const known = sums.get(`${name}: ${why}`);
    sums.set(`${name}: ${why}`, { name, why, parameters: parameters + (known?.parameters ?? 0) });
  };
  for (const stack of [model.stack, model.encoder, model.image?.stack]) {
    if (stack === undefined) continue;
    for (const { kind, count } of layerKinds(stack)) addLayer(stack, kind, count);
  }
  const whole = parameterCount(model);
  const held = ranks * parameterCount(model, shard);
  const rows = (of: typeof headParameters) => ranks * of(model, shard) - of(model);
  add("embedding", rows(embeddingParameters), why(model.vocabulary, "rows", "positions"));
  add("head", rows(headParameters), why(model.vocabulary, "rows", "rows"));
  const named = [...sums.values()].reduce((sum, { parameters }) => sum + parameters, 0);
  add("final norms, projectors and what stands beside the layers", held - whole - named, "on every rank");
  return { ranks, whole, held, surplus: [...sums.values()] };

  function why(divided: number, what: string, rest: string): string {
    return divided % shard.tensor === 0 ? `${rest} on every rank` : `${divided} ${what} padded`;
  }

  function addLayer(stack: TransformerStack, layer: Layer, times: number): void {
    const all = layerWeights(stack, layer, wholeModel);
    const own = layerWeights(stack, layer, shard);
    const reasons = reasonsOf(layer);
    for (const [index, weight] of all.entries()) {
      const part = elementAt(own, index);
      const more = ranks * parametersOf([part]) - parametersOf([weight]);
      add(weight.name, times * more, reasonOf(weight, part, reasons));
    }
  }

  function reasonOf(weight: Weight, own: Weight, heads: string): string {
    if (parametersOf([weight]) === parametersOf([own])) return "on every rank";
    if (weight.family === "attention" || weight.family === "norms") return heads;
    return shard.expert > 1 && expertsShare(weight, own)
      ? "on the ranks of every expert"
      : "columns or experts padded";
  }

  /** Dense parts where experts have ranks of their own are held by each of these. */
  function expertsShare(weight: Weight, own: Weight): boolean {
    return shard.expertTensor === undefined && weight.count === own.count;
  }

  /** What rounding up and few heads add to the attention of a layer. */
  function reasonsOf({ attention }: Layer): string {
    return [...new Set(attention.flatMap(headReasons))].join(", ") || "on every rank";
  }

  function headReasons(shape: AttentionShape): string[] {
    const { heads, kvHeads } = attentionOf(shape).divided(shape);
    const split = attentionRanks(shard);
    return [
      ...(heads % split === 0 ? [] : [`${heads} heads padded to ${Math.ceil(heads / split) * split}`]),
      ...(kvHeads >= split
        ? kvHeads % split === 0
          ? []
          : [`${kvHeads} KV heads padded to ${Math.ceil(kvHeads / split) * split}`]
        : [`${kvHeads} KV heads on ${split} ranks`]),
      ...(ranks > split ? [`attention in ${ranks / split} copies`] : []),
    ];
  }
}
