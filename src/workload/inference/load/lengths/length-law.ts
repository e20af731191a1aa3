/** How many tokens a prompt or an answer has. */
import type { FamilyContract } from "../../../../base/contract.ts";
import { type AnyPlugin, definePlugin, pluginChoice } from "../../../../base/plugin.ts";
import type { Random } from "../../../../base/random.ts";

/** A distribution of token counts. */
export interface LengthLaw {
  /** One draw: a whole number, at least 1. */
  draw(): number;
  mean: number;
  /** The longest length that must be planned for: the law's maximum, or its 99.9th percentile where it has none. */
  longest: number;
  /** The greatest length that can be drawn; absent where there is none. */
  most?: number;
}

/** Types a length plug-in. */
export const defineLengths = definePlugin<LengthLaw, { random: Random }>();

/** Schema of a choice among length laws, or of one length: `input: 512` is 512 tokens every time. */
export const lengthChoice = (lengths: readonly AnyPlugin<LengthLaw, { random: Random }>[]) =>
  pluginChoice(lengths, undefined, { kind: "constant", option: "tokens" });

/** Lengths are whole and positive, and none is beyond the most that a law promises: memory is planned by it. */
export const lengthContract: FamilyContract<LengthLaw> = {
  family: "lengths",
  guard(law, contract) {
    contract.functions(law, ["draw"]);
    contract.atLeast(law.mean, "mean", Number.MIN_VALUE);
    contract.whole(law.longest, "longest", 1);
    if (law.most !== undefined) contract.whole(law.most, "most", law.longest);
    const drawn = () => law.draw();
    const { most = Number.MAX_SAFE_INTEGER } = law;
    return {
      mean: law.mean,
      longest: law.longest,
      ...(law.most !== undefined && { most: law.most }),
      draw() {
        const tokens = contract.call("draw", drawn);
        contract.whole(tokens, "a draw of", 1, most);
        return tokens;
      },
    };
  },
};

/** Rounds a draw to whole tokens, at least one. */
export function wholeTokens(value: number): number {
  return Math.max(1, Math.round(value));
}
