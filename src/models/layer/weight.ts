/**
 * Weights of a part of a model, as one rank holds them: matrices that a matmul reads, and vectors (norms, biases,
 * convolutions along the sequence) that element-wise work reads. Each belongs to a family, by which a checkpoint gives it
 * its type, and adapters stand beside matrices.
 */

import type { StorageType } from "../weight-format.ts";

/** Families that checkpoints store in types of their own. */
const weightFamilies = [
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

/** Matrices of single layers that a checkpoint stores in a format of their own, whatever they are for. */
export type OwnFormatFamily = `in ${StorageType}`;

/** What a weight is for, or the format it alone is stored in. */
export type WeightFamily = (typeof weightFamilies)[number] | OwnFormatFamily;

/** Part of a matrix that a checkpoint stores as a matrix of its own: some of the columns. */
export interface Piece {
  name: string;
  columns: number;
}

/** `count` equal weights of `rows` x `columns`. */
export interface Weight {
  name: string;
  family: WeightFamily;
  rows: number;
  columns: number;
  count: number;
  /** Of `count`, those that one token passes through: the experts it chooses; all when absent. */
  active?: number | undefined;
  /** Read by a matmul; else by element-wise work. */
  isMatrix: boolean;
  /** What it is put together from; the one matrix when absent. */
  pieces?: readonly Piece[];
}

/** Parameters by family. */
export type FamilyParameters = Readonly<Partial<Record<WeightFamily, number>>>;

/** One matrix of `rows` inputs and `columns` outputs. */
export function matrix(family: WeightFamily, name: string, rows: number, columns: number): Weight {
  return { name, family, rows, columns, count: 1, isMatrix: true };
}

/** Matrices of `rows` inputs that software fuses into one, side by side. */
export function fusedMatrix(
  family: WeightFamily,
  name: string,
  rows: number,
  pieces: readonly Piece[],
): Weight {
  const columns = pieces.reduce((sum, piece) => sum + piece.columns, 0);
  return { ...matrix(family, name, rows, columns), pieces };
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
  for (const [name, added] of Object.entries(more)) {
    const family = name as WeightFamily;
    result[family] = (result[family] ?? 0) + times * added;
  }
  return result;
}
