/**
 * How far a figure can be trusted, by one rule, from the evidence that error bands rest on:
 *
 * - *validated*: the stack was measured for this figure, on this chip, with models made of these kinds of layers, in a span of
 *   sizes, degrees, batches, lengths and formats that holds what is asked;
 * - *near what was validated*: so it was, but for one or two of these;
 * - *estimate only*: further off; a stack that was never measured for this figure; hardware or constants of one's own; or rows
 *   so far off that no band of them says anything.
 *
 * What was measured widens into a margin of a quarter at either end of a span. A model need not have been measured itself: the
 * errors of bands are those of whole models left out.
 */

import type { ColumnFamily } from "./column-family.ts";
import { outsideOf } from "./coverage.ts";
import { speaksOf } from "./evidence.ts";
import type { Situation } from "./situation.ts";
import type { SoftwareProfile } from "./software-profile.ts";

/** From the most to the least that can be relied on. */
export const trustLevels = ["validated", "near what was validated", "estimate only"] as const;

export type TrustLevel = (typeof trustLevels)[number];

/** A level, and what keeps it from being a better one, in words. */
export interface Trust {
  level: TrustLevel;
  why: readonly string[];
}

/** Most things that may lie outside of what was measured near it. */
const nearMost = 2;

/** The trust in a figure that columns of `families` speak of, in `situation` under `profile`. `hasBand`: measured rows give it one. */
export function trustIn(
  profile: SoftwareProfile,
  families: readonly ColumnFamily[],
  situation: Situation,
  hasBand = true,
): Trust {
  const { covers } = profile.evidence ?? {};
  if (covers === undefined) return estimate([`${profile.name} was never measured`]);
  if (!families.some((family) => speaksOf(profile.evidence, family))) {
    return estimate([`this was never measured on ${profile.name}`]);
  }
  const { kinds = [], features = [], isOwnHardware = false } = situation;
  const strange = kinds.filter((kind) => !covers.kinds.includes(kind));
  const own = [
    ...(isOwnHardware ? ["hardware of one's own"] : []),
    ...(profile.isChanged ? ["constants of software that the scenario sets"] : []),
  ];
  const outside = [
    // Kinds of layers tell mixtures of experts from dense models by themselves.
    ...outsideOf(covers, covers.expertWidth === undefined ? { ...situation, experts: undefined } : situation),
    ...(strange.length > 0 ? [`${strange.join(", ")} (measured: ${covers.kinds.join(", ")})`] : []),
    ...features.filter((feature) => !covers.features.includes(feature)),
  ];
  const why = [...own, ...outside];
  if (!hasBand) return estimate([...why, "a band that holds most measurements would be wider than fourfold"]);
  if (why.length === 0) return { level: "validated", why };
  return own.length === 0 && outside.length <= nearMost
    ? { level: "near what was validated", why }
    : estimate(why);
}

/** The least that all of `levels` allow; undefined of none. */
export function leastTrust<Level extends TrustLevel>(levels: readonly Level[]): TrustLevel | undefined {
  return trustLevels.findLast((level) => levels.some((each) => each === level));
}

function estimate(why: readonly string[]): Trust {
  return { level: "estimate only", why };
}
