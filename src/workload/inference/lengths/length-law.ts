/** How many tokens a prompt or an answer has. */
import { definePlugin } from "../../../base/plugin.ts";
import type { Random } from "../../../base/random.ts";

/** A distribution of token counts. */
export interface LengthLaw {
  /** One draw: a whole number, at least 1. */
  draw(): number;
  mean: number;
  /** The longest length that must be planned for: the law's maximum, or its 99.9th percentile where it has none. */
  longest: number;
}

/** Types a length plug-in. */
export const defineLengths = definePlugin<LengthLaw, { random: Random }>();

/** Rounds a draw to whole tokens, at least one. */
export function wholeTokens(value: number): number {
  return Math.max(1, Math.round(value));
}
