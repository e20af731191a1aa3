/**
 * Matrices of single layers in formats of their own: a checkpoint of 8 bits may keep the query projection of its first layer
 * in 16. Their weights, and the matmuls that read them, are divided by column into those of the family's format and those of
 * their own.
 */
import type { OwnFormatFamily, Weight, WeightFamily } from "./layer/weight.ts";
import type { Operator } from "./operators/operator.ts";
import type { StorageType } from "./weight-format.ts";

/** A matrix of a layer, or a piece of one that software fuses, and how its weights are stored. */
export interface OwnFormat {
  /** Name of the weight or of its piece. */
  matrix: string;
  format: StorageType;
  /** Part of it that is stored so: of 8 experts one is an eighth. */
  share: number;
}

/** The family of weights in `format`. */
function ownFamily(format: StorageType): OwnFormatFamily {
  return `in ${format}`;
}

/** Part of a weight that belongs to a family. */
interface Part {
  family: WeightFamily;
  share: number;
}

/** `weight` by the families that its columns belong to under `formats`; shares sum to 1. */
function partsOf(weight: Weight, formats: readonly OwnFormat[]): Part[] {
  const { family, name, columns, pieces = [{ name, columns }] } = weight;
  const shares = new Map<WeightFamily, number>();
  const add = (to: WeightFamily, share: number) => shares.set(to, (shares.get(to) ?? 0) + share);
  for (const piece of pieces) {
    const whole = piece.columns / columns;
    const own = formats.filter(({ matrix }) => matrix === piece.name);
    for (const { format, share } of own) add(ownFamily(format), whole * share);
    const rest = 1 - own.reduce((sum, { share }) => sum + share, 0);
    if (rest > 0) add(family, whole * rest);
  }
  return [...shares].map(([of, share]) => ({ family: of, share }));
}

/** `weight` divided by format. */
export function weightInFormats(weight: Weight, formats: readonly OwnFormat[]): Weight[] {
  if (!weight.isMatrix) return [weight];
  const { pieces: _, ...whole } = weight;
  return partsOf(weight, formats).map(({ family, share }) => ({
    ...whole,
    family,
    columns: weight.columns * share,
  }));
}

/** `op` divided as the one of `weights` that it reads. */
export function operatorInFormats(
  op: Operator,
  weights: readonly Weight[],
  formats: readonly OwnFormat[],
): Operator[] {
  if (op.kind !== "matmul" || !op.weights) return [op];
  const name = op.weightName ?? op.name;
  const read = weights.find((weight) => weight.isMatrix && weight.name === name);
  if (read === undefined) return [op];
  return partsOf(read, formats).map(({ family, share }) => ({ ...op, family, n: op.n * share }));
}
