/**
 * Into how many pipeline stages a replica is cut where the scenario leaves it open. Tensor ranks share an instance, so that a
 * model that is too large for one fits in stages alone; but each stage more is a hand-over more in every token. So it is one
 * stage where that fits, else the fewest of 2, 4, 8, 16 with which some degree of tensor parallelism does.
 */
import type { Model } from "../../../models/model.ts";

/** Multiples of a replica's stages that are tried where it does not fit. */
const multiples: readonly number[] = [2, 4, 8, 16];

/** More stages than `pipeline` that `model` has layers for, the fewest first. */
export function moreStages(pipeline: number, { stack }: Model): number[] {
  return multiples.map((factor) => factor * pipeline).filter((stages) => stages <= (stack?.layers ?? 1));
}

/** Stages to try for `pipeline`, the fewest first: as written, or those that may be taken where it is open. */
export function stagesToTry(pipeline: number | "auto", model: Model): [number, ...number[]] {
  return pipeline === "auto" ? [1, ...moreStages(1, model)] : [pipeline];
}
