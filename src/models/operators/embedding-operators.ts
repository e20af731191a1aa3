/**
 * What turns input into the vectors the first layer reads: rows of the word table and of learned positions, or image
 * patches through a matrix. The vocabulary is divided over the tensor ranks: a rank looks up its share of the tokens on
 * average and the sum over the ranks completes the rest.
 */
import type { Model, PatchEmbedding } from "../model.ts";
import type { Shard } from "../shard.ts";
import type { TransformerStack } from "../transformer-stack.ts";
import { normOperator } from "./norm-operators.ts";
import { type Operator, weightMatmul } from "./operator.ts";
import type { OperatorGroup } from "./operator-group.ts";

/** Patches of `images` images as tokens: a matmul with one row a patch. The class token is a constant. */
export function patchOperators(patches: PatchEmbedding, stack: TransformerStack, images: number): Operator[] {
  const perImage = Math.floor(patches.imageSize / patches.patch) ** 2;
  return [
    weightMatmul(
      "patch embedding",
      "image",
      images * perImage,
      patches.channels * patches.patch ** 2 * (patches.depth ?? 1),
      stack.hidden,
    ),
  ];
}

/**
 * Embedding of `tokens` tokens of all sequences together, or of the patches of `tokens / patches.tokens` images. Models
 * without a language head have their one norm outside the layers here (BERT's follows the embedding).
 */
function embeddingOperators(model: Model, tokens: number, shard: Shard): Operator[] {
  const { stack, patches } = model;
  if (stack === undefined) return [];
  const norm = model.head ? [] : [normOperator("embedding norm", stack, tokens, shard)];
  if (patches !== undefined) return [...patchOperators(patches, stack, tokens / patches.tokens), ...norm];
  const { embeddingWidth } = model;
  const gather = (name: string, rows: number, width: number): Operator => ({
    kind: "gather",
    name,
    rows,
    width,
  });
  return [
    gather("word embedding", tokens / shard.tensor, embeddingWidth ?? stack.hidden),
    ...(embeddingWidth === undefined
      ? []
      : [weightMatmul("embedding projection", "other", tokens, embeddingWidth, stack.hidden)]),
    ...(model.positions > 0 ? [gather("position embedding", tokens, stack.hidden)] : []),
    ...norm,
  ];
}

/** The embedding as a group, with the sum over the ranks that the vocabulary is divided over. */
export function embeddingGroup(model: Model, tokens: number, shard: Shard): OperatorGroup {
  const elements = tokens * (model.stack?.hidden ?? 0);
  const summed = shard.tensor > 1 && model.patches === undefined;
  return {
    name: "embedding",
    stage: "first",
    repeat: 1,
    operators: embeddingOperators(model, tokens, shard),
    exchanges: summed ? [{ kind: "all-reduce", group: "tensor", name: "embedding", elements }] : [],
  };
}
