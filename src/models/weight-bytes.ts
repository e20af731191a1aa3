/** Bytes of weights, family by family in the format it is stored in. */
import type { FamilyParameters, WeightFamily } from "./layer/weight.ts";
import type { Model } from "./model.ts";
import { type ElementBytes, weightElementBytes } from "./operators/operator.ts";
import { familyParameters } from "./parameters.ts";
import { type Shard, wholeModel } from "./shard.ts";
import type { StoredFormats } from "./stored-formats.ts";
import { type StorageType, storageBytes } from "./weight-format.ts";

/** What a scenario says of formats; what it leaves out is as the checkpoint is, and bf16 where that says nothing. */
export interface WrittenFormats {
  weights?: StorageType | undefined;
  embeddings?: StorageType | undefined;
  experts?: StorageType | undefined;
}

/** Families that stay in 16 bits where the matrices of layers are quantised, as serving software leaves them. */
const keptWide = ["embeddings", "head", "norms", "router"] as const satisfies readonly WeightFamily[];

/** Formats of `model` under `written`: narrow weights leave embeddings, head, norms and router in 16 bits. */
export function formatsOf({ stored }: Pick<Model, "stored">, written: WrittenFormats): StoredFormats {
  const { weights, embeddings, experts } = written;
  const base: StoredFormats =
    weights === undefined ? (stored ?? { weights: "bf16" }) : { weights, families: wideFamilies(weights) };
  return {
    weights: base.weights,
    families: {
      ...base.families,
      ...(embeddings === undefined ? {} : { embeddings, head: embeddings }),
      ...(experts === undefined ? {} : { experts }),
    },
  };
}

function wideFamilies(weights: StorageType): Partial<Record<WeightFamily, StorageType>> {
  if (storageBytes[weights] >= 2) return {};
  return Object.fromEntries(keptWide.map((family) => [family, "bf16" as const]));
}

/** Bytes of one weight of each family that is stored in another format than most are. */
export function familyBytes({ families = {} }: StoredFormats): Partial<Record<WeightFamily, number>> {
  return Object.fromEntries(
    Object.entries(families).map(([family, format]) => [family, storageBytes[format as StorageType]]),
  );
}

/** Bytes of `parameters` in `formats`. */
export function bytesOfFamilies(parameters: FamilyParameters, formats: StoredFormats): number {
  return Object.entries(parameters).reduce((sum, [family, count]) => {
    const format = formats.families?.[family as WeightFamily] ?? formats.weights;
    return sum + (count ?? 0) * storageBytes[format];
  }, 0);
}

/** Bytes of `parameters` at so many bytes a weight. */
export function storedBytes(parameters: FamilyParameters, bytes: ElementBytes): number {
  return Object.entries(parameters).reduce(
    (sum, [family, count]) => sum + (count ?? 0) * weightElementBytes(bytes, family as WeightFamily),
    0,
  );
}

/** Bytes of all weights of `model`, or of those on one rank, in `formats`. */
export function modelWeightBytes(model: Model, formats: StoredFormats, shard: Shard = wholeModel): number {
  return bytesOfFamilies(familyParameters(model, shard), formats);
}
