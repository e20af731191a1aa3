/** Ways to propose tokens for speculative decoding: what proposes, how many, and how long a proposal takes. */

import { z } from "zod";
import type { FamilyContract } from "../../../../base/contract.ts";
import { definePlugin } from "../../../../base/plugin.ts";
import { amount, fraction } from "../../../../base/quantity.ts";
import type { Model } from "../../../../models/model.ts";
import type { Speculation } from "../speculative-timer.ts";

/** A planned way of proposing. */
export interface SpeculationMethod extends Speculation {
  /** The network that proposes; its steps run before each verification. */
  proposer: Model;
  /** The proposer reads the embedding and the output head of the model that verifies, and has none of its own. */
  sharesEnds?: boolean;
  /** Steps of it for one round of proposals. */
  proposals: number;
  /** Proposals and verification are one program on the device: the host's cost of a step is paid once. */
  fused: boolean;
}

/** What a method is planned for. */
export interface SpeculationNeeds {
  /** The model that verifies. */
  model: Model;
  /** A catalog model by name; throws a `ScenarioError` naming `path` when there is none. */
  modelNamed(name: string, path: string): Model;
}

/** Types a speculation plug-in. */
export const defineSpeculation = definePlugin<SpeculationMethod, SpeculationNeeds>();

/** Proposals are whole tokens, each kept with a chance. */
export const speculationContract: FamilyContract<SpeculationMethod> = {
  family: "speculation",
  guard(method, contract) {
    contract.whole(method.depth, "depth", 1);
    contract.whole(method.verifiedTokens, "verifiedTokens", 1);
    contract.whole(method.proposals, "proposals", 0);
    const isChance = (value: number) => value >= 0 && value <= 1;
    if (!method.acceptance?.length || !method.acceptance.every(isChance)) {
      throw contract.breach(`acceptance ${method.acceptance}`, "chances from 0 to 1, at least one");
    }
    return method;
  },
};

/** Chance that a position is kept: one for all, or one a position. */
export const acceptanceOption = z
  .union([fraction(), z.array(fraction()).min(1)], {
    error: "a fraction such as 80%, or one for each position",
  })
  .transform((value) => (typeof value === "number" ? [value] : value));

/** Tokens a step gives on average, where that is what was measured. */
export const acceptanceLengthOption = amount({ positive: true })
  .optional()
  .meta({ description: "Tokens a step gives on average; in place of `acceptance`." });

/** The even chance by which `depth` proposals give `length` tokens a step: found by halving. */
export function evenAcceptance(depth: number, length: number): number[] {
  let low = 0;
  let high = 1;
  for (let round = 0; round < 60; round++) {
    const middle = (low + high) / 2;
    let sum = 1;
    for (let position = 1; position <= depth; position++) sum += middle ** position;
    if (sum < length) low = middle;
    else high = middle;
  }
  return [low];
}
