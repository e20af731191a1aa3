/** Formats of a whole checkpoint. */
import type { WeightFamily } from "./layer/weight.ts";
import type { StorageType } from "./weight-format.ts";

/** Formats of a checkpoint: of most weights, and of the families that differ. */
export interface StoredFormats {
  weights: StorageType;
  families?: Readonly<Partial<Record<WeightFamily, StorageType>>>;
}
