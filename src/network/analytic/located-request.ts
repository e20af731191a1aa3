/** A request as a network looks at it: where its groups lie, what shape they have, and by which wires it is seen. */
import type { CollectiveAlgorithm, CollectivePlan } from "../collectives/collective-plan.ts";
import type { CollectiveRequest } from "../network.ts";
import type { ShapedGroup } from "./group-shape.ts";
import { planFor } from "./known-plans.ts";
import type { WireView } from "./wire-views.ts";

/** A request with what is asked of it again and again. */
export interface Located extends CollectiveRequest {
  /** All groups that do the same at once. */
  groups: readonly (readonly number[])[];
  /** The same for groups that lie alike and are seen alike. */
  place: string;
  shape: () => ShapedGroup;
  view: WireView;
  /** The same without other groups. */
  alone: () => Located;
}

/** Numbers of chunks that are chosen among. */
const chunkCounts = [1, 2, 4, 8, 16, 32, 64] as const;

/** The numbers of chunks that may be chosen. */
export function countsFor({ chunks }: CollectiveRequest): readonly number[] {
  return chunks === undefined ? chunkCounts : [chunks];
}

/** The plan of `algorithm`; undefined where it does not do what is asked. */
export function planOf(
  algorithm: CollectiveAlgorithm,
  { operation, shape }: Located,
): CollectivePlan | undefined {
  return planFor(algorithm, operation, shape());
}
