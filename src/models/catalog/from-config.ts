/** Catalog models described by the fields of their `config.json`, read as a user's file would be. */
import { type Unmade, unmade } from "../../base/named-list.ts";
import { modelFromHuggingFace } from "../huggingface.ts";
import type { Model } from "../model.ts";

/** What a catalog entry says beside the shape. */
export interface Entry {
  name: string;
  title: string;
  /** Repository on Hugging Face. */
  repository: string;
  aliases?: readonly string[];
  /** Parameters in its weight files or on its model card, the layer that predicts the next but one left out. */
  publishedParameters: number;
}

/** A model as a family lists it: one whose `config.json` is yet to be read, or one that is written out. */
export type CatalogModel = Model | Unmade<Model>;

/** The model of `config`, read when it is asked for. */
export function fromConfig({ repository, ...entry }: Entry, config: Record<string, unknown>): Unmade<Model> {
  return unmade(entry, () => {
    const { reading: _, ...model } = modelFromHuggingFace(config, entry.name);
    return { ...model, ...entry, source: `config.json of ${repository} on Hugging Face` };
  });
}

/** Sizes under the names that most files use. */
export const sizes = (
  layers: number,
  hidden: number,
  heads: number,
  kvHeads: number,
  ffn: number,
  vocabulary: number,
  positions: number,
) => ({
  num_hidden_layers: layers,
  hidden_size: hidden,
  num_attention_heads: heads,
  num_key_value_heads: kvHeads,
  intermediate_size: ffn,
  vocab_size: vocabulary,
  max_position_embeddings: positions,
});
