/**
 * Recipes of training in 8 and 4 bits (Micikevicius et al. 2022, arXiv:2209.05433; NVIDIA's Transformer Engine; DeepSeek-AI 2024,
 * arXiv:2412.19437, section 3.3). A matmul y = x W reads x and W, and its gradients read dy, x and W again, all in the narrow
 * format, each once by rows and once by columns. So every linear layer casts what comes in and, on the way back, the gradient
 * that comes in, in both layouts:
 *
 *     cast of a tensor = read 2 B + write 2 x b an element          b = 1 for fp8, 1 + 1/32 for mxfp8
 *     with scales of the tensor itself ("current"): read it once more, for its largest value
 *
 * Scales of earlier steps ("delayed") and of each block ("block") need no second reading. Weights are cast once a step and
 * kept in both layouts beside the 16-bit ones, 2 x b more a parameter; `narrowWeights` keeps them in the narrow format alone
 * (the optimizer has the 32-bit ones), which ZeRO then gathers. Activations that wait for the backward pass stay in 16 bits.
 * Attention, norms, embedding, adapters and the sums of gradients are not cast.
 */
import type { Problem } from "../../../base/errors.ts";
import type { RankDevice } from "../../../hardware/chip.ts";
import { computeType, type StorageType, storageBytes } from "../../../timing/data-types.ts";

/** What the scales of a cast follow from. */
export const scalings = ["delayed", "current", "block"] as const;

/** A recipe as it is run. */
export interface LowPrecisionRecipe {
  scaling: (typeof scalings)[number];
  narrowWeights: boolean;
  /** Bytes of an element in the narrow format, scales included. */
  bytes: number;
}

const wide: readonly StorageType[] = ["bf16", "fp16", "fp32", "tf32"];
/** What a scenario says of it. */
interface Options {
  precision: StorageType;
  recipe?: Pick<LowPrecisionRecipe, "scaling" | "narrowWeights"> | undefined;
}

/** Recipes are of narrow formats alone. */
export function problemsOfRecipe({ precision, recipe }: Options): Problem[] {
  if (recipe === undefined || !wide.includes(precision)) return [];
  return [
    {
      path: "workload.recipe",
      found: `a recipe for ${precision}`,
      expected: "precision fp8, mxfp8, mxfp4 or nvfp4 beside it",
    },
  ];
}

/** The recipe of `options` on `device`; none where nothing is cast because matmuls run in 16 bits. */
export function recipeOf({ precision, recipe }: Options, device: RankDevice): LowPrecisionRecipe | undefined {
  const compute = computeType(precision, device);
  if (recipe === undefined || (compute !== "fp8" && compute !== "fp4")) return undefined;
  const blockwise = precision === "fp8" && recipe.scaling === "block" ? "fp8-block" : precision;
  return { ...recipe, bytes: storageBytes[blockwise] };
}

/** Bytes a parameter of the layers that weights take in training: those that are kept, and those that wait in both layouts. */
export function layerWeightBytes(
  recipe: LowPrecisionRecipe | undefined,
  each: number,
): { kept: number; copies: number } {
  if (recipe === undefined) return { kept: each, copies: 0 };
  return recipe.narrowWeights
    ? { kept: recipe.bytes, copies: recipe.bytes }
    : { kept: each, copies: 2 * recipe.bytes };
}
