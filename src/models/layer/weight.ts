/**
 * Weights of a part of a model, as one rank holds them: matrices that a matmul reads, and vectors (norms, biases,
 * convolutions along the sequence) that element-wise work reads. Each belongs to a family, by which a checkpoint gives it
 * its type, and adapters stand beside matrices.
 */

/** Families that checkpoints store in types of their own. */
export const weightFamilies = [
  "attention",
  "feed-forward",
  "experts",
  "router",
  "norms",
  "embeddings",
  "head",
  "image",
  "other",
] as const;

/** What a weight is for. */
export type WeightFamily = (typeof weightFamilies)[number];

/** `count` equal weights of `rows` x `columns`. */
export interface Weight {
  name: string;
  family: WeightFamily;
  rows: number;
  columns: number;
  count: number;
  /** Of `count`, those that one token passes through: the experts it chooses; all when absent. */
  active?: number;
  /** Read by a matmul; else by element-wise work. */
  isMatrix: boolean;
}

/** Parameters by family. */
export type FamilyParameters = Readonly<Partial<Record<WeightFamily, number>>>;

/** One matrix of `rows` inputs and `columns` outputs. */
export function matrix(family: WeightFamily, name: string, rows: number, columns: number): Weight {
  return { name, family, rows, columns, count: 1, isMatrix: true };
}

/** Vectors of `elements` elements together; nothing where there are none. */
export function vector(family: WeightFamily, name: string, elements: number): Weight[] {
  return elements === 0 ? [] : [{ name, family, rows: 1, columns: elements, count: 1, isMatrix: false }];
}

/** Parameters of `weights`: all, or those that one token passes through. */
export function parametersOf(weights: readonly Weight[], which: "all" | "active" = "all"): number {
  return weights.reduce(
    (sum, { rows, columns, count, active = count }) =>
      sum + rows * columns * (which === "all" ? count : active),
    0,
  );
}

/** Parameters of `weights` by family. */
export function familiesOf(weights: readonly Weight[]): FamilyParameters {
  const sums: Partial<Record<WeightFamily, number>> = {};
  for (const weight of weights) sums[weight.family] = (sums[weight.family] ?? 0) + parametersOf([weight]);
  return sums;
}

/** Families of several parts of a model together, each `times` times. */
export function addFamilies(sum: FamilyParameters, more: FamilyParameters, times = 1): FamilyParameters {
  const result: Partial<Record<WeightFamily, number>> = { ...sum };
  for (const family of weightFamilies) {
    const added = more[family];
    if (added !== undefined) result[family] = (result[family] ?? 0) + times * added;
  }
  return result;
}
