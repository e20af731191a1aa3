/** What people ask of a model before anything runs: how many parameters, how much a token and a sequence keep, how many bytes. */
import { type PublishedActive, publishedActive } from "./catalog/published-active.ts";
import { kvBytesPerToken, stateBytesPerSequence } from "./kv-cache.ts";
import type { Model } from "./model.ts";
import { activeParameters, embeddingParameters, nextTokenParameters, parameterCount } from "./parameters.ts";
import { formatsOf, modelWeightBytes } from "./weight-bytes.ts";

/** Bytes of an element of the KV cache, in bf16. */
const kvElementBytes = 2;

/** Facts of a model, under the names of `catalog models NAME --json`. */
export interface ModelFacts {
  parameters: number;
  /** Parameters that one token passes through, the embedding included. */
  active_parameters: number;
  /** The same without the embedding, of which a token looks up one row; the same where it is the output head too. */
  active_parameters_without_embedding: number;
  /** What the publisher says of them, in billions, what that counts and how it is rounded; only of mixtures in the catalog. */
  published_active?: PublishedActive;
  /** Parameters of layers that predict tokens after the next one, beside the others. */
  next_token_parameters: number;
  /** In bf16, inside every window, of the whole model. */
  kv_cache_bytes_per_token: number;
  /** Of a fixed size, whatever the length. */
  state_bytes_per_sequence: number;
  /** In the formats of the checkpoint; bf16 where it does not say. */
  weights_bytes: number;
  unused_fields: readonly string[];
  warnings: readonly string[];
}

/** The facts of `model`. */
export function modelFacts(model: Model): ModelFacts {
  const active = activeParameters(model);
  const said = publishedActive(model);
  const { unusedFields = [], notes = [] } = model.reading ?? {};
  const unused = unusedFields.map((name) => `${name} was not used, and may change size or speed`);
  return {
    parameters: parameterCount(model),
    active_parameters: active,
    active_parameters_without_embedding: model.tiedEmbeddings ? active : active - embeddingParameters(model),
    ...(said === undefined ? {} : { published_active: said }),
    next_token_parameters: nextTokenParameters(model),
    kv_cache_bytes_per_token: kvBytesPerToken(model, kvElementBytes),
    state_bytes_per_sequence: stateBytesPerSequence(model),
    weights_bytes: modelWeightBytes(model, formatsOf(model, {})),
    unused_fields: unusedFields,
    warnings: [...notes, ...unused],
  };
}
